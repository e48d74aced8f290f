#!/usr/bin/env bash
# The outputs beside the code: tests and benchmarks of tables of each kind are compiled and run, by gcc, by clang and by the CMakeLists.txt, and the crate by
# cargo; a table that is damaged fails its test; and what can't be tested is refused by name. A second build by CMake runs nothing.
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
printf 'GET\nPOST\n' >"$work/words.txt"
printf '{01234567-89ab-cdef-0123-456789abcdef}\n' >"$work/guids.txt"
head -c 4 /dev/zero | tr '\0' '\5' >"$work/small.values"
flags=(-O1 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)

try() { # COMPILER NAME
  local sources=("$work/$2/$2_test.c")
  [ ! -e "$work/$2/$2.c" ] || sources+=("$work/$2/$2.c")
  "$1" -std=c11 "${flags[@]}" "${sources[@]}" -o "$work/test" >"$work/said" 2>&1 || complain "$1 does not compile the test of $2"
  "$work/test" >"$work/said" 2>&1 || complain "$2 fails its test"
}
while read -r name keys outputs options; do
  make "$name" "$work/$keys.txt" "$outputs,Test" $options || complain "$name is not made"
  try gcc "$name"
  ! command -v clang >/dev/null || try clang "$name"
done <<END
Plain small Header
Contains small Header --Contains
Long long Header --Contains
LongPair long CSource
Pair more CSource --Contains
Compact more Header --Layout=Compact --Contains
Packed more Header --Packed
Buckets more Header --Layout=Partitioned
Shift more Header --HashFunction=MultiplyShiftR --Contains
Floors small Header --Ranges
One one Header --Contains
Class small Header,Cpp --Contains
Spaced small Header --Contains --Namespace=A::b
SpacedPair small CSource --Namespace=A
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
  make "$name" "$work/small.txt" CSource,Test,CMake --Contains --Namespace=A || complain "$name has no CMakeLists.txt"
  folder="$work/$name"
  cmake -S "$folder" -B "$folder/build" -G Ninja >"$work/said" 2>&1 && cmake --build "$folder/build" >"$work/said" 2>&1 || complain "CMake does not build $name"
  ctest --test-dir "$folder/build" >"$work/said" 2>&1 && grep -q '100% tests passed.* of 1' "$work/said" || complain "the test of $name fails"
done

if command -v cargo >/dev/null; then
  make Both "$work/small.txt" Rust,Cargo --Contains || complain 'it has no Cargo.toml'
  make aux "$work/small.txt" Rust,Cargo --Contains || complain 'aux has no Cargo.toml'
  for name in Both aux; do
    (cd "$work/$name" && cargo build --offline --quiet) >"$work/said" 2>&1 || complain "cargo does not build the crate $name"
  done
fi

refuses "it can't have text keys" "$work/words.txt" Header,Test
refuses "it can't have text keys" "$work/words.txt" Header,Benchmark
refuses "it can't have keys of 128 bits" "$work/guids.txt" Header,Test
refuses "it can't have a table without its keys" "$work/small.txt" Header,Test --OmitKeys
refuses "it can't have a table without its keys" "$work/small.txt" Header,Benchmark --Reject=Fingerprint8
refuses "it can't have a header without data" "$work/small.txt" Header,TableFile,Test --HeaderWithoutData
refuses "it can't have a prefix or a style of names" "$work/small.txt" Header,Test --Prefix=x_
refuses 'Test and Benchmark need Header or CSource' "$work/small.txt" Test,TableFile
refuses 'Test and Benchmark need Header or CSource' "$work/small.txt" Rust,Benchmark
refuses 'VisualStudio needs Test' "$work/small.txt" Header,VisualStudio
refuses 'Cargo needs Rust' "$work/small.txt" Header,Cargo
exit 0
