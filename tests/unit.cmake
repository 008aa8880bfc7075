# The unit tests, one file a module; CTest lists every test case by its own name.

add_executable(findings_sample findings/sample.cpp)
target_link_libraries(findings_sample PRIVATE confiture_cli confiture)

add_executable(unit_tests
  allowances_test.cpp
  artifact_test.cpp
  build_systems_test.cpp
  build_test.cpp
  bundle_file_test.cpp
  bundle_parts_test.cpp
  changes_test.cpp
  check_command_test.cpp
  check_property_test.cpp
  check_test.cpp
  command_test.cpp
  completion_test.cpp
  config_test.cpp
  config_value_test.cpp
  deliberate_test.cpp
  depfile_command_test.cpp
  depfile_test.cpp
  digest_test.cpp
  discover_test.cpp
  environment_file_test.cpp
  error_test.cpp
  file_ring_test.cpp
  findings_delivery_test.cpp
  findings_test.cpp
  glob_test.cpp
  hash_files_test.cpp
  header_test.cpp
  if_changed_test.cpp
  integer_test.cpp
  json_test.cpp
  line_endings_test.cpp
  locate_command_test.cpp
  lint_rules_test.cpp
  manifest_test.cpp
  options_test.cpp
  order_test.cpp
  path_test.cpp
  pipeline_test.cpp
  psql_output_test.cpp
  progress_line_test.cpp
  read_changes_test.cpp
  read_test.cpp
  report_test.cpp
  seeds_test.cpp
  selection_test.cpp
  separator_test.cpp
  source_lines_test.cpp
  source_map_build_test.cpp
  source_map_file_test.cpp
  source_map_property_test.cpp
  source_map_test.cpp
  source_text_test.cpp
  split_test.cpp
  sql_scanner_test.cpp
  sql_statements_test.cpp
  suggest_test.cpp
  text_position_test.cpp
  text_test.cpp
  timings_test.cpp
  units_test.cpp
  utf8_test.cpp
  write_test.cpp
  yaml_test.cpp
  yaml_tokens_test.cpp
  yaml_value_test.cpp)
if(NOT CONFITURE_PG_PARSER STREQUAL "off")
  target_sources(unit_tests PRIVATE
    duplicates_test.cpp
    foreign_keys_test.cpp
    forward_references_test.cpp
    inventory_test.cpp
    lint_command_test.cpp
    lint_test.cpp
    locate_map_test.cpp
    parsed_text_test.cpp
    postgres_parser_test.cpp
    two_pass_test.cpp
    type_name_test.cpp)
endif()
if(TARGET libpq)
  target_sources(unit_tests PRIVATE
    database_address_test.cpp
    failure_causes_test.cpp
    refusals_test.cpp
    seed_run_test.cpp
    statement_run_test.cpp)
endif()
target_link_libraries(unit_tests
  PRIVATE confiture_cli confiture test_main test_support doctest::doctest)
target_compile_definitions(unit_tests
  PRIVATE CONFITURE_BUILD_PROGRAM="$<TARGET_FILE:confiture-build>"
  CONFITURE_README="${PROJECT_SOURCE_DIR}/README.md"
          CONFITURE_FIXTURES="${PROJECT_SOURCE_DIR}/fixtures"
          FINDINGS_SAMPLE_PROGRAM="$<TARGET_FILE:findings_sample>")
add_dependencies(unit_tests confiture-build findings_sample)

doctest_discover_tests(unit_tests PROPERTIES LABELS unit TIMEOUT 120)

# The program at its boundary: bad input, bad configurations, scarce resources.
add_executable(bad_input_tests
  configuration_faults_test.cpp
  input_faults_test.cpp
  secret_test.cpp
  thread_faults_test.cpp)
target_link_libraries(bad_input_tests
  PRIVATE confiture_cli confiture test_main test_support doctest::doctest)
target_compile_definitions(bad_input_tests
  PRIVATE CONFITURE_BUILD_PROGRAM="$<TARGET_FILE:confiture-build>")
add_dependencies(bad_input_tests confiture-build)

doctest_discover_tests(bad_input_tests PROPERTIES LABELS bad_input TIMEOUT 600)
