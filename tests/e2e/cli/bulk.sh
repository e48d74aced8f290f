#!/usr/bin/env bash
# bulk.sh: PerfectHashBulkCreate.exe as users call it: what it prints, what it writes, its exit code, and a run that is killed and resumed.
set -u
. "$(dirname "$0")/program.inc"
tested=$BIN/PerfectHashBulkCreate.exe

mkdir -p "$work/keys/deep"
for i in $(seq 100 219); do seq $((i * 1000)) $((i * 1000 + i)) >"$work/keys/set $i.txt"; done
seq 1 50 >"$work/keys/deep/inner.txt"
printf '\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0' >"$work/keys/wide64.keys"
keys=$(windows_path "$work/keys")

run 0 "$keys" "$(windows_path "$work/out")"
prints '121 tables  '
prints PerfectHashBulkCreate.csv
silent stderr
number='[0-9]+([.][0-9])?' # and the unit or the letter of its thousands behind a blank
summary="^121 tables  19262 keys  $number [kM]B written  ($number m?s|[0-9]+ min [0-9]+ s)  $number( k)? tables/s  $number( [kM])? keys/s\$"
grep -qE "$summary" "$work/stdout" && grep -qE "^slowest: set [0-9]+\.txt, $number m?s\$" "$work/stdout" && [ "$(wc -l <"$work/stdout")" = 3 ] ||
  complain 'not the summary'
[ "$(find "$work/out" -name '*.pht' | wc -l)" = 121 ] || complain 'not 121 table files'
[ "$(wc -l <"$work/out/PerfectHashBulkCreate.csv")" = 122 ] || complain 'not a row a table'
grep -q '^wide64.keys,wide64,Created,2,8,Chm01,Quadx,And,Flat,' "$work/out/PerfectHashBulkCreate.csv" || complain 'no row of 64-bit keys'
for column in $(head -n 1 "$work/out/PerfectHashBulkCreate.csv" | tr -d '\r' | tr , ' '); do
  grep -q "^|.*\b$column\b.*|.*|" "$ROOT/docs/how-to/bulk-runs.md" || complain "docs/how-to/bulk-runs.md does not tell of the column $column"
done
grep -q '"created": 121' "$work/out/PerfectHashBulkCreate.json" || complain 'no JSON summary'
full 1 "$keys" --NoFileIo
full 1 "$keys" --NoFileIo --Json
full 1 --help
whole=$(cd "$work/out" && find . -name '*.pht' -print0 | sort -z | xargs -0 cat | sha256sum)
# sums FOLDER: of the tables' files below it
sums() { (cd "$1" && find . \( -name '*.pht' -o -name '*.h' \) -print0 | sort -z | xargs -0r sha256sum); }
sums "$work/out" >"$work/whole.sums"

# A program without functions is no failure.
mkdir "$work/programs"
{ printf 'MZ%58s\200\0\0\0' '' && head -c 64 /dev/zero && printf 'PE\0\0\144\206' && head -c 14 /dev/zero && printf '\160\0\0\0\013\002' && head -c 110 /dev/zero; } >"$work/programs/empty.exe"
run 0 "$(windows_path "$work/programs")"
prints '0 tables  1 without functions  '
silent stderr
run 0 "$(windows_path "$work/programs")" --Json
prints '"failed": 0, "withoutFunctions": 1, '

# Options.
run 0 "$keys" "$(windows_path "$work/one")" Chm01 Quadx And 3 --Include='set 1*.txt' --Exclude='set 10*;set 11*' --NoSummary --Json
prints '{"created": 80, "skipped": 0, "failed": 0, '
[ -z "$(find "$work/one" -name '*.csv')" ] || complain '--NoSummary writes a CSV file'
run 0 "$keys" "$(windows_path "$work/deep")" --Recursive --Include='inner*' --Quiet
silent stdout
[ -e "$work/deep/deep/inner_Chm01_Quadx_And/inner.pht" ] || complain '--Recursive makes no folder in a folder'
run 0 "$keys" "$(windows_path "$work/none")" --NoFileIo --MaximumConcurrency=2
[ ! -e "$work/none" ] || complain '--NoFileIo writes'
run 0 "$keys" --Pack="$(windows_path "$work/all.phpack")" --Json
prints "\"pack\": \"$(windows_path "$work/all.phpack" | sed 's#\\#&&#g')\""
for member in $(grep -o '"[A-Za-z]*":' "$work/stdout" | tr -d '":'); do
  grep -q "^|.*\`$member\`.*|" "$ROOT/docs/how-to/bulk-runs.md" || complain "docs/how-to/bulk-runs.md does not tell of the member $member"
