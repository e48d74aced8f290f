#!/usr/bin/env bash
# options.sh: every option that --help of PerfectHashCreate.exe and PerfectHashBulkCreate.exe names is tried, as --Name=Value and as --Name Value, and
# does what it says. What both programs have is parsed by the same code: each tries it in one of the forms. An option without a function here fails the test.
set -u
. "$(dirname "$0")/program.inc"
tried=0
program=PerfectHashCreate form='='
# run EXIT ARGS...: stdout in $work/stdout, stderr in $work/stderr
run() {
  local expected=$1 code
  shift
  "$WINE" --test "$BIN/$program.exe" "$@" </dev/null >"$work/stdout" 2>"$work/stderr"
  code=$?
  [ $code = "$expected" ] || complain "exit code $code, not $expected: $program $*"
}
prints() { grep -qF -- "$1" "$work/stdout" || complain "$program $option does not print: $1"; }
says() { grep -qF -- "$1" "$work/stderr" || complain "$program $option does not say: $1"; }
# with VALUE: the option with it in one of the two forms, into ${given[@]}
with() { if [ "$form" = '=' ]; then given=("--$option=$1"); else given=("--$option" "$1"); fi; }

mkdir -p "$work/keys/deep"
seq 1000 3 2500 >"$work/keys/sample.txt"
printf '\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0' >"$work/keys/wide.keys"          # two keys of 8 bytes; as 4-byte keys 0 occurs twice
seq 1 50 >"$work/keys/deep/inner.txt"
keys=$(windows_path "$work/keys/sample.txt") directory=$(windows_path "$work/keys")
# values: of the options of a table, and what the JSON object of PerfectHashCreate then holds
declare -A value=([Algorithm]=Chm01 [HashFunction]=Mulshrolate2RX [FallbackHashFunction]=MultiplyShiftR [MaskFunction]=And [RngSeed]=0x11 [Layout]=Partitioned
  [MaxTableResizes]=0 [MaxAttempts]=500 [FixedAttempts]=40 [BestCoverageType]=LowestNumberOfUsedPages [BestCoverageAttempts]=20 [KeysSubset]=1000,1003
  [IocpConcurrency]=1 [MaxThreads]=2 [IoMode]=Mapped [MaxSolveTimeInSeconds]=60 [InitialPerFileConcurrency]=2 [MaxPerFileConcurrency]=2 [IncreaseConcurrencyAfterMilliseconds]=1)
declare -A told=([HashFunction]='"hashFunction": "Mulshrolate2RX"' [Layout]='"layout": "Partitioned"')
declare -A wrong=([Algorithm]=Chm02 [HashFunction]=Quad [FallbackHashFunction]=Nothing [MaskFunction]=Or [RngSeed]=-1 [Seeds]=x [Layout]=Round [MaxTableResizes]=many [MaxAttempts]=1x
  [FixedAttempts]= [BestCoverageType]=Best [BestCoverageAttempts]=none [KeysSubset]=, [MaxSolveTimeInSeconds]=soon [IocpConcurrency]=513 [MaxThreads]=1025 [SimulatedNumaNodes]=65 [IoMode]=Slow [InitialPerFileConcurrency]=two
  [MaxPerFileConcurrency]=-2 [IncreaseConcurrencyAfterMilliseconds]=1.5 [KeySizeInBytes]=5 [Reject]=Some [ValueBits]=7 [Functions]=Some [Outputs]=Paper [License]='MIT*/' [Namespace]=a__b [Prefix]=1x [NameStyle]=kebab [OutputFile]= [ErrorFormat]=html [Color]=blue [MaximumConcurrency]=x [Shard]=3/2 [Report]=page.txt)
# these want another beside them
declare -A beside=([BestCoverageType]=--FindBestGraph [BestCoverageAttempts]=--FindBestGraph [KeysSubset]=--MeasureCoverage)

