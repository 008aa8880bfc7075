# The script behind action.yml, with a runner's variables set.

add_test(NAME action
  COMMAND bash ${CMAKE_CURRENT_SOURCE_DIR}/action_test.sh
    ${PROJECT_SOURCE_DIR} $<TARGET_FILE:confiture-build>)
set_tests_properties(action PROPERTIES TIMEOUT 120)
