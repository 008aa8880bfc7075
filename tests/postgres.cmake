# With a real PostgreSQL: whether what is said of a schema is what the server says. Skipped where
# there is none.

if(NOT CONFITURE_PG_PARSER STREQUAL "off")
  add_executable(postgres_tests
    postgres/main.cpp
    postgres/server.cpp
    postgres/lint_fixtures_test.cpp
    postgres/load_order.cpp
    postgres/object_orders_test.cpp
    postgres/planted_faults_test.cpp
    postgres/shop_order_test.cpp
    postgres/two_pass_load_test.cpp)
  if(TARGET libpq)
    target_sources(postgres_tests PRIVATE
      postgres/apply_test.cpp
      postgres/dump_test.cpp
      postgres/seeds_test.cpp)
    target_compile_definitions(postgres_tests PRIVATE HAS_DATABASE)
  endif()
  target_include_directories(postgres_tests PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(postgres_tests
    PRIVATE test_support confiture nlohmann_json::nlohmann_json doctest::doctest)
  target_compile_definitions(postgres_tests
    PRIVATE CONFITURE_BUILD_PROGRAM="$<TARGET_FILE:confiture-build>"
            CONFITURE_README="${PROJECT_SOURCE_DIR}/README.md"
            FAULTS_PRELOAD="$<TARGET_FILE:faults_preload>"
            LINT_EXAMPLES="${PROJECT_SOURCE_DIR}/fixtures/lint"
            POSTGRES_SERVER_SCRIPT="${CMAKE_CURRENT_SOURCE_DIR}/postgres/server.sh"
            SHOP_DIRECTORY="${PROJECT_SOURCE_DIR}/fixtures/shop")

  add_dependencies(postgres_tests confiture-build faults_preload)
  add_test(NAME postgres COMMAND postgres_tests)
  set_tests_properties(postgres PROPERTIES LABELS postgres SKIP_RETURN_CODE 77 TIMEOUT 300)
endif()
