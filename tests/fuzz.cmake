# Programs that look for inputs on which a reader fails, with Clang's libFuzzer; tests/fuzz/run.sh
# runs them. As tests they take the inputs in fixtures/fuzz once.

foreach(target bundle config glob header manifest order source_map template text yaml)
  add_executable(${target}_fuzz fuzz/${target}_fuzz.cpp)
  target_include_directories(${target}_fuzz PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(${target}_fuzz PRIVATE confiture test_support)
  target_link_options(${target}_fuzz PRIVATE -fsanitize=fuzzer)
  file(GLOB inputs CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/fixtures/fuzz/${target}/*)
  add_test(NAME fuzz.${target} COMMAND ${target}_fuzz ${inputs})
  set_tests_properties(fuzz.${target} PROPERTIES LABELS fuzz TIMEOUT 120)
endforeach()
