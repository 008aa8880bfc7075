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