done
run 0 "$keys" --Pack="$(windows_path "$work/all.phpack")"
prints "pack: $(windows_path "$work/all.phpack")"
[ "$(head -c 4 "$work/all.phpack" | tail -c 3)" = PHK ] || complain 'no pack file'
same=("$keys" "$keys\\" "$keys\\deep\\..")                # one folder, whole and without a \ at its end in the results
for i in 1 2 3; do run 0 "${same[i - 1]}" "$(windows_path "$work/shards")" --Shard=$i/3 --Silent; silent stdout; done
[ "$(cd "$work/shards" && find . -name '*.pht' -print0 | sort -z | xargs -0 cat | sha256sum)" = "$whole" ] || complain 'the shards are not the whole'
run 0 --Merge "$(windows_path "$work/shards")"
prints '121 tables  '
sed -E 's/(,[0-9]*){11}\r$//' "$work/out/PerfectHashBulkCreate.csv" >"$work/whole.csv"
sed -E 's/(,[0-9]*){11}\r$//' "$work/shards/PerfectHashBulkCreate.csv" | cmp - "$work/whole.csv" || complain 'the merged CSV is not that of a whole run'
rm "$work/shards/PerfectHashBulkCreate.2-of-3.json"
run 1 --Merge="$(windows_path "$work/shards")" --Json
says 'PerfectHashBulkCreate.2-of-3.json is missing'
prints '"code": "0x80041060"'
run 2 "$keys" --Merge="$(windows_path "$work/shards")"
says '--Merge takes no other directory'
run 0 "$keys" "$(windows_path "$work/out")" --Resume
prints '0 tables  121 skipped'

# What goes wrong.
printf '1\nno number\n' >"$work/keys/bad.txt"
run 1 "$keys" "$(windows_path "$work/out")" --Resume
says 'bad.txt'
prints '121 skipped  1 failed'
run 1 "$keys" --NoFileIo --Json --Include='bad.txt'
prints '"failures": ["'
rm "$work/keys/bad.txt"
run 1 "$(windows_path "$work/nowhere")"
says 'nowhere: there is no such directory of keys files.'
run 1 "$(windows_path "$work/keys/set 100.txt")"
says "set 100.txt: the directory of keys files can't be read: it is a file."
run 2 "$keys" --Recurse
says 'did you mean --Recursive?'
run 2
says 'expected a directory of keys files'
run 0 --version
prints 'PerfectHashBulkCreate '
run 2 "$keys" -Pack=x
says '-Pack: there is no such option; did you mean --Pack?'
run 0 --help
helps
for option in Include Exclude Recursive MaximumConcurrency Resume Pack Shard NoSummary Json Quiet Silent version; do prints "--$option"; done

# Ctrl+C cancels a run: the tables that are made stay, whole, and nothing else does.
mkdir "$work/slow"
awk 'BEGIN { key = 4096; random = 7; for (i = 0; i < 32768; i++) { print key; random = (random * 75 + 74) % 65537; key += 16 * (1 + random % 24) } }' >"$work/slow/long.txt"
cp "$work/keys/set 100.txt" "$work/slow"
"$WINE" "$BIN/PerfectHashBulkCreate.exe" "$(windows_path "$work/slow")" "$(windows_path "$work/interrupted")" --HashFunction=MultiplyShiftR \
  --MaxTableResizes=0 --MaxAttempts=18446744073709551615 </dev/null >"$work/stdout" 2>"$work/stderr" &
program=$!
for _ in $(seq 400); do [ -e "$work/interrupted/set 100_Chm01_MultiplyShiftR_And/set_100_a155117c.pht" ] && break; sleep 0.1; done
kill -INT $program                      # once: a second one would not wait for what is cancelled
wait $program
code=$?
[ $code = 1 ] || complain "the interrupted program ended with $code"
says 'slow: cancelled.'
[ "$(cd "$work/interrupted" && find . -type f | sort | tr '\n' ' ')" = './set 100_Chm01_MultiplyShiftR_And/set_100_a155117c.h ./set 100_Chm01_MultiplyShiftR_And/set_100_a155117c.pht ' ] ||
  complain "an interrupt leaves $(find "$work/interrupted" -type f)"

