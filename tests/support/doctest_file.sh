#!/usr/bin/env bash
# doctest_file.sh PROGRAM ARGS...: runs a test program under Wine, whose exit code alone proves nothing: a process that ends itself from another
# thread than its first, as one does that hangs, may end with 0. So a file's cases have passed when the program says so, too.
# On a busy machine a program whose cases have all passed now and then ends with another code than its own, even when it has neither COM nor
# workers. So such a one runs again: what crashes as it ends does it twice.
program=("$(dirname "$(readlink -f "$0")")/../../scripts/wine" --test "$@")
# Wine starts a desktop for the first window, which holds stderr for as long as it likes: CTest would wait for it.
errors=$(mktemp)
trap 'rm "$errors"' EXIT
for _ in once again; do
  output=$("${program[@]}" 2>"$errors")
  code=$?
  printf '%s\n' "$output"
  cat "$errors" >&2
  succeeded=$(grep -c '^\[doctest\] Status: SUCCESS!' <<<"$output")
  [ $code != 0 ] && [ "$succeeded" = 1 ] || break
  echo "the program succeeded and ended with $code"
done
[ $code != 0 ] || [ "$succeeded" = 1 ] || { echo 'the program ended early'; code=1; }
exit $code
