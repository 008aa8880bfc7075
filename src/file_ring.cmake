# liburing as target `uring`; without it files are read by one call after the other.
#
#   AUTO  used where it is found
#   ON    it has to be there
#   OFF   not used

set(CONFITURE_IO_URING AUTO CACHE STRING "Whether to read through io_uring: AUTO, ON or OFF")
set_property(CACHE CONFITURE_IO_URING PROPERTY STRINGS AUTO ON OFF)

if(CONFITURE_IO_URING)
  find_path(URING_INCLUDE_DIR liburing.h)
  find_library(URING_LIBRARY NAMES liburing.a uring) # it starts faster than the shared one
  mark_as_advanced(URING_INCLUDE_DIR URING_LIBRARY)
  if(URING_INCLUDE_DIR AND URING_LIBRARY)
    add_library(uring UNKNOWN IMPORTED)
    set_target_properties(uring PROPERTIES
      IMPORTED_LOCATION ${URING_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${URING_INCLUDE_DIR})
  elseif(NOT CONFITURE_IO_URING STREQUAL "AUTO")
    list(APPEND missing_packages liburing-dev)
  endif()
endif()
