#!/usr/bin/env bash
# tests_shape.sh ROOT: tests/ mirrors src/. Each C++ file of a layer's tests is tests/LAYER/FOLDER/NAME_test.cpp, where src/LAYER/FOLDER exists, and
# opens with a comment of two sentences or more that says what it proves. Names each file that does not.
set -u
cd "$1" || exit 2
others='debug e2e fuzz repo support'      # folders of tests/ that are no layer's
bad=0 seen=0
complain() { echo "$1: $2"; bad=1; }

while read -r file; do
  layer=${file#tests/} layer=${layer%%/*}
  [[ " $others " != *" $layer "* ]] || continue
  [ -d "src/$layer" ] || { complain "$file" "src/ has no layer $layer"; continue; }
  [[ $file == *.cpp || $file == *.h ]] || continue
  seen=$((seen + 1))
  [[ $file == tests/*/*/*_test.cpp ]] || complain "$file" "a test is tests/LAYER/FOLDER/NAME_test.cpp; what tests share is in tests/support"
  [ -d "src/$(dirname "${file#tests/}")" ] || complain "$file" "src/ has no such folder"
  comment=$(awk 'NR == 1 && !/^\/\*/ { exit } { print } /\*\// { exit }' "$file")
  [ "$(grep -oE '[.]([[:space:]]|$)' <<<"$comment" | wc -l)" -ge 2 ] || complain "$file" "does not open with a paragraph that says what it proves"
done < <(find tests -type f -not -path tests/CMakeLists.txt | sort)
[ $seen -gt 0 ] || { echo "no tests found"; exit 1; }
exit $bad
