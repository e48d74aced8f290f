#!/usr/bin/env bash
# The C and the C++ that gperf 3.1 writes for the simplest list of keywords name size_t and strcmp but include no header, so neither compiles alone. With -I
# (--includes) it does include one.
. "$(dirname "$0")/debian.sh"
debian gperf=3.1-1
gperf=$work/root/usr/bin/gperf
printf 'get\nput\nend\n' >"$work/keywords"

for language in ANSI-C C++; do
  suffix=c; [ $language = ANSI-C ] || suffix=cpp
  "$gperf" -L $language "$work/keywords" >"$work/table.$suffix"
  same 0 "$(grep -c '#include' "$work/table.$suffix" || true)"
  ! gcc -c -o "$work/table.o" "$work/table.$suffix" 2>"$work/errors"
  same 'unknown type size_t' "$(grep -q -E "size_t.* (has not been declared|does not name a type)|unknown type name .size_t" "$work/errors" && echo unknown type size_t)"
  "$gperf" -I -L $language "$work/keywords" >"$work/table.$suffix"
  gcc -c -o "$work/table.o" "$work/table.$suffix"
done
