#!/usr/bin/env bash
# natvis.sh ROOT INCLUDE...: each type of debug/PerfectHash.natvis is in a header of src/, and each of its expressions compiles as a statement of
# a function of that type, which sees the fields as a debugger does. CXX names the compiler.
set -u
root=$1; shift
cd "$root" || exit 2
natvis=debug/PerfectHash.natvis
types=$(sed -n 's/.*<Type Name="\([^"]*\)".*/\1/p' $natvis)
[ -n "$types" ] || { echo "$natvis: no types"; exit 1; }

includes=
for type in $types; do
  header=$(grep -rlE "^(typedef )?struct $type \{" src --include='*.h' | head -n 1)
  [ -n "$header" ] || { echo "$natvis: $type is in no header"; exit 1; }
  includes+="#include \"${header#src/}\""$'\n'
done

# Prints a function for each line: its condition, what stands in braces, and what a debugger adds to a view.
functions() {
  awk '
    function expression(text) {
      gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&amp;/, "\\&", text)
      sub(/, *[a-z]+$/, "", text); gsub(/\$i/, "0", text)
      printf "(void)(%s); ", text
    }
    /<Type / { split($0, part, "\""); printf "struct View%s : %s {\n", part[2], part[2] }
    /<\/Type>/ { print "};" }
    / Condition="|<DisplayString|<Item|<Size|<Value/ {
      printf "#line %d \"debug/PerfectHash.natvis\"\nvoid Line%d() { ", NR, NR
      if (match($0, / Condition="[^"]*"/)) expression(substr($0, RSTART + 12, RLENGTH - 13))
      text = $0; sub(/^ *<[^>]*>/, "", text); sub(/<\/[A-Za-z]*>.*/, "", text)
      if (/<DisplayString/)
        while (match(text, /\{[^}]*\}/)) { expression(substr(text, RSTART + 1, RLENGTH - 2)); text = substr(text, RSTART + RLENGTH) }
      else
        expression(text)
      print "}"
    }' $natvis
}

{ printf '%s' "$includes"; functions; } |
  "${CXX:-x86_64-w64-mingw32-g++-posix}" -x c++ -std=c++17 -fsyntax-only -fpermissive -w -DUNICODE -D_UNICODE -DCOBJMACROS -DWIN32_LEAN_AND_MEAN \
    -D_WIN32_WINNT=0x0A00 -Isrc "${@/#/-I}" -