plain() { # plain SUBJECT: an option with a value, with nothing to see but in the result
  with "${value[$option]}"
  run 0 "$1" "${given[@]}" ${beside[$option]-} --Json
  [ "$program" = PerfectHashBulkCreate ] || [ -z "${told[$option]-}" ] || prints "${told[$option]}"
}
bytes() { cat "$work"/out/*/*.pht | sha256sum; }
make() { rm -rf "$work/out"; run 0 "$keys" "$(windows_path "$work/out")" "$@"; }

create_Lookup() { with 1003,7; run 4 "$keys" "${given[@]}"; prints '1003: position 1'; prints '7: not in the set'; }
create_Ranges() {
  make --Ranges --Lookup=1005,9999; prints '1005: position 1, which begins at 1003'
  grep -q 'sampleFindFloor(' "$work"/out/*/sample.h || complain 'no sampleFindFloor'
  run 2 "$keys" --Ranges --OmitKeys; says '--Ranges: it needs the keys in the table'
}
# Of a finished table: look.sh has more.
table() { make; windows_path "$(ls "$work"/out/*/*.pht)"; }
create_Info() { local file; file=$(table); run 0 "$file" --Info; prints 'KeyCount             501'; }
create_Verify() { local file; file=$(table); run 0 "$file" --Verify; prints 'each of 501 keys'; }
create_ListKeys() { local file; file=$(table); run 0 "$file" --ListKeys; prints 1003; }
create_Table() { with sample.txt; run 2 "$(table)" "${given[@]}" --Info; says '--Table: the file is no pack'; }
# What selects nodes reaches the runtime: a node that is not there is told, and one that is simulated is there.
create_NumaNodes() { with 63; run 2 "$subject" "${given[@]}"; says 'NumaNodes=63: '; with 0; run 0 "$subject" "${given[@]}"; }
create_SimulatedNumaNodes() { with 64; run 0 "$subject" "${given[@]}" --NumaNodes=63; }
create_BufferGuardPages() { run 0 "$subject" --BufferGuardPages; run 0 "$subject" --IocpBufferGuardPages; }
bulk_subject() { local subject="$directory\\deep"; "$@"; }
bulk_NumaNodes() { bulk_subject create_NumaNodes; }
bulk_SimulatedNumaNodes() { bulk_subject create_SimulatedNumaNodes; }
bulk_BufferGuardPages() { bulk_subject create_BufferGuardPages; }
create_Json() { run 0 "$keys" --Json; prints '{"name": "sample", "keys": 501'; }
create_Quiet() { run 0 "$keys" --Quiet; [ ! -s "$work/stdout" ] || complain '--Quiet prints'; run 1 nowhere --Quiet; says nowhere; }
create_ErrorFormat() {
  with msvc
  printf '1\n2x\n' >"$work/bad.txt"
  run 1 "$(windows_path "$work/bad.txt")" "${given[@]}"
  says 'bad.txt(2): error PH1007: '
  run 1 "$(windows_path "$work/bad.txt")" --ErrorFormat=gnu
  says 'bad.txt:2:2: error: PH1007: '
  run 1 nowhere.keys "${given[@]}"
  says 'nowhere.keys : error PH1000: '
  run 2 nowhere.keys --Nothing "${given[@]}"
  says "$program : error PH1042: --Nothing"
}
escape=$(printf '\033')
# Colours come to a console, and to a pipe by --Color=always alone; no file has them.
create_Color() {
  run 1 nowhere
  ! grep -q "$escape" "$work/stderr" || complain 'a pipe has colours'
  with always
  run 1 nowhere "${given[@]}"
  says "$escape[31mPerfectHashCreate: nowhere: " && says "$escape[0m"
  run 2 nowhere --Nothing "${given[@]}"
  says "$escape[31mPerfectHashCreate: --Nothing"
  NO_COLOR=1 run 1 nowhere --Color=never
  ! grep -q "$escape" "$work/stderr" || complain '--Color=never has colours'
}
bulk_Color() {
  with always
  run 0 "$directory" "${given[@]}" --Exclude=wide.keys
  prints "$escape[32m1 table$escape[0m  "
  run 1 "$directory" "${given[@]}"
  prints "$escape[31m1 table$escape[0m  1 failed  " && says "$escape[31mPerfectHashBulkCreate: "
  run 0 "$directory" --Exclude=wide.keys
  ! grep -q "$escape" "$work/stdout" || complain 'a pipe has colours'
}
bulk_ErrorFormat() { with gnu; run 1 nowhere "${given[@]}"; says 'nowhere: error: PH100A: '; }
create_DepFile() {
  local out stem path a='a b#c$d' quoted='a\ b\#c$$d'
  with "$(windows_path "$work/rule.d")"
  out=$(windows_path "$work/out")
  cp "$work/keys/sample.txt" "$work/$a.txt"
  head -c 501 /dev/zero >"$work/$a.txt.values"
  run 0 "$(windows_path "$work/$a.txt")" "$out" "${given[@]}" --ValueBits=8
  stem=$(basename "$work"/out/a*/*.h .h)
  printf '%s %s: %s %s\n' "$out\\${quoted}_Chm01_Quadx_And\\$stem.h" "$out\\${quoted}_Chm01_Quadx_And\\$stem.pht" \
    "$(windows_path "$work")\\$quoted.txt" "$(windows_path "$work")\\$quoted.txt.values" >"$work/rule.expected"
  cmp "$work/rule.d" "$work/rule.expected" || complain "not the rule: $(cat "$work/rule.d" "$work/rule.expected")"
  run 2 "$keys" "${given[@]}"
  says '--DepFile: no file is written'
  for path in "$work/$a.txt" "$work/${a^^}.TXT" "$work/$a.txt.values" "$work/out/../$a.txt"; do
    run 2 "$(windows_path "$work/$a.txt")" "$out" --ValueBits=8 --DepFile="$(windows_path "$work")${path#"$work"}"
    says '--DepFile: the file is one that the rule is about.'
  done
  cmp -s "$work/$a.txt" "$work/keys/sample.txt" && [ "$(stat -c %s "$work/$a.txt.values")" = 501 ] || complain 'the keys or the values are the rule'
  run 2 "$keys" -o "$(windows_path "$work/dep")\\y.h" --DepFile="$(windows_path "$work/dep")\\.\\Y.h"
  says '--DepFile: the file is one that the rule is about.'
  [ ! -e "$work/dep" ] || complain 'the header was made first'
  cp "$(ls "$work"/out/a*/*.h)" "$work/header"
  run 2 "$(windows_path "$work/$a.txt")" "$out" --ValueBits=8 --DepFile="$out\\${a}_Chm01_Quadx_And\\$stem.h"
  says '--DepFile: the file is one that the rule is about.'
  cmp "$(ls "$work"/out/a*/*.h)" "$work/header" || complain 'the header is the rule'
  run 1 "$keys" "$out" --DepFile="$out"; says 'out'
  [ -z "$(find "$work" -name '*.phtmp')" ] || complain 'something is left'
}
create_Silent() { run 1 nowhere --Silent; [ ! -s "$work/stdout" ] && [ ! -s "$work/stderr" ] || complain '--Silent prints'; }
create_version() { run 0 --version; prints "$program "; }
create_help() { run 0 --help; prints "$program "; }
create_KeySizeInBytes() {
  with 8
  run 0 "$(windows_path "$work/keys/wide.keys")" "${given[@]}" --Json
  prints '"keys": 2, "keySizeInBytes": 8'
  run 1 "$(windows_path "$work/keys/wide.keys")"
  printf '\7\1\7\0' >"$work/narrow.keys"
  run 0 "$(windows_path "$work/narrow.keys")" --KeySizeInBytes=2 --Json
  prints '"keys": 2, "keySizeInBytes": 4'
  run 1 "$(windows_path "$work/narrow.keys")" --KeySizeInBytes=1   # 7 twice
  printf '{0000000%x-0000-0000-0000-000000000000}\n' {1..9} >"$work/guids.txt"
  run 0 "$(windows_path "$work/guids.txt")" --Lookup='{00000003-0000-0000-0000-000000000000},9' --Json
  prints '"keys": 9, "keySizeInBytes": 16'
  prints '"position": 2}, {"key": "9", "position": 8}'             # Data1 is the lowest bits
  { cat "$work/guids.txt"; echo 0x2; } >"$work/twice.txt"
  run 1 "$(windows_path "$work/twice.txt")"
  says 'the key {00000002-0000-0000-0000-000000000000} occurs twice, on lines 2 and 10 (there as 0x2)'
}
create_KeyType() {
  with Text
  printf '01\n1\nGET\n' >"$work/both.txt"
  run 1 "$(windows_path "$work/both.txt")"
  says 'line 3, column 1: it holds no decimal or 0x number: "GET"; --KeyType=Text makes every line a text key'
  run 0 "$(windows_path "$work/both.txt")" "${given[@]}" --Json
  prints '"keyType": "Text"'
  run 2 "$keys" "${given[@]}" --Layout=Flat && says '--Layout: it is for keys that are numbers'
}
create_Gperf() {
  local input=$work/months.gperf
  printf 'struct month { const char *name; int days; };\n%%%%\njanuary, 31\nfebruary, 28\n' >"$input"
  given=('--Gperf=-t -N month_of --output-file=months.inc')          # a word that begins with a dash is no value
  rm -rf "$work/out"
  run 0 "$(windows_path "$input")" "$(windows_path "$work/out")" "${given[@]}" --Json
  prints '"keys": 2'
  grep -qF 'month_of (const char *str, size_t len)' "$work/out/months.inc" || complain 'the source has no month_of'
  [ "$(ls "$work/out")" = months.inc ] || complain 'more than the source is written'
  run 2 "$(windows_path "$input")" --Gperf=--nothing
  says '--Gperf: --nothing: gperf 3.1 has no such option.'
}
create_IgnoreCase() {
  printf 'GET\nPOST\n' >"$work/methods.txt"
  run 0 "$(windows_path "$work/methods.txt")" --IgnoreCase --Json
  prints '"keyType": "Text"'
  run 2 "$keys" --IgnoreCase && says '--IgnoreCase is for text keys'
}
# program FILE: a program for x64 with two functions, a piece of one of them, and an export without an entry
program_file() {
  local file=$1 at=0 section
  put() { printf "$(printf '%s' "$2" | sed 's/../\\x&/g')" | dd of="$file" bs=1 seek=$(($1)) conv=notrunc status=none; }
  numbers() { local to=$1 number hex; shift; for number; do printf -v hex '%08x' "$number"; put "$to" "${hex:6:2}${hex:4:2}${hex:2:2}${hex:0:2}"; to=$((to + 4)); done; }
  truncate -s 2048 "$file"
  put 0 4d5a && numbers 0x3c 0x80 && put 0x80 50450000 && numbers 0x84 0x28664 0 0 0 0x202200f0 && put 0x98 0b02
  numbers 0x104 16 0x2100 40 0 0 0 0 0x2000 36
  numbers 0x190 0x1000 0x1000 0x200 0x400 && numbers 0x1ac 0x60000020
  numbers 0x1b8 0x200 0x2000 0x200 0x600 && numbers 0x1d4 0x40000040
  numbers 0x600 0x1000 0x1010 0x2040 0x1010 0x1020 0x2048 0x1020 0x1030 0x2040 && put 0x640 01 && put 0x648 21
  numbers 0x710 1 1 0 0x2128 0 0 0x1040
}
# Of records: records.sh has more.
services() { mkdir -p "$work/records" && printf 'id,port,name\n1,80,http\n2,443,https\n2,443,https\n' >"$work/records/services.csv"; }
create_KeyColumn() { services; with id; run 1 "$(windows_path "$work/records/services.csv")" "${given[@]}" --Json; says 'the key "2" occurs twice'; }
create_DropDuplicates() { services; run 0 "$(windows_path "$work/records/services.csv")" --KeyColumn=id --DropDuplicates --Json; prints '"keys": 2,'; }
create_Columns() {
  services
  with port
  run 0 "$(windows_path "$work/records/services.csv")" --KeyColumn=id --DropDuplicates "${given[@]}" --Json
  prints '"valueBits": 16,'
}
create_Functions() {
  local expected
  program_file "$work/tool"
  for expected in Both:3 Unwind:2 Exports:1; do
    with "${expected%:*}"
    run 0 "$(windows_path "$work/tool")" "${given[@]}" --Json
    prints "\"keys\": ${expected#*:},"
  done
}
create_ChainedEntries() { program_file "$work/tool"; run 0 "$(windows_path "$work/tool")" --ChainedEntries --Json; prints '"keys": 4,'; }
create_RngSeed() {
  local first
  make && first=$(bytes)
  with 5
  make "${given[@]}"
  [ "$(bytes)" != "$first" ] || complain 'another rng seed makes the same table'
}
create_Seeds() {
  local seeds
  make
  seeds=$(sed -n 's/^#define sampleSeed[12] UINT32_C(\(.*\))/\1/p' "$work"/out/*/sample.h | tr -d '\r' | paste -sd,)
  with "$seeds"
  make "${given[@]}" --Json
  prints '"attempts": 1,'
}
create_FixedAttempts() { with 40; run 0 "$keys" "${given[@]}" --Json; prints '"resizes": 0'; }
create_MaxAttempts() {
  plain "$keys"
  awk 'BEGIN { for (i = 0; i < 32768; i++) printf "%d\n", 4096 + 16 * i + 16 * int(i / 3) * 5 }' >"$work/hard.txt"
  with 1
  run 1 "$(windows_path "$work/hard.txt")" "${given[@]}" --HashFunction=MultiplyShiftR --MaxTableResizes=0
  says 'no table was found (attempts: 1, resizes: 0); raise MaxAttempts or MaxTableResizes, or give another RngSeed.'
}
create_MaxTableResizes() { plain "$keys"; prints '"resizes": 0'; }
create_FindBestGraph() { run 0 "$keys" --FindBestGraph --BestCoverageAttempts=10 --Json; prints '"attempts": '; }
create_MeasureCoverage() { run 0 "$keys" --MeasureCoverage --Json; prints '"usedCacheLines": '; }
create_Outputs() {
  with TableFile
  make "${given[@]}"
  [ -z "$(find "$work/out" -name '*.h')" ] && [ -n "$(find "$work/out" -name '*.pht')" ] || complain 'not the table file alone'
  with csource
  make "${given[@]}" --Contains
  [ "$(find "$work/out" -type f | wc -l)" = 2 ] || complain 'not a pair alone'
  printf '#include <stdio.h>\n#include "sample.h"\nint main(void) { uint32_t i = 0; printf("%%u %%d\\n", sampleIndex(1003), sampleContains(7, &i)); }\n' >"$work/use.c"
  gcc -std=c99 -Wall -Werror -I"$(dirname "$work"/out/*/sample.h)" "$work/use.c" "$work"/out/*/sample.c -o "$work/use" && [ "$("$work/use")" = '1 0' ] || complain 'a pair gives no program'
}
create_License() {
  local file
  with 'Apache-2.0 OR MIT'
  make "${given[@]}" --Outputs=CSource
  for file in "$work"/out/*/sample.[ch]; do
    [ "$(head -n 1 "$file")" = '/* SPDX-License-Identifier: Apache-2.0 OR MIT */' ] || complain "no licence in $file"
  done
  make "${given[@]}" --Outputs=CSharp,Python
  [ "$(head -qn 1 "$work"/out/*/Sample.cs "$work"/out/*/sample.py)" = "$(printf '%s SPDX-License-Identifier: Apache-2.0 OR MIT\n' // '#')" ] || complain 'no licence in other languages'
}
bulk_License() {
  with 0BSD
  rm -rf "$work/out"
  run 0 "$directory" "$(windows_path "$work/out")" "${given[@]}" --Exclude=wide.keys
  [ "$(head -n 1 "$work"/out/*/sample.h)" = '/* SPDX-License-Identifier: 0BSD */' ] || complain 'no licence'
}
create_Namespace() {
  with Geo::Maps
  make "${given[@]}" --Outputs=Header,Cpp,CSharp,Java,Go
  grep -q 'Geo_Maps_sampleIndex(' "$work"/out/*/sample.h && grep -q '^namespace Geo::Maps::Sample {' "$work"/out/*/Sample.hpp &&
    grep -q '^namespace Geo.Maps;' "$work"/out/*/Sample.cs && grep -q '^package Geo.Maps;' "$work"/out/*/Sample.java &&
    grep -q '^package Maps' "$work"/out/*/sample.go || complain 'no namespace'
  run 2 "$keys" "$(windows_path "$work/none")" --Namespace=app.record --Outputs=Java
  says '--Outputs=Java: it can'\''t have a namespace with a word in it that the language reserves'
}
bulk_Namespace() { with geo.maps; bulk_names geo_maps_sampleIndex; }
create_Prefix() {
  with my_
  make "${given[@]}" --Outputs=Header,Rust
  grep -q 'my_sampleIndex(' "$work"/out/*/my_sample.h && [ -s "$work"/out/*/my_sample.rs ] || complain 'no prefix'
}
bulk_Prefix() { with My; bulk_names MysampleIndex; }
create_OutputFile() {
  local made=$work/made.hpp
  rm -f "$made"
  with "$(windows_path "$made")"
  run 0 "$keys" "${given[@]}" --DepFile="$(windows_path "$work/rule.d")"
  prints 'made.hpp' && grep -q '^namespace Sample {' "$made" || complain 'no C++ header'
  grep -q '^[^ ]*made.hpp: [^ ]*sample.txt$' "$work/rule.d" || complain "not the rule: $(cat "$work/rule.d")"
  touch -d 2020-01-01 "$made"
  run 0 "$keys" -o "$(windows_path "$made")"
  [ -z "$(find "$made" -newermt 2020-01-02)" ] || complain 'a file of the same bytes is written again'
  run 0 "$keys" -o - --Contains
  head -n 1 "$work/stdout" | grep -q '^/\*' && grep -q 'sampleContains(' "$work/stdout" && ! grep -q ' us ' "$work/stdout" || complain 'not the header alone'
  run 0 "$keys" -o - --Outputs=TableFile
  cp "$work/stdout" "$work/printed"
  make && tr -d '\r' <"$(echo "$work"/out/*/sample.pht)" | cmp "$work/printed" - || complain 'not the table file'
  [ -z "$(find "$(dirname "$made")" -name 'made.hpp?*')" ] || complain 'something is left'
  run 2 "$keys" -o; says '-o: expected the path of a file'
  run 2 "$keys" "$directory" -o x; says "-o: it can't be used together with an output directory."
  run 2 "$keys" -o "$(windows_path "$work/Made.java")"; says '-o: the public class of this table has to be in Sample.java; --Name names the table.'
  run 0 "$keys" -o "$(windows_path "$work/Made.java")" --Name=Made; grep -q '^public final class Made ' "$work/Made.java" || complain 'no class Made'
  run 0 "$keys" -o - --Outputs=Java; grep -q '^public final class Sample ' "$work/stdout" || complain 'no class Sample'
  run 2 "$keys" -o "$(windows_path "$work/made.ts")"; says '-o: its extension stands for no output; name one by --Outputs or by .h '
  run 0 "$keys" -o "$(windows_path "$work/made.js")" --Outputs=JavaScript; grep -q '^export ' "$work/made.js" || complain 'no JavaScript'
  run 2 "$keys" -o "$keys" --Outputs=Header; says '-o: the file is the one that the keys or the values are read from.'
  run 2 "$keys" -o "$(windows_path "$work")\\nd\\x\\"; says "-o: the path names a folder; expected the path of a file."
  [ ! -e "$work/nd" ] || complain 'a folder is made'
  run 2 "$keys" -o x --Outputs=CSource; says '-o: it needs one output, and CSource is two files.'
  run 0 "$keys" -o "$(windows_path "$work/no/where/x.h")"; [ -s "$work/no/where/x.h" ] || complain 'no folder is made'
}
bulk_OutputFile() { with x; run 2 "$directory" "${given[@]}"; says '-o: it is for one keys file'; }
create_PrintOutputs() {
  local out
  out=$(windows_path "$work/none")
  run 0 "$keys" "$out" --PrintOutputs --Outputs=CSource,TableFile,Rust --Quiet
  printf '%s\\sample_Chm01_Quadx_And\\sample.%s\n' "$out" h "$out" c "$out" pht "$out" rs | sort >"$work/expected"
  tr -d '\r' <"$work/stdout" | sort | cmp - "$work/expected" && [ ! -e "$work/none" ] || complain "not the paths: $(cat "$work/stdout")"
  run 2 "$keys" --PrintOutputs; says '--PrintOutputs: no file would be written'
}
bulk_PrintOutputs() { run 2 "$directory" --PrintOutputs; says '--PrintOutputs: it is for one keys file'; }
create_NameStyle() {
  with snake
  make "${given[@]}" --Name='HTTP-statusCodes' --Contains --Outputs=Header,CSharp
  grep -q 'http_status_codes_contains(' "$work"/out/*/http_status_codes.h &&
    grep -q 'class http_status_codes$' "$work"/out/*/http_status_codes.cs || complain 'no snake'
  make --NameStyle=camel --Name='HTTP-statusCodes'
  grep -q 'httpStatusCodesIndex(' "$work"/out/*/httpStatusCodes.h || complain 'no camel'
}
bulk_NameStyle() { with Pascal; bulk_names SampleIndex; }
# A bulk run names functions so.
bulk_names() {
  rm -rf "$work/out"
  run 0 "$directory" "$(windows_path "$work/out")" "${given[@]}" --Exclude=wide.keys
  cat "$work"/out/sample_*/*.h | grep -q "$1(" || complain "no $1"
}
create_Contains() { make --Contains; grep -q 'sampleContains(' "$work"/out/*/sample.h || complain 'no sampleContains'; }
create_HeaderWithoutData() {
  make --HeaderWithoutData
  grep -q 'sampleOpen(' "$work"/out/*/sample.h && ! grep -q 'sampleSlots\[\]' "$work"/out/*/sample.h || complain 'the header holds data'
}
create_Reject() {
  with Fingerprint8
  make "${given[@]}" --Lookup=1003
  prints '1003: position 1'
  grep -q 'int sampleFind(uint32_t key, uint32_t \*index)' "$work"/out/*/sample.h || complain 'no sampleFind'
  run 4 "$keys" "${given[@]}" --Lookup=$(seq -s, 1 40)
  prints 'not in the set'
  make "${given[@]}" --Layout=Compact --Json && prints '"layout": "Compact"' && prints '"fingerprintBits": 8'
  with Keys
  make "${given[@]}" && grep -q 'sampleContains(' "$work"/out/*/sample.h || complain 'no sampleContains'
  with None
  run 2 "$keys" "${given[@]}" --Contains
  says '--Reject: --Contains is another name of --Reject=Keys'
}
create_OmitKeys() {
  local size
  make && size=$(cat "$work"/out/*/*.pht | wc -c)
  make --OmitKeys
  [ "$(cat "$work"/out/*/*.pht | wc -c)" -lt "$size" ] || complain 'the keys are still there'
}
create_ByteKeys() { run 2 "$keys" --ByteKeys; says '--ByteKeys: it is for an array of bytes'; }
create_Name() {
  with other
  make "${given[@]}" --Json
  prints '{"name": "other", '
  [ -s "$work/out/other_Chm01_Quadx_And/other.h" ] || complain 'the files have another name'
  run 2 "$keys" --Name= && says '--Name=: expected a name.'
}
create_KeysName() { with 'my keys'; run 1 nowhere "${given[@]}"; says 'PerfectHashCreate: my keys: there is no such keys file.'; }
values() { head -c "$1" /dev/zero | tr '\0' '\7' >"$work/keys/sample.txt.values"; } # values BYTES: of the sample's 501 keys
create_ValueBits() {
  with 8
  values 501 && make "${given[@]}"
  grep -q 'uint8_t sampleValue(uint32_t key)' "$work"/out/*/sample.h || complain 'no sampleValue'
  run 0 "$keys" "${given[@]}" --Lookup=1003 && prints '1003: value 7'
  values 502 && run 1 "$keys" "${given[@]}" && says 'sample.txt.values: its size of 502 bytes'
  rm "$work/keys/sample.txt.values" && run 1 "$keys" "${given[@]}" && says 'there is no such values file'
}
create_Values() {
  values 1002 && mv "$work/keys/sample.txt.values" "$work/elsewhere.bin"
  with "$(windows_path "$work/elsewhere.bin")"
  make "${given[@]}" --ValueBits=16
  grep -q 'uint16_t sampleValue(uint32_t key)' "$work"/out/*/sample.h || complain 'no sampleValue'
  run 2 "$keys" "${given[@]}" && says '--Values: it goes with --ValueBits'
}
create_Packed() {
  run 0 "$keys" --Packed --Lookup=1003 --Json && prints '"packedBits": 9' && prints '"position": 1'
  run 0 "$keys" --Packed --Reject=Fingerprint8 --Lookup=1003 --Json && prints '"packedBits": 17' && prints '"fingerprintBits": 8' && prints '"position": 1'
  run 2 "$keys" --Packed --Layout=Flat && says '--Packed: it is for the layouts Compact and CompactPartitioned'
}
create_Positions() {
  values 501 && make --Positions --ValueBits=8 --Contains
  for function in Index Value ValueAt Contains; do grep -q "sample$function(" "$work"/out/*/sample.h || complain "no sample$function"; done
  run 0 "$keys" --Positions --ValueBits=8 --Lookup=1003 && prints '1003: position 1, value 7'
  run 0 "$keys" --Positions --ValueBits=8 --Lookup=1003 --Json && prints '"position": 1, "value": 7'
  run 4 "$keys" --Positions --ValueBits=8 --Lookup=1004 && prints '1004: not in the set'
  rm "$work/keys/sample.txt.values"
}
create_NoFileIo() { rm -rf "$work/out"; run 0 "$keys" "$(windows_path "$work/out")" --NoFileIo; [ ! -e "$work/out" ] || complain 'something is written'; }

create_Durable() { make --Durable; [ -n "$(find "$work/out" -name '*.pht')" ] || complain 'no table is written'; }

count() { prints "{\"created\": $1, "; }
bulk_Include() { with 's*.txt'; run 0 "$directory" "${given[@]}" --Json; count 1; }
bulk_Exclude() { with 'wide*;nothing'; run 0 "$directory" "${given[@]}" --Json; count 1; }
bulk_Recursive() { run 0 "$directory" --Recursive --Json --Exclude=wide.keys; count 2; }
bulk_MaximumConcurrency() { with 1; run 0 "$directory" "${given[@]}" --Exclude=wide.keys --Json; count 1; }
bulk_Resume() {
  rm -rf "$work/out"
  for expected in '"created": 1, "skipped": 0' '"created": 0, "skipped": 1'; do
    run 0 "$directory" "$(windows_path "$work/out")" --Resume --Exclude=wide.keys --Json
    prints "$expected"
  done
}
bulk_Pack() {
  rm -f "$work/all.phpack"
  with "$(windows_path "$work/all.phpack")"
  run 0 "$directory" "${given[@]}" --Exclude=wide.keys
  [ -s "$work/all.phpack" ] || complain 'there is no pack'
}
bulk_Shard() {
  rm -rf "$work/out"
  for i in 1 2; do with $i/2; run 0 "$directory" "$(windows_path "$work/out")" "${given[@]}" --Recursive --Exclude=wide.keys; done
  [ -s "$work/out/PerfectHashBulkCreate.2-of-2.csv" ] || complain 'a shard has no results'
}
bulk_Merge() { bulk_Shard_for_merge; with "$(windows_path "$work/out")"; run 0 "${given[@]}" --Json; count 2; }
bulk_Shard_for_merge() { local option=Shard; bulk_Shard; }
bulk_NoSummary() {
  rm -rf "$work/out"
  run 0 "$directory" "$(windows_path "$work/out")" --NoSummary --Exclude=wide.keys
  [ -z "$(find "$work/out" -name '*.csv' -o -name '*.json')" ] || complain 'there is a summary'
}
create_Report() {
  with "$(windows_path "$work/page.html")"
  run 0 "$keys" "${given[@]}"
  grep -q '{"kind": "table", ' "$work/page.html" || complain 'no page'
}
bulk_Report() {
  rm -rf "$work/out"
  with "$(windows_path "$work/out/page.html")"
  run 0 "$directory" "$(windows_path "$work/out")" "${given[@]}" --Exclude=wide.keys
  grep -q '{"kind": "bulk", ' "$work/out/page.html" || complain 'no page'
}
bulk_Json() { run 0 "$directory" --Json --Exclude=wide.keys; count 1; }
bulk_Quiet() { run 1 "$directory" --Quiet; [ ! -s "$work/stdout" ] || complain '--Quiet prints'; says wide.keys; }
bulk_Silent() { run 1 "$directory" --Silent; [ ! -s "$work/stdout" ] && [ ! -s "$work/stderr" ] || complain '--Silent prints'; }
bulk_version() { create_version; }
bulk_help() { create_help; }
bulk_KeySizeInBytes() { with 8; run 0 "$directory" "${given[@]}" --Include='*.keys' --Json; count 1; }
bulk_Outputs() { with None; rm -rf "$work/out"; run 0 "$directory" "$(windows_path "$work/out")" "${given[@]}" --Exclude=wide.keys; [ -z "$(find "$work/out" -name '*.pht')" ] || complain 'a table is written'; }
bulk_Seeds() { with 1,2; run 1 "$directory" "${given[@]}" --Exclude=wide.keys --Json; prints '"failed": 1'; }
bulk_ByteKeys() { run 2 "$directory" --ByteKeys; says '--ByteKeys: it is for an array of bytes'; }
bulk_Reject() { with Fingerprint16; run 0 "$directory" "${given[@]}" --Exclude=wide.keys --Json; count 1; }
bulk_ValueBits() { with 8; values 501; run 0 "$directory" "${given[@]}" --Exclude=wide.keys --Json; count 1; rm "$work/keys/sample.txt.values"; }
bulk_KeyType() { with Number; run 0 "$directory" "${given[@]}" --Exclude=wide.keys --Json; count 1; }
bulk_Functions() { with Exports; run 0 "$directory" "${given[@]}" --Exclude=wide.keys --Json; count 1; }
bulk_ChainedEntries() { run 0 "$directory" --ChainedEntries --Exclude=wide.keys --Json; count 1; }
services_run() { services; run "$1" "$(windows_path "$work/records")" --Include='*.csv' "${@:2}" --Json; }
bulk_KeyColumn() { with id; services_run 0 "${given[@]}" --DropDuplicates; count 1; }
bulk_DropDuplicates() { services_run 0 --KeyColumn=1 --DropDuplicates; count 1; services_run 1 --KeyColumn=1; count 0; }
bulk_Columns() { with name:text; services_run 0 --KeyColumn=id "${given[@]}" --DropDuplicates; count 1; }
bulk_Gperf() { with ' -t'; run 2 "$directory" "${given[@]}"; says '--Gperf: it is for one keys file'; }
bulk_IgnoreCase() { run 1 "$directory" --IgnoreCase --Exclude=wide.keys --Json; count 0; }
bulk_Packed() { run 0 "$directory" --Packed --Exclude=wide.keys --Json; count 1; }
bulk_Positions() { values 501; run 0 "$directory" --Positions --ValueBits=8 --Exclude=wide.keys --Json; count 1; rm "$work/keys/sample.txt.values"; }
bulk_Name() { with x; run 2 "$directory" "${given[@]}"; says '--Name: it is for one keys file'; }
bulk_KeysName() { with x; run 2 "$directory" "${given[@]}"; says '--KeysName: it is for one keys file'; }
bulk_Values() { with x; run 2 "$directory" --ValueBits=8 "${given[@]}"; says '--Values: it is for one keys file'; }
bulk_NoFileIo() { rm -rf "$work/out"; run 0 "$directory" "$(windows_path "$work/out")" --NoFileIo --Exclude=wide.keys; [ ! -e "$work/out" ] || complain 'something is written'; }
bulk_Durable() { rm -rf "$work/out"; run 0 "$directory" "$(windows_path "$work/out")" --Durable --Exclude=wide.keys; [ -n "$(find "$work/out" -name '*.pht')" ] || complain 'no table is written'; }
for option in FindBestGraph MeasureCoverage Contains Ranges OmitKeys HeaderWithoutData; do
  eval "bulk_$option() { run 0 \"\$directory\" --$option --Exclude=wide.keys --Json; count 1; }"
done
bulk_FindBestGraph() { run 0 "$directory" --FindBestGraph --BestCoverageAttempts=10 --Exclude=wide.keys --Json; count 1; }

declare -A form_of=()   # the form in which PerfectHashCreate has tried an option that both programs have
program=PerfectHashBulkCreate option=help
run 0 --help
cp "$work/stdout" "$work/bulk_help"
for program in PerfectHashCreate PerfectHashBulkCreate; do
  prefix=create subject=$keys
  [ $program = PerfectHashCreate ] || { prefix=bulk subject=$directory; value[KeysSubset]=7,8; }
  run 0 --help
  cat "$work/stdout" >>"$work/help"
  options=$(grep -o -- '--[A-Za-z]*' "$work/stdout" | cut -c3- | sort -u)
  [ "$(wc -w <<<"$options")" -gt 20 ] || complain '--help names hardly any option'
  for option in $options help; do
    forms=('=')
    ! grep -q -- "--$option=" "$work/help" || forms+=(' ')          # a switch has no other form
    case ${form_of[$option]-} in
    '=') forms=(' ') ;;
    ' ') forms=('=') ;;
    *) [ ${#forms[@]} = 1 ] || ! grep -q -- "--$option=" "$work/bulk_help" || { forms=("${forms[tried % 2]}") form_of[$option]=${forms[0]}; } ;;
    esac
    for form in "${forms[@]}"; do
      tried=$((tried + 1))
      if declare -F "${prefix}_$option" >/dev/null; then
        "${prefix}_$option"
      elif [ -n "${value[$option]-}" ]; then
        plain "$([ $prefix = create ] && echo "$subject" || echo "$directory\\deep")"
      else
        complain "$program --$option is tried by nothing here"
      fi
    done
    if [ -n "${wrong[$option]+x}" ]; then
      run 2 "$subject" "--$option=${wrong[$option]}"
      says "--$option=${wrong[$option]}: "
    fi
  done
done

# A console gets a line of progress, which goes away again; a pipe does not.
program=PerfectHashCreate option=progress
awk 'BEGIN { key = 4096; random = 7; for (i = 0; i < 32768; i++) { print key; random = (random * 75 + 74) % 65537; key += 16 * (1 + random % 24) } }' >"$work/long.txt"
long=("$(windows_path "$work/long.txt")" --HashFunction=MultiplyShiftR --MaxTableResizes=0 --MaxAttempts=18446744073709551615)
run 1 "${long[@]}" --MaxSolveTimeInSeconds=2
! grep -qF '[' "$work/stderr" || complain 'progress is shown in a pipe'
given_time draws '\[[#.]*\] [0-9]* %, [0-9]* s' PerfectHashCreate "${long[@]}" --MaxSolveTimeInSeconds=SECONDS || complain 'no progress on a console'
mkdir "$work/long"
for name in a b; do cp "$work/long.txt" "$work/long/$name.txt"; done
printf '1\n2\n3\n' >"$work/long/c.txt"
given_time draws '1 of 3 tables, [0-9.]* tables/s, [^,]* keys/s, .* left' PerfectHashBulkCreate "$(windows_path "$work/long")" "${long[@]:1}" \
  --MaxSolveTimeInSeconds=SECONDS || complain 'no rate and no time left on a console'

# A program's functions, numbers as text, and 64-bit keys by the name, in both programs.
program=PerfectHashCreate
mkdir "$work/kinds" "$work/made"
cp "$BIN/PerfectHash.dll" "$work/kinds/server.dll"
seq 7 7 700 >"$work/kinds/sevens.txt"
cp "$work/keys/wide.keys" "$work/kinds/wide64.keys"
for file in server.dll sevens.txt wide64.keys; do
  run 0 "$(windows_path "$work/kinds/$file")" "$(windows_path "$work/made")"
done
prints 'wide64  2 keys'
program=PerfectHashBulkCreate
run 0 "$(windows_path "$work/kinds")" "$(windows_path "$work/bulk")" --Json
count 3
for table in "$work"/made/*/*.pht; do cmp "$table" "$work/bulk/${table#"$work/made/"}" || complain "another table: $table"; done

echo "$tried options were tried"
exit $bad
