# What is installed, as others meet it.

add_test(NAME install.library
  COMMAND bash ${CMAKE_CURRENT_SOURCE_DIR}/install/library_test.sh
    ${PROJECT_BINARY_DIR} ${PROJECT_SOURCE_DIR}/fixtures/shop)
set_tests_properties(install.library PROPERTIES LABELS install TIMEOUT 300)
