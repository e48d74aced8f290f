#!/usr/bin/env bash
# tsan.sh ROOT OBJECT...: the pure parts of the runtime that threads share, under ThreadSanitizer. The objects are doctest's, which is not under test.
set -eu
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cd "$1"
shift
flags="-O1 -g -fsanitize=thread -Wall -Wextra -Werror -Isrc"
for file in check rundown in_flight parking timer_heap; do
  gcc -std=c11 $flags -c src/runtime/pure/$file.c -o "$out/$file.o"
done
test=tests/runtime/pure/threads_test.cpp
g++ -std=c++17 $flags $test tests/support/main.cpp "$out"/*.o "$@" -o "$out/threads" -pthread
output=$("$out/threads" 2>&1) || { echo "$output" | head -n 60; exit 1; }
# Cases that were run, not just selected.
cases=$(grep -c '^TEST_CASE' $test)
[ "$cases" -gt 0 ] && grep -q "test cases: *$cases | *$cases passed" <<<"$output" || { echo "$output"; exit 1; }
