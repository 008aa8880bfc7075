# A configuration that lacks two libraries names both packages.

add_test(NAME packages.missing
  COMMAND ${CMAKE_COMMAND} -S ${PROJECT_SOURCE_DIR} -B ${CMAKE_CURRENT_BINARY_DIR}/packages
    -G ${CMAKE_GENERATOR} -DBUILD_TESTING=OFF
    -DCMAKE_DISABLE_FIND_PACKAGE_fmt=ON -DCMAKE_DISABLE_FIND_PACKAGE_CLI11=ON)
set_tests_properties(packages.missing PROPERTIES
  TIMEOUT 120 PASS_REGULAR_EXPRESSION "apt-get install libfmt-dev libcli11-dev")
