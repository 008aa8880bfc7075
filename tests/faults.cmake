# The program meets faults: calls that fail, signals, full disks, sources that change.

# Preloaded, it makes calls fail; address sanitizer's own allocator does not let itself be replaced.
add_library(faults_preload SHARED faults/preload.cpp)
target_link_libraries(faults_preload PRIVATE ${CMAKE_DL_LIBS})
if(CONFITURE_SANITIZE)
  target_compile_options(faults_preload PRIVATE -fno-sanitize=all)
  target_link_options(faults_preload PRIVATE -fno-sanitize=all)
  target_compile_definitions(faults_preload PRIVATE FAULTS_WITHOUT_MALLOC)
  message(STATUS "No allocation faults under the address sanitizer, which has its own allocator")
else()
  set(memory_tests faults/memory_test.cpp)
endif()

add_executable(fault_tests
  faults/calls_test.cpp
  faults/changing_sources_test.cpp
  faults/output_test.cpp
  faults/project.cpp
  faults/signals_test.cpp
  ${memory_tests})
target_include_directories(fault_tests PRIVATE ${PROJECT_SOURCE_DIR}/src)
target_link_libraries(fault_tests
  PRIVATE test_main test_support confiture doctest::doctest nlohmann_json::nlohmann_json)
target_compile_definitions(fault_tests
  PRIVATE CONFITURE_BUILD_PROGRAM="$<TARGET_FILE:confiture-build>"
          FAULTS_PRELOAD="$<TARGET_FILE:faults_preload>")
add_dependencies(fault_tests confiture-build faults_preload)

doctest_discover_tests(fault_tests PROPERTIES LABELS faults TIMEOUT 300)
