# The program as it is installed has what src/hardening.cmake asks for.

if(CONFITURE_HARDENED)
  add_test(NAME hardening
    COMMAND bash ${CMAKE_CURRENT_SOURCE_DIR}/hardening_test.sh $<TARGET_FILE:confiture-build>)
  set_tests_properties(hardening PROPERTIES TIMEOUT 120)
endif()
