#!/usr/bin/env bash
# names.sh ROOT: a function that a file of src/ keeps to itself has a name of its own, and more than one word, so that a stack trace names the file.
# One that a file gives to others has a name that no other file gives, as a linker takes one of two from libraries without a word.
set -u
cd "$1" || exit 2
# Each function as "static FILE:LINE NAME" or "public FILE:LINE NAME"; a declaration ends with a semicolon and does not count.
names=$(find src -name '*.[ch]' | sort | xargs -r awk '
  FNR == 1 { head = "" }
  /^[A-Za-z_].*[A-Za-z0-9_]\(/ && !/^typedef/ && !/=/ && match($0, /[A-Z][A-Za-z0-9]*\(/) { head = substr($0, RSTART, RLENGTH - 1); kind = /^static / && FILENAME ~ /c$/ ? "static" : "public"; at = FILENAME ":" FNR }
  /;$/ { head = "" }
  /^\{/ && head != "" { print kind, at, head; head = "" }')
[ -n "$names" ] || { echo "no functions found"; exit 1; }
awk '
  $1 == "static" && $3 !~ /[a-z0-9][A-Z]/ { print $2 ": " $3 ": a name of one word does not say whose it is"; bad = 1 }
  $3 in seen && ($1 == "static" || kind[$3] == "static") { print $2 ": " $3 " is also the name of a function at " seen[$3]; bad = 1 }
  $1 == "public" && $2 ~ /\.c:/ { split($2, place, ":"); if ($3 in given && given[$3] != place[1]) { print $2 ": " $3 " is also given by " given[$3]; bad = 1 } given[$3] = place[1] }
  { seen[$3] = $2; kind[$3] = $1 }
  END { exit bad }' <<<"$names"
