# The Python package `confiture_build`, for which Python's headers are needed: its symbols are found
# in the interpreter that loads it. It is installed with a wheel alone.
#
#   AUTO  made where the headers are found
#   ON    the headers have to be there, as for a wheel
#   OFF   left out

if(SKBUILD)
  set(python_default ON)
else()
  set(python_default AUTO)
endif()
set(CONFITURE_PYTHON_MODULE ${python_default} CACHE STRING "Make the Python module: AUTO, ON or OFF")
set_property(CACHE CONFITURE_PYTHON_MODULE PROPERTY STRINGS AUTO ON OFF)

if(CONFITURE_PYTHON_MODULE)
  find_package(Python 3.8 QUIET COMPONENTS Interpreter Development.Module)
  if(NOT Python_FOUND AND NOT CONFITURE_PYTHON_MODULE STREQUAL "AUTO")
    list(APPEND missing_packages python3-dev)
  endif()
endif()

# add_python_module(): once there is a library to make it of.
function(add_python_module)
  if(NOT CONFITURE_PYTHON_MODULE OR NOT Python_FOUND)
    return()
  endif()
  set(package ${CMAKE_CURRENT_SOURCE_DIR}/bindings/python/confiture_build)
  set(directory ${PROJECT_BINARY_DIR}/python/confiture_build) # where tests import it from
  add_library(python_module MODULE bindings/python/core.cpp)
  target_include_directories(python_module PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_include_directories(python_module SYSTEM PRIVATE ${Python_INCLUDE_DIRS})
  target_link_libraries(python_module PRIVATE confiture)
  target_link_options(python_module PRIVATE
    LINKER:--version-script=${CMAKE_CURRENT_SOURCE_DIR}/bindings/python/exports.map)
  set_target_properties(python_module PROPERTIES
    PREFIX "" OUTPUT_NAME _core SUFFIX .abi3.so
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    LIBRARY_OUTPUT_DIRECTORY ${directory})
  file(GLOB files CONFIGURE_DEPENDS ${package}/*)
  add_custom_command(TARGET python_module POST_BUILD
    COMMAND ${CMAKE_COMMAND} -E copy_if_different ${files} ${directory})
  install(TARGETS python_module LIBRARY DESTINATION confiture_build
    COMPONENT python EXCLUDE_FROM_ALL)
endfunction()
