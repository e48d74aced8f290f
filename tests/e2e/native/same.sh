#!/usr/bin/env bash
# same.sh: perfecthash, the generator of the native build, writes the files that the DLL writes: the same names with the same bytes, for keys of every
# kind and for options that decide about a table; and the same rules of makefiles. PERFECTHASH_KEYS=<folder> adds keys files of one's own.
set -u
. "$(dirname "$0")/../cli/program.inc"
native=$ROOT/build/native/bin/perfecthash
[ -x "$native" ] || "$ROOT/scripts/build" native perfecthash || exit 1
tested=$BIN/PerfectHashBulkCreate.exe
cd "$work" || exit 2

# same FOLDER OPTIONS...: a bulk run over the folder, and the generator for each of its files; what is wrong with a file is told in the same words.
same() {
  local folder=$1 file compared
  shift
  rm -rf dll own
  timeout 120 "$WINE" --test "$tested" "$folder" dll --NoSummary "--Include=*" "--Exclude=*.values" "$@" </dev/null >"$work/stdout" 2>"$work/stderr"
  for file in "$folder"/*; do
    [[ $file == *.values ]] || "$native" "$file" own --Quiet "$@" 2>>"$work/own.errors"
  done
  mkdir -p own
  # A bulk run counts programs without functions apart; Wine's paths begin with Z:.
  tr -d '\r' <"$work/stderr" | sed -E 's/^[^:]*: //; s#\\#/#g; s# Z:/# /#' | sort >"$work/dll.said"
  sed -E 's/^[^:]*: //; /lists no function addresses/d' "$work/own.errors" | sort >"$work/own.said"
  rm "$work/own.errors"
  diff "$work/dll.said" "$work/own.said" >>"$work/stdout" || complain "$folder $*: errors differ"
  compared=$(find own -type f | wc -l)
  checks=$((checks + compared + $(wc -l <"$work/own.said")))
  [ $compared -gt 0 ] || [ -s "$work/own.said" ] || complain "nothing of $folder $*"
  diff -r -x '*.csv' -x '*.json' dll own >>"$work/stdout" || complain "$folder $*: files differ"
}

# A sequence of numbers that look random, with the same bytes each time.
packed() { # COUNT FORMAT: of perl's pack
  perl -e 'my ($n, $f) = @ARGV; my $x = 12345; for (1 .. $n) { $x = ($x * 1103515245 + 12345) % 2147483648; print pack($f, $f eq "Q<" ? $x * 4294967311 : $x * 2) }' "$1" "$2"
}
mkdir numbers texts program wide values
packed 4 V >numbers/four.keys
packed 30000 V >numbers/random.keys
packed 3000 'Q<' >numbers/random64.keys
perl -e 'print pack("V", 1000 + 3 * $_) for 0 .. 999' >numbers/linear.keys
printf '# codes\n404\n0x1F4 # five hundred\n\n200\r\n18446744073709551615\n' >numbers/codes.txt
packed 400 V | head -c 16 >'numbers/with blank.keys'
cp "$ROOT"/benchmarks/words/*.txt texts
printf '\xef\xbb\xbfone\r\ntwo\r\n\r\nthr\xc3\xa4e\r\n' >texts/mark.txt
{ printf '\xff\xfe'; printf 'eins\nzwei\ndr\xc3\xa4i\n' | iconv -t UTF-16LE; } >texts/utf16.txt
cp "$BIN/PerfectHash.dll" "$BIN/PerfectHashCreate.exe" program
printf '{00112233-4455-6677-8899-aabbccddeeff}\n00112233-4455-6677-8899-aabbccddee00\n0x1\n' >wide/guids.txt
packed 1000 V >values/ages.keys
perl -e 'print pack("v", $_ * 37 % 65536) for 1 .. 1000' >values/ages.keys.values

mkdir all
cp numbers/* texts/* program/* wide/* all

same all
same all --Contains --RngSeed=7
same numbers --OmitKeys --HashFunction=Mulshrolate3RX
same numbers --Reject=Fingerprint16 --Layout=Partitioned
same numbers --Layout=Compact --Packed --HeaderWithoutData
same numbers --FindBestGraph --BestCoverageAttempts=30 --MaxTableResizes=4
same numbers --Ranges
same texts --IgnoreCase --RngSeed=3
same program --Functions=Exports --Outputs=TableFile
mkdir records
printf 'name,port:u16,secure,weight\r\nhttp,80,false,1\r\n"https, or ""TLS""",443,true,2.5\r\nssh,22,true,-3\r\n' >records/services.csv
printf 'name\tage\n0xCB73\t7\n9\t65535\n' >records/ages.tsv
printf '{"name":"a\\u00e4","n":1,"on":true}\n{"n":-300,"on":false,"name":"b"}\n' >records/lines.jsonl
printf 'name;label:enum;id2\n{00112233-4455-6677-8899-aabbccddeeff};x;1\n00112233-4455-6677-8899-aabbccddee00;y;2\n' >records/guids.csv
{ printf '\xff\xfe'; printf 'name,state:enum\nx,open\ny,shut\nx,open\n' | iconv -t UTF-16LE; } >records/wide.csv
same records --KeyColumn=name --DropDuplicates
same records --KeyColumn=name
same records --KeyColumn=name --Ranges --Columns=age
same records
languages=CSharp,Cpp,CppModule,Rust,Go,Java,JavaScript,TypeScript,Python,PowerShell
same numbers "--Outputs=$languages" --Contains
same texts "--Outputs=$languages"
same numbers --Outputs=Header,Rust,Test,Benchmark,CMake,VisualStudio,Cargo
same records --KeyColumn=name "--Outputs=Header,Rust"
for file in "$ROOT"/tests/e2e/gperf/cases/*.gperf; do cp "$file" .; done
tested=$BIN/PerfectHashCreate.exe
for file in *.gperf; do
  "$native" "$file" own_gperf --Quiet 2>"$work/own.said"
  run $? "$file" dll_gperf
  diff <(sed 's/^[^:]*: //' "$work/stderr") <(sed 's/^[^:]*: //' "$work/own.said") || complain "$file: errors differ"
done
diff -r dll_gperf own_gperf >"$work/stdout" || complain 'files of gperf differ'

# same_rule KEYS OPTIONS...: --DepFile writes one rule.
same_rule() {
  rm -f dll.d own.d
  "$native" "$@" --DepFile=own.d --Quiet >"$work/stdout" 2>&1 || complain "$*: perfecthash ends with $?"
  run 0 "$@" --DepFile=dll.d
  [ -s own.d ] && cmp own.d dll.d >"$work/stdout" || complain "$*: the rules differ: $(cat own.d dll.d)"
}
same_rule 'numbers/with blank.keys' './a folder #1'
same_rule values/ages.keys './$2/' --ValueBits=16 --Outputs=CSource,TableFile
same_rule numbers/codes.txt -o './one file.h'
tested=$BIN/PerfectHashBulkCreate.exe
same values --ValueBits=16
same values --ValueBits=16 --Positions --Contains

# What is wrong is told in the same words.
mkdir wrong
printf '7\n8\n7\n' >wrong/twice.txt
printf '7\n8\n0x7\n' >wrong/twice_otherwise.txt
printf 'a\nb\na\n' >wrong/words.txt
printf '7\nx\n' >wrong/both.txt
printf 'x\n7\n' >wrong/behind.txt
printf '12345' >wrong/odd.keys
: >wrong/empty.keys
printf 'just text\n' >wrong/text.keys
printf '{00112233-4455-6677-8899-aabbccddeeff}\n1\n0x1\n' >wrong/guids.txt
printf 'MZ and no more' >wrong/broken.dll
cp dll/*/ages.pht wrong/table.keys
packed 5 V >wrong/ages.keys
printf 'a' >wrong/ages.keys.values
same wrong
same wrong --IgnoreCase --KeyType=Text
same wrong --ValueBits=8
same wrong --Ranges --HeaderWithoutData
same wrong --Seeds=1,2,3 --KeysSubset=7,0xABCDEF --MeasureCoverage
[ -z "${PERFECTHASH_KEYS-}" ] || same "$PERFECTHASH_KEYS"

echo "$checks files and runs compared"
exit $bad