# A keys file that grows while it is read fails alone, and is not taken for the one that it was.
mkdir "$work/growing"
cp "$work/keys/set 100.txt" "$work/growing"
truncate -s 64M "$work/growing/grows.keys"
while :; do printf keys; done >>"$work/growing/grows.keys" & writer=$!
run 1 "$(windows_path "$work/growing")" --NoFileIo
{ kill $writer; wait $writer; } 2>/dev/null
prints '1 table  1 failed'
says 'grows.keys: the keys can'\''t be read: the file changed while it was read.'

# Writes that fail at once, as on a full disk, here for a limit to files' sizes: those tables alone fail, and nothing of them stays.
mkdir "$work/sizes"
for i in 1 2 3 4 5 6 7 8; do seq $((i * 7)) 13 $((i * 7 + 13 * (i % 2 ? 20000 : 200))) >"$work/sizes/$i.txt"; done
trap '' XFSZ
ulimit -S -f 32
for output in Header,TableFile TableFile; do
  run 1 "$(windows_path "$work/sizes")" "$(windows_path "$work/full")" --Outputs=$output
  prints '4 tables  4 failed'
  for i in 1 3 5 7; do says "$(windows_path "$work/full/${i}_Chm01_Quadx_And")"; done
  [ "$(ls -A "$work/full" | tr '\n' ' ')" = '2_Chm01_Quadx_And 4_Chm01_Quadx_And 6_Chm01_Quadx_And 8_Chm01_Quadx_And PerfectHashBulkCreate.csv PerfectHashBulkCreate.json ' ] ||
    complain "a limit to files' sizes leaves $(find "$work/full" | tr '\n' ' ')"
done
run 1 "$(windows_path "$work/sizes")" --Pack="$(windows_path "$work/full.phpack")"
says "$(windows_path "$work/full.phpack"): can't be written"
[ ! -e "$work/full.phpack" ] && ! compgen -G "$work/~*" >/dev/null || complain 'a pack that can not be written stays'
ulimit -S -f unlimited
trap - XFSZ

# Killed at 20 random moments: of each table there is nothing or what a whole run makes, and a run that is resumed keeps that, makes the rest and
# leaves nothing else behind.
fifty=("$keys" --Include='set 10*;set 11*;set 12*;set 13*;set 14*')
grep '/set 1[0-4]' "$work/whole.sums" >"$work/fifty.sums"
RANDOM=${BULK_KILL_SEED:=$RANDOM}
hits=0 midst=0
for round in $(seq 20); do
  killed=$work/killed$round until=$((RANDOM % 53))
  "$WINE" "$BIN/PerfectHashBulkCreate.exe" "${fifty[@]}" "$(windows_path "$killed")" </dev/null >/dev/null 2>&1 &
  program=$!
  if [ $until -gt 50 ]; then
    sleep "0.$(printf '%03d' $((RANDOM % 100)))"        # before there is anything, perhaps
  else
    while tables=("$killed"/*/*.pht) && [ ${#tables[@]} -lt $until ] && kill -0 $program; do :; done
  fi 2>/dev/null
  { kill -9 $program; wait $program; } 2>/dev/null      # scripts/wine became the program
  [ $? != 137 ] || hits=$((hits + 1))
  mkdir -p "$killed"
  sums "$killed" | grep -vxFf "$work/fifty.sums" && complain "a killed run leaves other files than a whole one ($BULK_KILL_SEED)"
  made=$(find "$killed" -name '*.pht' | wc -l)
  [ "$made" = 0 ] || [ "$made" = 50 ] || midst=$((midst + 1))
  run 0 "${fifty[@]}" "$(windows_path "$killed")" --Resume
  grep -q "^$((50 - made)) tables\?  $([ "$made" = 0 ] || echo "$made skipped  ")" "$work/stdout" || complain "does not keep $made tables ($BULK_KILL_SEED)"
  sums "$killed" | cmp - "$work/fifty.sums" || complain "other tables after a resume ($BULK_KILL_SEED)"
  left=$(cd "$killed" && find . -type f ! -name '*.pht' ! -name '*.h' | sort | tr '\n' ' ')
  [ "$left" = './PerfectHashBulkCreate.csv ./PerfectHashBulkCreate.json ' ] || complain "a resume leaves behind: $left ($BULK_KILL_SEED)"
  [ "$(wc -l <"$killed/PerfectHashBulkCreate.csv")" = 51 ] || complain "not a row a table after a resume ($BULK_KILL_SEED)"
done
echo "20 kills (BULK_KILL_SEED=$BULK_KILL_SEED): $hits of a run that went on, $midst with some of its tables made"
[ $hits -ge 15 ] && [ $midst -ge 10 ] || complain 'most kills come too early or too late'

echo "$checks calls"
exit $bad
