#!/usr/bin/env bash
# server.sh CONFIGURATION: the COM tests pass with the server of PerfectHash.sln too.
. "$(dirname "$0")/tools.inc"
export PERFECTHASH_TEST_DLL=$ROOT/build/msvc/$1/bin/PerfectHash.dll
[ -s "$PERFECTHASH_TEST_DLL" ] || { echo "$PERFECTHASH_TEST_DLL was not built"; exit 1; }
output=$("$WINE" --test "$BIN/com_tests.exe" 2>&1)
status=$?
echo "$output"
[ $status -eq 0 ] && grep -q 'Status: SUCCESS' <<<"$output"
