#!/usr/bin/env bash
# tsan.sh ROOT: the pure parts of the runtime that threads share, under ThreadSanitizer.
set -eu
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cd "$1"
flags="-O1 -g -fsanitize=thread -Wall -Wextra -Werror -Isrc"
for file in check rundown in_flight parking timer_heap; do
  gcc -std=c11 $flags -c src/runtime/pure/$file.c -o "$out/$file.o"
done
g++ -std=c++17 $flags -DDOCTEST_CONFIG_IMPLEMENT_WITH_MAIN tests/runtime/pure/threads_test.cpp "$out"/*.o -o "$out/threads" -pthread
output=$("$out/threads" 2>&1) || { echo "$output" | head -n 60; exit 1; }
# Cases that were run, not just selected.
cases=$(grep -c '^TEST_CASE' tests/runtime/pure/threads_test.cpp)
[ "$cases" -gt 0 ] && grep -q "test cases: *$cases | *$cases passed" <<<"$output" || { echo "$output"; exit 1; }
