# The library as other languages meet it.

enable_language(C)

set(scratch ${CMAKE_CURRENT_BINARY_DIR}/bindings)
file(WRITE ${scratch}/faulty/db/environments/local.yaml
  "database_url: postgresql://localhost/example\ninclude_dirs: [db/schema]\n")
file(WRITE ${scratch}/faulty/db/schema/1.sql "SELECT 1;\n")
file(WRITE ${scratch}/faulty/db/schema/2.sql "/* open\n")

add_executable(c_api_test bindings/c_api_test.c)
set_target_properties(c_api_test PROPERTIES C_STANDARD 99 C_EXTENSIONS OFF)
target_link_libraries(c_api_test PRIVATE confiture)
add_test(NAME bindings.c
  COMMAND c_api_test ${PROJECT_SOURCE_DIR}/fixtures/shop ${scratch}/faulty ${scratch})
set_tests_properties(bindings.c PROPERTIES
  LABELS bindings TIMEOUT 120 ENVIRONMENT SOURCE_DATE_EPOCH=0)

find_package(Python 3.8 QUIET COMPONENTS Interpreter)
if(NOT TARGET python_module OR NOT Python_FOUND)
  message(STATUS "Without tests of the Python module: needs apt-get install python3-dev")
elseif(CONFITURE_SANITIZE)
  message(STATUS "Without tests of the Python module: the interpreter has no sanitizer")
else()
  add_test(NAME bindings.python
    COMMAND ${Python_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/bindings/python_test.py
      ${PROJECT_SOURCE_DIR}/fixtures ${PROJECT_SOURCE_DIR}/README.md
      $<TARGET_FILE_DIR:confiture_shared>)
  set_tests_properties(bindings.python PROPERTIES
    LABELS bindings TIMEOUT 120 ENVIRONMENT PYTHONPATH=${PROJECT_BINARY_DIR}/python)
endif()
