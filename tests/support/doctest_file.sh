#!/usr/bin/env bash
# doctest_file.sh PROGRAM ARGS...: runs a test program under Wine, whose exit code alone proves nothing: a process that ends itself from another
# thread than its first, as one does that hangs, may end with 0. So a file's cases have passed when the program says so, too.
run=("$(dirname "$(readlink -f "$0")")/../../scripts/wine" --test "$@")
# Wine starts a desktop for the first window, which holds stderr for as long as it likes: CTest would wait for it.
errors=$(mktemp)
output=$("${run[@]}" 2>"$errors")
code=$?
printf '%s\n' "$output"
cat "$errors" >&2
rm "$errors"
[ $code != 0 ] || grep -q '^\[doctest\] Status: SUCCESS!' <<<"$output" || { echo 'the program ended early'; code=1; }
exit $code
