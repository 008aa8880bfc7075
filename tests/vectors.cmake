# One test for each recorded case, `vector.<name>`; see fixtures/cases/README.md.

find_package(nlohmann_json 3.11 REQUIRED)

add_executable(vectors_test
  vectors_test.cpp
  vectors/comparison.cpp
  vectors/document.cpp
  vectors/document_comparison.cpp
  vectors/execution.cpp
  vectors/left_out.cpp
  vectors/mapped_build.cpp
  vectors/recorded_case.cpp
  vectors/result.cpp)
target_include_directories(vectors_test PRIVATE ${PROJECT_SOURCE_DIR}/src)
target_link_libraries(vectors_test
  PRIVATE test_support confiture doctest::doctest nlohmann_json::nlohmann_json)

set(recorded_cases ${PROJECT_SOURCE_DIR}/fixtures/cases)
set(run_vectors vectors_test
  --program=$<TARGET_FILE:confiture-build>
  --fixtures=${recorded_cases})

add_test(NAME vectors.left_out
  COMMAND ${run_vectors} "--test-case=what is left out*")

file(GLOB files CONFIGURE_DEPENDS ${recorded_cases}/*.json)
foreach(file IN LISTS files)
  cmake_path(GET file STEM name)
  add_test(NAME vector.${name}
    COMMAND ${run_vectors} "--test-case=recorded*" --case=${name})
  set_tests_properties(vector.${name} PROPERTIES LABELS vectors TIMEOUT 120)
endforeach()
