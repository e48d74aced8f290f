#!/usr/bin/env bash
# names.sh ROOT: a function that a file of src/ keeps to itself has a name of its own, and more than one word, so that a stack trace names the file.
set -u
cd "$1" || exit 2
names=$(find src -name '*.c' | sort | xargs -r awk '
  /^static / && !/;$/ && !/=/ && match($0, /[A-Z][A-Za-z0-9]*\(/) { print substr($0, RSTART, RLENGTH - 1), FILENAME ":" FNR }')
[ -n "$names" ] || { echo "no functions found"; exit 1; }
awk '
  $1 !~ /[a-z0-9][A-Z]/ { print $2 ": " $1 ": a name of one word does not say whose it is"; bad = 1 }
  $1 in seen && split(seen[$1] ":" $2, at, ":") && at[1] != at[3] { print $2 ": " $1 " is also the name of a function at " seen[$1]; bad = 1 }
  { seen[$1] = $2 }
  END { exit bad }' <<<"$names"
