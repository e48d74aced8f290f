# Tests that are scripts: exit 0 passed, 77 skipped (with a line "SKIPPED: why"), anything else failed. They find what they need in their
# environment: ROOT the repository, BUILD the preset's folder, BIN its programs, GENERATED the contract's files, WINE scripts/wine.

# script_test(NAME SCRIPT TIMEOUT_SECONDS [ARGS...]). Those that may take longest start first, so that none runs on alone at the end.
function(script_test name script timeout)
  math(EXPR deadline "4 * ${timeout}")    # against hangs; a machine that does much else at once is slow
  add_test(NAME "${name}" COMMAND ${script} ${ARGN} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  # dotnet's compiler would stay as a server that holds the test's output open, so that the test has no end for ten minutes.
  set_tests_properties("${name}" PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT ${deadline} COST ${timeout} ENVIRONMENT
    "ROOT=${PROJECT_SOURCE_DIR};BUILD=${PROJECT_BINARY_DIR};BIN=${PROJECT_BINARY_DIR}/bin;GENERATED=${PROJECT_BINARY_DIR}/generated;WINE=${PROJECT_SOURCE_DIR}/scripts/wine;PERFECTHASH_PREFIX=${testPrefix};UseSharedCompilation=false;MSBUILDDISABLENODEREUSE=1")
endfunction()

# not_lean(NAMES...): tests that only ./test all runs: they need more than ./test installs, or more time than it takes.
function(not_lean)
  set_tests_properties(${ARGN} PROPERTIES LABELS all)
endfunction()

# windows_test(NAME TIMEOUT_SECONDS [ARGS...]): tests/e2e/windows/NAME.sh
function(windows_test name timeout)
  string(JOIN " " title "windows.${name}" ${ARGN})
  script_test("${title}" ${PROJECT_SOURCE_DIR}/tests/e2e/windows/${name}.sh ${timeout} ${ARGN})
  not_lean("${title}")
endfunction()
