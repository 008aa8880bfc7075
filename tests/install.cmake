# What is installed, as others meet it.

add_test(NAME install.library
  COMMAND bash ${CMAKE_CURRENT_SOURCE_DIR}/install/library_test.sh
    ${PROJECT_BINARY_DIR} ${PROJECT_SOURCE_DIR}/fixtures/shop)
set_tests_properties(install.library PROPERTIES LABELS install TIMEOUT 300)

# vcpkg reads no CMake.
file(READ ${PROJECT_SOURCE_DIR}/vcpkg.json vcpkg)
string(JSON vcpkg_version GET ${vcpkg} version)
if(NOT vcpkg_version STREQUAL PROJECT_VERSION)
  message(FATAL_ERROR "vcpkg.json has version ${vcpkg_version}, the project ${PROJECT_VERSION}")
endif()

# Skipped where that cannot be, such as in a shell that is not there.
find_program(CONFITURE_PYTHON NAMES python3 python)
if(CONFITURE_PYTHON)
  foreach(shell bash zsh fish)
    add_test(NAME completions_${shell}
      COMMAND ${CONFITURE_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/install/completions_test.py
        ${shell} ${PROJECT_BINARY_DIR})
    set_tests_properties(completions_${shell}
      PROPERTIES LABELS install SKIP_RETURN_CODE 77 TIMEOUT 120)
  endforeach()
  add_test(NAME manual
    COMMAND ${CONFITURE_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/install/manual_test.py
      ${PROJECT_BINARY_DIR} ${PROJECT_SOURCE_DIR})
  set_tests_properties(manual PROPERTIES LABELS install SKIP_RETURN_CODE 77 TIMEOUT 120)
else()
  message(STATUS "No tests of what is installed: there is no python3")
endif()
