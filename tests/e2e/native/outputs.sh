#!/usr/bin/env bash
# The outputs beside the code: tests and benchmarks of tables of each kind are compiled and run, by gcc, by clang and by the CMakeLists.txt, and the crate by
# cargo; a table that is damaged fails its test; and what has nothing to build is refused by name. A second build by CMake runs nothing.
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
complain() { echo "outputs.sh: $*"; tail -n 20 "$work/said"; exit 1; }
make() { # NAME KEYS OUTPUTS OPTIONS...: into the folder NAME
  rm -rf "$work/made"
  "$BIN/perfecthash" "$2" "$work/made" --Name="$1" --Outputs="$3" --Quiet "${@:4}" >"$work/said" 2>&1 || return 1
  rm -rf "$work/$1"
  mv "$work/made"/* "$work/$1"
}
refuses() { # WHY KEYS OUTPUTS OPTIONS...
  ! make Refused "${@:2}" || complain "$2 has $3, with ${*:4}"
  grep -qF -- "$1" "$work/said" || complain "it does not say: $1"
  [ -z "$(find "$work/made" -type f 2>/dev/null)" ] || complain "refused, $3 leaves files"
}
seq 7 13 30000 >"$work/small.txt"
seq 5000000000 77777777 90000000000 >"$work/long.txt"
seq 1 500000 2000000000 >"$work/more.txt"
printf '4294967295\n' >"$work/one.txt"
seq 100 7 149 >"$work/few.txt"
printf '\1\2\3\5\10\15\25\42' >"$work/few.txt.values"
printf 'GET\nPOST\n' >"$work/words.txt"
{ seq -f 'key %g' 3000; echo; head -c 60000 /dev/zero | tr '\0' x; echo; } >"$work/many.txt"
printf '{%s1234567-89ab-cdef-0123-456789abcdef}\n' 0 1 2 >"$work/guids.txt"
printf 'code,name,id,x,state:enum\n1,a,{01234567-89ab-cdef-0123-456789abcdef},1.5,up\n2,"b ""2""",{11234567-89ab-cdef-0123-456789abcdef},-0.0,down\n' >"$work/rows.csv"
flags=(-O1 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)

try() { # COMPILER NAME
  local program pair=("$work/$2"/*[!tk].c)     # neither _test.c nor _benchmark.c
  [ -e "${pair[0]}" ] || pair=()
  for program in ${3-} test; do
    "$1" -std=c11 "${flags[@]}" "$work/$2"/*_$program.c "${pair[@]}" -o "$work/$program" >"$work/said" 2>&1 || complain "$1 does not compile the $program of $2"
  done
  (cd "$work/$2" && "$work/test") >"$work/said" 2>&1 || complain "$2 fails its test"
}
while read -r name keys outputs options; do
  make "$name" "$work/$keys" "$outputs,Test,Benchmark" $options || complain "$name is not made"
  try gcc "$name" benchmark
  ! command -v clang >/dev/null || try clang "$name"
done <<END
Plain small.txt Header
Contains small.txt Header --Contains
Long long.txt Header --Contains
LongPair long.txt CSource
Pair more.txt CSource --Contains
Compact more.txt Header --Layout=Compact --Contains
Packed more.txt Header --Packed
Buckets more.txt Header --Layout=Partitioned --OmitKeys
Shift more.txt Header --HashFunction=MultiplyShiftR --Contains
Floors small.txt Header --Ranges
One one.txt Header --Contains
Class small.txt Header,Cpp --Contains
Spaced small.txt Header --Contains --Namespace=A::b
SpacedPair small.txt CSource --Namespace=A
Print small.txt Header --Reject=Fingerprint8
PrintPair long.txt CSource --Reject=Fingerprint16
PrintCompact more.txt Header --Reject=Fingerprint8 --Layout=Compact
Values few.txt Header --ValueBits=8
Both few.txt CSource --ValueBits=8 --Positions --Contains
PrintValues few.txt Header --ValueBits=8 --Reject=Fingerprint8
Guids guids.txt Header --Contains
GuidPair guids.txt CSource --NameStyle=snake --Prefix=my_
Words words.txt Header
ManyWords many.txt CSource
AnyCase many.txt Header --IgnoreCase --NameStyle=snake --Namespace=a
Rows rows.csv Header --KeyColumn=code
NamedRows rows.csv CSource --KeyColumn=name --NameStyle=camel
GuidRows rows.csv Header --KeyColumn=id
Image small.txt Header,TableFile --HeaderWithoutData --Contains
GuidImage guids.txt Header,TableFile --HeaderWithoutData --NameStyle=snake
END
# A table with a wrong slot, or a wrong key, fails.
make Contains "$work/small.txt" Header,Test --Contains || complain 'it is not made again'
sed -i '/Keys\[\] = {/,/}/s/0x00000007/0x00000008/' "$work/Contains/Contains.h"
gcc "${flags[@]}" "$work/Contains/Contains_test.c" -o "$work/test" >"$work/said" 2>&1 || complain 'the damaged table is not compiled'
! "$work/test" >"$work/said" 2>&1 || complain 'a damaged table passes'
grep -qx 'Contains: the key is not found: 0x7' "$work/said" || complain 'the damaged key is not named'

# CMake, from a folder with a blank: both forms, built twice; the benchmark runs.
for outputs in Header CSource; do
  make Both "$work/small.txt" "$outputs,Test,Benchmark,CMake" || complain 'it has no CMakeLists.txt'
  mv "$work/Both" "$work/$outputs of Both"
  folder="$work/$outputs of Both"
  cmake -S "$folder" -B "$folder/build" -G Ninja >"$work/said" 2>&1 && cmake --build "$folder/build" >"$work/said" 2>&1 || complain "CMake does not build the $outputs"
  cmake --build "$folder/build" 2>&1 | grep -q 'no work to do' || complain 'the second build builds'
  ctest --test-dir "$folder/build" >"$work/said" 2>&1 && grep -q '100% tests passed.* of 1' "$work/said" || complain "the test of the $outputs fails"
  "$folder/build/Both_benchmark" >"$work/said" || complain 'the benchmark fails'
  grep -qE '^Both: [0-9]+\.[0-9]+ ns a lookup, [0-9]+\.[0-9]+ ns one after another$' "$work/said" || complain 'the benchmark says something else'
  grep -q ' 0\.00 ns' "$work/said" && complain 'the compiler has removed the lookups'
done

# A header where another run has written a pair and programs: its CMakeLists.txt is of what it wrote itself.
"$BIN/perfecthash" "$work/small.txt" "$work/again" --Name=Both --Outputs=CSource,Test,Benchmark,CMake --Contains --Quiet &&
  "$BIN/perfecthash" "$work/one.txt" "$work/again" --Name=Both --Outputs=Header,Test,CMake --Contains --Quiet || complain 'the second run fails'
folder=$(echo "$work/again"/*)
cmake -S "$folder" -B "$folder/build" -G Ninja >"$work/said" 2>&1 && cmake --build "$folder/build" >"$work/said" 2>&1 || complain 'CMake builds what an earlier run has left'
ctest --test-dir "$folder/build" >"$work/said" 2>&1 && grep -q '100% tests passed.* of 1' "$work/said" || complain 'the test beside what an earlier run has left fails'
[ -e "$folder/Both_benchmark.c" ] && [ ! -e "$folder/build/Both_benchmark" ] || complain 'an earlier benchmark is built'

# Names that CMake has for itself, and those of devices, whose files are named otherwise.
for name in test install aux; do
  make "$name" "$work/small.txt" Header,TableFile,Test,CMake --HeaderWithoutData --Contains --NameStyle=snake || complain "$name has no CMakeLists.txt"
  folder="$work/$name"
  cmake -S "$folder" -B "$folder/build" -G Ninja >"$work/said" 2>&1 && cmake --build "$folder/build" >"$work/said" 2>&1 || complain "CMake does not build $name"
  ctest --test-dir "$folder/build" >"$work/said" 2>&1 && grep -q '100% tests passed.* of 1' "$work/said" || complain "the test of $name fails"
done

if command -v cargo >/dev/null; then
  make Both "$work/small.txt" Rust,Cargo --Contains || complain 'it has no Cargo.toml'
  make aux "$work/small.txt" Rust,Cargo --Contains --NameStyle=Pascal --Prefix=Own || complain 'aux has no Cargo.toml'
  for name in Both aux; do
    (cd "$work/$name" && cargo build --offline --quiet) >"$work/said" 2>&1 || complain "cargo does not build the crate $name"
  done
fi

refuses 'Test and Benchmark need Header or CSource' "$work/small.txt" Test,TableFile
refuses 'Test and Benchmark need Header or CSource' "$work/small.txt" Rust,Benchmark
refuses 'VisualStudio needs Test' "$work/small.txt" Header,VisualStudio
refuses 'Cargo needs Rust' "$work/small.txt" Header,Cargo
exit 0
