# The library for other programs: shared and static, its headers, and what CMake and pkg-config find
# it by.

include(CMakePackageConfigHelpers)

# Before 1.0 a minor version may break what was compiled with the one before.
if(PROJECT_VERSION_MAJOR EQUAL 0)
  set(soversion 0.${PROJECT_VERSION_MINOR})
  set(compatibility SameMinorVersion)
else()
  set(soversion ${PROJECT_VERSION_MAJOR})
  set(compatibility SameMajorVersion)
endif()

# What is linked statically into it stays inside: another copy may be in the same process.
add_library(confiture_shared SHARED $<TARGET_OBJECTS:confiture>)
target_compile_features(confiture_shared INTERFACE cxx_std_20)
target_link_libraries(confiture_shared PRIVATE
  OpenSSL::Crypto TBB::tbb ${yaml_target} fmt::fmt ${CMAKE_DL_LIBS})
if(TARGET uring)
  target_link_libraries(confiture_shared PRIVATE uring)
endif()
if(TARGET confiture_parser)
  target_sources(confiture_shared PRIVATE $<TARGET_OBJECTS:confiture_parser>)
endif()
if(CONFITURE_PG_PARSER STREQUAL "bundled")
  target_link_libraries(confiture_shared PRIVATE pg_query)
elseif(CONFITURE_PG_PARSER STREQUAL "system")
  target_link_libraries(confiture_shared PRIVATE ${PG_QUERY_SHARED_LIBRARY})
endif()
target_link_options(confiture_shared PRIVATE LINKER:--exclude-libs,ALL)
if(NOT CONFITURE_SANITIZE) # whose functions are in the program
  target_link_options(confiture_shared PRIVATE LINKER:--no-undefined)
endif()
set_target_properties(confiture_shared PROPERTIES
  OUTPUT_NAME confiture VERSION ${PROJECT_VERSION} SOVERSION ${soversion}
  LINKER_LANGUAGE CXX EXPORT_NAME shared)
set_target_properties(confiture PROPERTIES EXPORT_NAME static)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/confiture)
install(TARGETS confiture_shared EXPORT shared
  LIBRARY COMPONENT runtime NAMELINK_COMPONENT development
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
set(static_targets confiture)
if(CONFITURE_PG_PARSER STREQUAL "bundled")
  list(APPEND static_targets pg_query)
endif()
install(TARGETS ${static_targets} EXPORT static
  ARCHIVE COMPONENT development
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
foreach(kind IN ITEMS static shared)
  install(EXPORT ${kind} NAMESPACE confiture:: FILE confiture-${kind}.cmake
    DESTINATION ${package_dir} COMPONENT development)
endforeach()

configure_package_config_file(install/confiture-config.cmake.in confiture-config.cmake
  INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(confiture-config-version.cmake COMPATIBILITY ${compatibility})
# Found from where the file lies, so that an installed tree may be moved.
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX
  BASE_DIRECTORY ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig OUTPUT_VARIABLE prefix_from_pc)
set(pc_private_libs "")
set(pc_private_requires "libcrypto >= 3.0, tbb >= 2021, yaml-cpp >= 0.7, fmt >= 9")
if(TARGET uring)
  string(APPEND pc_private_requires ", liburing")
endif()
if(CONFITURE_PG_PARSER STREQUAL "bundled")
  set(pc_private_libs -lconfiture_pg_query)
elseif(CONFITURE_PG_PARSER STREQUAL "system")
  set(pc_private_libs -lpg_query)
endif()
configure_file(install/confiture.pc.in confiture.pc @ONLY)

install(FILES
  ${CMAKE_CURRENT_BINARY_DIR}/confiture-config.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/confiture-config-version.cmake
  DESTINATION ${package_dir} COMPONENT development)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/confiture.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
install(DIRECTORY
  ${PROJECT_SOURCE_DIR}/include/
  ${CMAKE_CURRENT_BINARY_DIR}/include/
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
