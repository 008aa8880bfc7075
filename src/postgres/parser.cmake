# PostgreSQL's own parser, libpg_query, as target `pg_query`; none when CONFITURE_PG_PARSER is off.
#
#   bundled  PostgreSQL 18: the folder `libpg_query` (BSD licence) of the source distribution of the
#            Python package pglast, which pip fetches when this is configured
#   system   the distribution's libpg-query-dev; PostgreSQL 15 in Debian 12
#   off      what needs a parser is refused

set(CONFITURE_PG_PARSER bundled CACHE STRING "PostgreSQL's parser: bundled, system or off")
set_property(CACHE CONFITURE_PG_PARSER PROPERTY STRINGS bundled system off)

set(pglast_version 8.7)
set(pglast_sha256 7729abdc12a9949c8cc96e5cae0ba353943d3f12b0c17b09a049572bfa206e15)

# Puts the sources of libpg_query below `directory`, once.
function(fetch_libpg_query directory)
  set(archive ${directory}/pglast-${pglast_version}.tar.gz)
  if(NOT EXISTS ${archive})
    find_program(CONFITURE_PYTHON NAMES python3 python)
    message(STATUS "Fetching libpg_query of pglast ${pglast_version} with pip")
    if(CONFITURE_PYTHON)
      execute_process(
        COMMAND ${CONFITURE_PYTHON} -m pip download --quiet --no-deps --no-binary pglast
                --dest ${directory} pglast==${pglast_version}
        RESULT_VARIABLE result ERROR_VARIABLE output OUTPUT_VARIABLE output)
    else()
      set(output "there is no python3")
    endif()
    if(NOT EXISTS ${archive})
      message(FATAL_ERROR
        "PostgreSQL's parser cannot be fetched with pip (apt-get install python3-pip):\n${output}\n"
        "Choose another one:\n"
        "  -DCONFITURE_PG_PARSER=system  that of the package libpg-query-dev\n"
        "  -DCONFITURE_PG_PARSER=off     none: without lint, --two-pass and --warn-duplicates")
    endif()
  endif()
  file(SHA256 ${archive} sha256)
  if(NOT sha256 STREQUAL pglast_sha256)
    file(REMOVE ${archive})
    message(FATAL_ERROR
      "pglast-${pglast_version}.tar.gz is not the file that this was written for:\n"
      "  expected SHA-256 ${pglast_sha256}\n  found            ${sha256}")
  endif()
  if(NOT EXISTS ${directory}/pglast-${pglast_version}/libpg_query/pg_query.h)
    file(ARCHIVE_EXTRACT INPUT ${archive} DESTINATION ${directory}
      PATTERNS "pglast-${pglast_version}/libpg_query/*")
  endif()
endfunction()

# The parser and its JSON alone; what that package has of Protocol Buffers cannot be compiled, as it
# lacks the files that their compiler makes.
function(add_bundled_parser)
  set(directory ${PROJECT_BINARY_DIR}/libpg_query)
  file(MAKE_DIRECTORY ${directory})
  fetch_libpg_query(${directory})
  set(root ${directory}/pglast-${pglast_version}/libpg_query)
  file(GLOB sources CONFIGURE_DEPENDS ${root}/src/postgres/*.c)
  add_library(pg_query STATIC
    ${sources}
    ${root}/src/pg_query.c
    ${root}/src/pg_query_outfuncs_json.c
    ${root}/src/pg_query_parse.c
    ${CMAKE_CURRENT_SOURCE_DIR}/postgres/no_protobuf.c)
  set_target_properties(pg_query PROPERTIES
    OUTPUT_NAME confiture_pg_query POSITION_INDEPENDENT_CODE ON)
  target_include_directories(pg_query SYSTEM
    PUBLIC $<BUILD_INTERFACE:${root}>
    PRIVATE ${root}/src/include ${root}/src/postgres/include ${root}/vendor)
  # Others' code: its warnings cannot be mended here, and no one steps through it. It counts on
  # overflow that wraps and on types that share memory.
  target_compile_options(pg_query PRIVATE
    -w -O2 -g0 -fwrapv -fno-strict-aliasing -ffunction-sections -fdata-sections)
endfunction()

function(add_system_parser)
  find_path(PG_QUERY_INCLUDE_DIR pg_query.h)
  find_library(PG_QUERY_LIBRARY NAMES libpg_query.a pg_query)
  if(NOT PG_QUERY_INCLUDE_DIR OR NOT PG_QUERY_LIBRARY)
    list(APPEND missing_packages libpg-query-dev)
    set(missing_packages ${missing_packages} PARENT_SCOPE)
    return()
  endif()
  add_library(pg_query UNKNOWN IMPORTED GLOBAL)
  set_target_properties(pg_query PROPERTIES
    IMPORTED_LOCATION ${PG_QUERY_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${PG_QUERY_INCLUDE_DIR})
  # The archive is not for shared libraries: its variables of threads have fixed places.
  find_library(PG_QUERY_SHARED_LIBRARY NAMES pg_query)
endfunction()

if(CONFITURE_PG_PARSER STREQUAL "bundled")
  enable_language(C)
  add_bundled_parser()
elseif(CONFITURE_PG_PARSER STREQUAL "system")
  add_system_parser()
elseif(NOT CONFITURE_PG_PARSER STREQUAL "off")
  message(FATAL_ERROR
    "CONFITURE_PG_PARSER is '${CONFITURE_PG_PARSER}': it has to be bundled, system or off")
endif()
