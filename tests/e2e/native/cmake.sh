#!/usr/bin/env bash
# cmake.sh GENERATOR [PROGRAM.exe]: samples/cmake is built against an installed package that was moved to a folder with a blank. A second build runs nothing, a changed line
# runs one thing, a wrong line fails with its file and line, a changed option runs again, and clean removes what was made.
set -u
generator=$1 exe=${2-} work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
complain() { echo "cmake.sh, $generator: $*"; tail -n 20 "$work/said"; exit 1; }
says() { grep -qF -- "$1" "$work/said" || complain "does not say: $1"; }
makes() { # COUNT: so many tables were made by the last build
  local made
  made=$(grep -c 'Making ' "$work/said")
  [ "$made" = "$1" ] || complain "$made tables were made, not $1"
}
build() { cmake --build "$work/the [b] build" "$@" >"$work/said" 2>&1; }
unset MAKEFLAGS MFLAGS

installed=$BUILD options=()
if [ "$exe" ]; then # the generator is this program, under Wine
  installed=$ROOT/build/native options=(-DPERFECTHASH_PROGRAM="$exe" "-DPERFECTHASH_EMULATOR=$WINE;--test")
  [ -x "$installed/bin/perfecthash" ] || "$ROOT/scripts/build" native perfecthash || exit 1
fi
cmake --install "$installed" --prefix "$work/first" >"$work/said" 2>&1 || complain 'the package is not installed'
mv "$work/first" "$work/in stalled"
cp -r "$ROOT/samples/cmake" "$work/a sample"
mv "$work/a sample/status_codes.txt" "$work/a sample/status codes.txt"
sed -i 's/status_codes.txt/"status codes.txt"/' "$work/a sample/CMakeLists.txt"
sed -i 's/status_codes.h/status codes.h/' "$work/a sample/main.c"
cd "$work" || exit 2
configure() {
  cmake -S "$work/a sample" -B "$work/the [b] build" -G "$generator" -DCMAKE_PREFIX_PATH="$work/in stalled" "${options[@]}" >"$work/said" 2>&1 || complain 'cannot be configured'
}
cmake -S 'a sample' -B missing -G "$generator" -DCMAKE_PREFIX_PATH="$work/in stalled" -DPERFECTHASH_PROGRAM=/nowhere/x >"$work/said" 2>&1
says 'PERFECTHASH_PROGRAM is /nowhere/x'
configure
build || complain 'cannot be built'
makes 2
"the [b] build/opcodes" jump nop 404 405 >"$work/said"
says 'jump: code 16, operands 1'
says 'nop: no opcode'
says '404: status code number 2'
says '405: no status code'

build || complain 'the second build fails'
makes 0
! grep -qE 'Building|Linking' "$work/said" || complain 'the second build builds'

sleep 0.01
echo 'nop,0,0' >>'a sample/opcodes.csv'
build || complain 'a changed line cannot be built'
makes 1
"the [b] build/opcodes" nop >"$work/said"
says 'nop: code 0, operands 0'

echo 'halt,300,0' >>'a sample/opcodes.csv'
! build || complain 'a wrong line is built'
says "$work/a sample/opcodes.csv:8:6: error: column \"code\": the cell is not of its column's type, u8: \"300\"."
sed -i '$d' 'a sample/opcodes.csv'
echo 404 >>'a sample/status codes.txt'
! build || complain 'a line that is there twice is built'
says "$work/a sample/status codes.txt:6:1: error: the key 404 occurs twice, on lines 4 and 6."
sed -i '$d' 'a sample/status codes.txt'
build || complain 'the mended files cannot be built'

sed -i 's/--Contains/--Contains --RngSeed=5/' 'a sample/CMakeLists.txt'
build || complain 'a changed option cannot be built'
makes 1
build --target clean
! find 'the [b] build' -name '*.h' | grep . >"$work/said" || complain 'clean leaves a header'

# So is a changed file of values.
printf '1\n2\n' >'a sample/ages.txt'
printf '%s\n' 'add_library(colours INTERFACE)' 'perfecthash_generate(TARGET colours KEYS colours.txt)' 'target_link_libraries(opcodes PRIVATE colours)' >>'a sample/CMakeLists.txt'
printf 'red\nblue\n' >'a sample/colours.txt'
build || complain 'a table of an INTERFACE library cannot be built'
[ -s 'the [b] build/perfecthash/colours/colours.h' ] || complain 'an INTERFACE library makes no table'
printf '\1\2' >'a sample/ages.txt.values'
echo 'perfecthash_generate(TARGET opcodes KEYS ages.txt OPTIONS --ValueBits=8)' >>'a sample/CMakeLists.txt'
build || complain 'a table of values cannot be built'
printf '\1\3' >'a sample/ages.txt.values'
build || complain 'changed values cannot be built'
makes 1

# The package may be found in another folder than its function is called in.
mkdir 'a sample/inner'
echo 'find_package(PerfectHash CONFIG REQUIRED)' >'a sample/inner/CMakeLists.txt'
sed -i 's/^find_package.*/add_subdirectory(inner)/' 'a sample/CMakeLists.txt'
build || complain 'found in an inner folder, it cannot be built'
"the [b] build/opcodes" jump >"$work/said"
says 'jump: code 16'

# What is wrong with a call, or with the installation, is said when it is configured.
cp 'a sample/CMakeLists.txt' .
for option in --Outputs=Cpp --outputfile=x.h '"-o x.h"' '-o x.h' --PrintOutputs; do
  echo "perfecthash_generate(TARGET opcodes KEYS red.txt OPTIONS --Contains $option)" >>'a sample/CMakeLists.txt'
  ! cmake -S 'a sample' -B 'the [b] build' >"$work/said" 2>&1 || complain "$option is configured"
  says 'perfecthash_generate: OPTIONS -'
  cp CMakeLists.txt 'a sample'
done
echo 'perfecthash_generate(TARGET opcodes KEYS opcodes.csv)' >>'a sample/CMakeLists.txt'
! cmake -S 'a sample' -B 'the [b] build' >"$work/said" 2>&1 || complain 'two tables of one name are configured'
says 'would both become'
