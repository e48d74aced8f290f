#!/usr/bin/env bash
# dialects.sh HEADERS SOURCES CHECK: what generated headers are to compilers. HEADERS is what a writer beside it wrote, CHECK tries them.
#   - gcc and clang take them without a warning of a long list, from C99 and C++98 on; those with string literals from C11 and C++11 on.
#   - clang 19 takes them under -Weverything, except what the list below gives a reason for, and for AVR and MSP430, whose int has 16 bits.
#   - A lookup passes -fsanitize=integer,undefined, and string literals in rows, as Microsoft's compiler sees them, give the same positions.
#   - Large headers, those with string literals and many for text keys, are taken by the first and the last version that can: each version between takes
#     those of few keys (lists.inc), which are of every kind.
#   - A second table of a name is an error that says so, and so is a dialect without string literals where a header needs them.
set -u
headers=$1 sources=$2 check=$3 bad=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
complain() { echo "dialects.sh: $*"; bad=1; }

for file in lists small; do
  printf '#include "%s.inc"\n#include "%s.inc"\nint main(void) { return 0; }\n' $file $file >"$work/$file.c"
done
cp "$sources/header_syntax.c" "$work/all.c"
literals=1 each=all
if [ "$check" != header_check.c ]; then literals=0 each=lists; fi
for file in lists small all; do cp "$work/$file.c" "$work/$file.cpp"; done

warnings="-Wall -Wextra -Wconversion -Wsign-conversion -Wshadow -Wcast-qual -Wcast-align -Wundef -Werror"
cplusplus="-Wold-style-cast"            # of C++ alone
null="-Wzero-as-null-pointer-constant"  # where there is nullptr
take() { # COMPILER FILE FLAGS...
  local compiler=$1 file=$2
  shift 2
  "$compiler" "$@" -fsyntax-only -I"$headers" "$work/$file" 2>"$work/said" || complain "$compiler $* $file: $(grep -m3 -E 'error|warning' "$work/said")"
}
refuse() { # WHAT COMPILER FILE FLAGS...
  local what=$1 compiler=$2 file=$3
  shift 3
  if "$compiler" "$@" -fsyntax-only -I"$headers" "$work/$file" 2>"$work/said"; then complain "$compiler $* $file was taken"; fi
  grep -q "$what" "$work/said" || complain "$compiler $* $file: not said: $what"
}

for c in gcc clang-19; do
  for std in c99 c11 c17 c2x; do
    file=$each.c; [[ $std != c99 && $std != c17 ]] || file=lists.c
    take $c $file -std=$std $warnings
  done
done
for c in g++ clang++-19; do
  take $c lists.cpp -std=c++98 $warnings $cplusplus
  for std in c++11 c++23; do take $c $each.cpp -std=$std $warnings $cplusplus $null; done
  for std in c++14 c++17 c++20; do take $c lists.cpp -std=$std $warnings $cplusplus $null; done
  [ $literals = 0 ] || refuse 'takes C11 or C++11' $c all.cpp -std=c++98
done
[ $literals = 0 ] || refuse 'takes C11 or C++11' clang-19 all.c -std=c99

# -Weverything objects to what C and C++ programs must do, too:
everything="-Weverything -Werror -Wno-unknown-warning-option
  -Wno-c++98-compat -Wno-c++98-compat-pedantic -Wno-c99-compat -Wno-pre-c11-compat -Wno-pre-c23-compat -Wno-declaration-after-statement
  -Wno-padded -Wno-unsafe-buffer-usage -Wno-unused-macros"
# in their order: it warns of each use of a newer version; a struct has the layout that it has; arrays are indexed; a header is not used whole
take clang-19 all.c -std=c11 $everything
take clang-19 lists.c -std=c23 $everything
take clang++-19 all.cpp -std=c++17 $everything
take clang++-19 lists.cpp -std=c++26 $everything

for target in avr msp430; do
  take clang-19 small.c --target=$target -ffreestanding -std=c99 $warnings -Wpedantic -Wno-avr-rtlib-linking-quirks
  take clang++-19 small.cpp --target=$target -ffreestanding -std=c++17 $warnings -Wpedantic -Wno-avr-rtlib-linking-quirks
done

printf '#include "headers.inc"\n#include "twin.h"\n' >"$work/twin.c"
refuse 'two different tables have the name .*: this one of [0-9]* keys, with the keys hash 0x[0-9A-F]*, and the one that has defined PERFECTHASH_H_' gcc twin.c
for c in gcc clang-19; do
  refuse 'PERFECTHASH_H_.* redefined' $c twin.c
  grep -q 'previous definition' "$work/said" && grep -q 'twin.h' "$work/said" || complain "$c does not tell where both tables are"
done

try() { # COMPILER FILE FLAGS...
  local compiler=$1 file=$2
  shift 2
  "$compiler" "$@" -O0 -I"$headers" "$work/$file" -o "$work/check" 2>"$work/said" || { complain "$compiler $*: $(head -3 "$work/said")"; return; }
  "$work/check" "$headers" >"$work/said" 2>&1 && grep -q ' 0 failures' "$work/said" || complain "$compiler $*: $(tail -3 "$work/said")"
}
cp "$sources/$check" "$work/check.c"
cp "$sources/$check" "$work/check.cpp"
# The check itself wraps nothing: whatever traps is a header's.
try clang check.c -std=c11 -fsanitize=integer,undefined -fno-sanitize-recover=all
[ $literals = 1 ] || exit $bad
try clang++ check.cpp -std=c++17 -fsanitize=integer,undefined -fno-sanitize-recover=all
try gcc check.c -std=c11 -DPERFECTHASH_IN_ROWS
try clang++ check.cpp -std=c++17 -DPERFECTHASH_IN_ROWS
exit $bad
