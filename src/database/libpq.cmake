# PostgreSQL's client library as target `libpq`: its header here, itself where the program runs.
# None where databases are not to be used.
#
#   AUTO  used where the header is found
#   ON    the header has to be there
#   OFF   what needs a database is refused

set(CONFITURE_DATABASE AUTO CACHE STRING "Whether to use databases, through libpq: AUTO, ON or OFF")
set_property(CACHE CONFITURE_DATABASE PROPERTY STRINGS AUTO ON OFF)

if(CONFITURE_DATABASE)
  find_path(LIBPQ_INCLUDE_DIR libpq-fe.h PATH_SUFFIXES postgresql pgsql)
  mark_as_advanced(LIBPQ_INCLUDE_DIR)
  if(LIBPQ_INCLUDE_DIR)
    add_library(libpq INTERFACE)
    target_include_directories(libpq SYSTEM INTERFACE ${LIBPQ_INCLUDE_DIR})
  elseif(NOT CONFITURE_DATABASE STREQUAL "AUTO")
    list(APPEND missing_packages libpq-dev)
  endif()
endif()
