# Packages for Debian and its like, made by CPack: the program, the shared library, and what
# developers need of it. `.ci/deb` makes them.

find_program(CONFITURE_GZIP gzip)
mark_as_advanced(CONFITURE_GZIP)
if(NOT CONFITURE_GZIP OR SKBUILD)
  return()
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME confiture-build)
set(CPACK_PACKAGE_VENDOR confiture-build)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "PostgreSQL schemas out of trees of .sql files")
set(CPACK_PACKAGE_CONTACT "confiture-build <confiture-build@users.noreply.github.com>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL program runtime development)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_STRIP_FILES ON)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

# package(COMPONENT NAME SECTION TEXT): what a component's package is called, what it says it has,
# and the files that each has to have.
function(package component name section text)
  string(TOUPPER ${component} upper)
  set(CPACK_DEBIAN_${upper}_PACKAGE_NAME ${name} PARENT_SCOPE)
  set(CPACK_DEBIAN_${upper}_PACKAGE_SECTION ${section} PARENT_SCOPE)
  set(CPACK_COMPONENT_${upper}_DESCRIPTION "confiture-build makes one file that can be deployed, and \
a fingerprint,
of a tree of .sql files: with the bytes of confiture build of
fraiseql-confiture, in a fraction of the time. It tells what changed, what
is wrong with the SQL, and where each line comes from.
.
${text}" PARENT_SCOPE)
  set(documents ${CMAKE_INSTALL_DATAROOTDIR}/doc/${name})
  install(FILES install/debian/copyright DESTINATION ${documents} COMPONENT ${component})
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/changelog.Debian.gz
    DESTINATION ${documents} COMPONENT ${component})
endfunction()

string(TIMESTAMP changelog_date "%a, %d %b %Y %H:%M:%S +0000" UTC) # SOURCE_DATE_EPOCH, if set
configure_file(install/debian/changelog.in changelog.Debian @ONLY)
execute_process(COMMAND ${CONFITURE_GZIP} -9nkf changelog.Debian
  WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR} COMMAND_ERROR_IS_FATAL ANY)

package(program confiture-build database "This package has the program.")
package(runtime libconfiture${soversion} libs "This package has the shared library.")
package(development libconfiture-dev libdevel
  "This package has the headers for C and C++, the static library, and what\nCMake and \
pkg-config find the library by.")

set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_SOURCE_DIR}/install/debian/compress.cmake)

set(exact_version "${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}")
set(static_dependencies "libssl-dev, libtbb-dev, libyaml-cpp-dev, libfmt-dev")
if(CONFITURE_PG_PARSER STREQUAL "system")
  string(APPEND static_dependencies ", libpg-query-dev")
endif()
if(TARGET uring)
  string(APPEND static_dependencies ", liburing-dev")
endif()
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
  "libconfiture${soversion} (= ${exact_version}), ${static_dependencies}")
configure_file(install/debian/shlibs.in shlibs @ONLY)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_CONTROL_EXTRA
  ${CMAKE_CURRENT_SOURCE_DIR}/install/debian/triggers ${CMAKE_CURRENT_BINARY_DIR}/shlibs)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "libpq5, postgresql-client")

include(CPack)
