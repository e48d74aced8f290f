#!/usr/bin/env bash
# pairs.sh WRITER SOURCES CHECK: tables as pairs of a .h and a .c file. WRITER writes them, CHECK tries them over every key.
#   - A program in C and in C++ whose headers stand in two of its files holds the data once, and each compiler takes both files without
#     a warning of a long list.
#   - The declarations need no newer language than other headers: from C99 and C++98 on. The data of large tables take C11.
#   - Files that one compiler sees in rows, and another doesn't, are not linked.
set -u
writer=$1 sources=$2 check=$3 bad=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
complain() { echo "pairs.sh: $*"; bad=1; }
mkdir "$work/pairs"
"$writer" "$work/pairs" pairs || { echo "pairs.sh: $writer failed"; exit 1; }
cd "$work" || exit 1

warnings="-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wcast-qual -Wcast-align -Wundef -Wmissing-declarations -Werror"
cp "$sources/$check" check.c
cp "$sources/$check" check.cpp
printf '#include "headers.inc"\n#include "headers.inc"\nint SecondFile(void);\nint SecondFile(void) { return 0; }\n' >second.c
cp second.c second.cpp
compile() { # OUTPUT COMPILER FILE FLAGS...
  local out=$1 compiler=$2 file=$3
  shift 3
  "$compiler" "$@" -Ipairs -c "$file" -o "$out" 2>said || complain "$compiler $* $file: $(grep -m3 -E 'error|warning' said)"
}
run() { # WHAT OBJECTS...
  local what=$1
  shift
  g++ "$@" -o check 2>said || { complain "$what: $(head -3 said)"; return; }
  ./check pairs >said 2>&1 && grep -q ' 0 failures' said || complain "$what: $(tail -3 said)"
}
data() { # FLAGS...
  for file in pairs/*.c; do printf '#include "%s"\n' "$file"; done >data.c
  compile data.o gcc data.c -I. -std=c11 $warnings "$@"
}

data
compile check_c.o gcc check.c -O0 -std=c11 $warnings
compile second_c.o gcc second.c -std=c99 $warnings
run "in C" check_c.o second_c.o data.o
compile check_cpp.o g++ check.cpp -O1 -std=c++11 $warnings
compile second_cpp.o clang++ second.cpp -std=c++98 $warnings -Wno-c++11-long-long
run "in C++" check_cpp.o second_cpp.o data.o
own=$(nm check_cpp.o second_cpp.o | grep -E ' [bdrBDR] .*(Slots|Data|Records|Keys|Values|Seeds)$' | head -3)
[ -z "$own" ] || complain "a file that includes a header has data of its own: $own"

grep -q InRows pairs/*.h || exit $bad
compile rows.o gcc check.c -O0 -std=c11 -DPERFECTHASH_IN_ROWS $warnings
if g++ rows.o second_c.o data.o -o mixed 2>said; then complain "rows were linked with data that has none"; fi
grep -q 'InRows' said || complain "rows without data: $(head -3 said)"
data -DPERFECTHASH_IN_ROWS
run "in rows" rows.o second_c.o data.o
exit $bad
