#!/usr/bin/env bash
# create.sh: PerfectHashCreate.exe as users call it: what it prints, what it writes, its exit code.
set -u
. "$(dirname "$0")/program.inc"
tested=$BIN/PerfectHashCreate.exe out=$work/out

keys=$work/'schöne keys.txt'
for i in $(seq 1 500); do echo $((i * i + 7)); done >"$keys"
keys=$(windows_path "$keys")
folder="$out/schöne keys_Chm01_Quadx_And"

run 0 "$keys" "$(windows_path "$out")"
prints 'schöne keys  500 keys  '
prints "$(windows_path "$folder")"
silent stderr
[ "$(wc -l <"$work/stdout")" = 1 ] || complain 'more than one line'
[ "$(ls "$folder" | wc -l)" = 2 ] || complain "not two files in $folder"
first=$(cat "$folder"/* | sha256sum)

# Options reach the table; the same options give the same bytes; others don't.
run 0 "$keys" "$(windows_path "$out")" Chm01 quadx And 2
[ "$(cat "$folder"/* | sha256sum)" = "$first" ] || complain 'another run made other bytes'
run 0 "$keys" "$(windows_path "$out")" --RngSeed 5
[ "$(cat "$folder"/* | sha256sum)" != "$first" ] || complain 'another seed made the same bytes'
run 0 "$keys" "$(windows_path "$work/one")" --Outputs=Header --Contains
[ "$(find "$work/one" -type f | wc -l)" = 1 ] && grep -q 'Contains(uint32_t' "$work"/one/*/*.h || complain 'not a header alone, with Contains'
run 0 "$keys" "$(windows_path "$work/none")" --NoFileIo
[ ! -e "$work/none" ] || complain '--NoFileIo writes'
run 0 "$keys" --HashFunction=MultiplyShiftRX --OmitKeys --Layout=Flat --MaxTableResizes=3 --InitialPerFileConcurrency=2 --MaxPerFileConcurrency=2 \
  --IncreaseConcurrencyAfterMilliseconds=5 --MaxSolveTimeInSeconds=60 --KeySizeInBytes=4 --Algorithm=Chm01 --MaskFunction=And

# What is looked up in a table of text keys are texts; that keys are numbers is known when they are read.
printf 'GET\n7\na b\n' >"$work/texts.txt"
run 0 "$(windows_path "$work/texts.txt")" --KeyType=Text '--Lookup=a b,7'
prints 'a b: position 2'
prints '7: position 1'
run 4 "$(windows_path "$work/texts.txt")" --KeyType=Text --Json --Lookup='GET, 7'
prints '{"key": "GET", "position": 0}, {"key": " 7", "position": -1}'
printf 'GET\nPOST\n' >"$work/texts.txt"
run 4 "$(windows_path "$work/texts.txt")" --Lookup=POST,get
prints 'get: not in the set'
run 2 "$(windows_path "$work/texts.txt")" --Lookup=POST,
says '--Lookup=POST,: expected a whole number'
run 2 "$keys" --Lookup=8,five
says '--Lookup=8,five: expected a whole number'

# What is printed.
run 0 "$keys" --Lookup=8,0xb
run 0 "$keys" --Lookup=9 --OmitKeys
run 4 "$keys" --Lookup=8,0xb,9
prints '8: position 0'
prints '0xb: position 1'
prints '9: not in the set'
run 0 "$keys" "$(windows_path "$out")" --Json --Lookup=8
prints '"keys": 500,'
prints '{"key": "8", "position": 0}'
grep -q '"attemptsMade": [1-9][0-9]*, "setups": [1-9].*, "verifyMicroseconds": ' "$work/stdout" || complain 'does not say what it took'
[ "$(grep -c '^{"name": "sch\\u00f6ne keys", .*, "files": \["[^"]*\.h", "[^"]*\.pht"\], "lookups": \[.*\]}$' "$work/stdout")" = 1 ] || complain 'not one JSON object'
run 0 "$keys" --Json --Lookup=8 --MeasureCoverage
prints '"emptyCacheLines": 0, "usedCacheLines": '
grep -o '"[A-Za-z]*":' "$work/stdout" >"$work/members"
run 1 nowhere --Json
grep -o '"[A-Za-z]*":' "$work/stdout" >>"$work/members"
for member in $(tr -d '":' <"$work/members"); do
  grep -q "^|.*\`$member\`.*|" "$ROOT/docs/reference/programs.md" || complain "docs/reference/programs.md does not tell of the member $member"
done
long=$(printf '%0300d' 8)
run 0 "$keys" --Json "--Lookup=$long,$(printf '\t8')"
prints "{\"key\": \"$long\", \"position\": 0}, {\"key\": \"\\u00098\", \"position\": 0}]"
LC_ALL=C grep -q '[^ -~]' "$work/stdout" && complain 'JSON beyond ASCII'
run 0 "$keys" --Quiet
silent stdout

# What can't be printed is told, and is no success.
for words in --help --version --Json --Lookup=8; do full 1 "$keys" $words; done
full 1 "$keys"
full 1 nowhere --Json
full 2 "$keys" --Json --Jsn

# A header without data, compiled, looks every key up in the table file's bytes.
run 0 "$keys" "$(windows_path "$work/lean")" --HeaderWithoutData --Contains --HashFunction=MultiplyShiftR --FallbackHashFunction=Quadx --Json
header=$(echo "$work"/lean/*_Chm01_MultiplyShiftR_And/*.h)
name=$(basename "$header" .h)
cat >"$work/lookup.c" <<END
#include <stdio.h>
#include "$name.h"
static uint64_t image[8192];
int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (file == NULL)
        return 2;
    const ${name}Table table = ${name}Open(image, fread(image, 1, sizeof image, file));
    fclose(file);
    if (table.slots == NULL)
        return 3;
    for (uint32_t i = 0; i < ${name}KeyCount; i++) {
        const uint32_t key = (i + 1) * (i + 1) + 7;
        uint32_t at = 0;
        if (${name}Index(&table, key) != i || !${name}Contains(&table, key, &at) || at != i || ${name}Contains(&table, key + 1, NULL))
            return 4;
    }
    return ${name}KeyCount == 500 ? 0 : 5;
}
END
cc -std=c11 -Wall -Wextra -Werror -I "${header%/*}" -o "$work/lookup" "$work/lookup.c" || complain 'the header without data does not compile'
"$work/lookup" "${header%.h}.pht" || complain "the header without data finds other positions ($?)"
run 0 --help
helps
cp "$work/stdout" "$work/help"
for word in -h '-?' '/?'; do
  run 0 $word
  cmp "$work/stdout" "$work/help" || complain "$word is not --help"
done
run 0 --version
prints 'PerfectHashCreate '

# Keys from standard input: the bytes as they come, in a table that has a name of its own; nothing stays in the temporary folder.
temporary() { ls "$PERFECTHASH_PREFIX"/drive_c/users/*/Temp/phk* "$PERFECTHASH_PREFIX"/drive_c/users/*/AppData/Local/Temp/phk* 2>/dev/null; }
piped() { cat >"$work/piped"; input=$work/piped run "$@"; } # piped EXIT ARGS...: as run, with standard input
export PERFECTHASH_PREFIX=${PERFECTHASH_PREFIX:-$ROOT/build/test-prefix}
temporary >"$work/before"
piped 0 - "$(windows_path "$work/in")" --Lookup=8,0xb <"$work/schöne keys.txt"
prints 'Keys  500 keys  '
prints '0xb: position 1'
[ -s "$work/in/Keys_Chm01_Quadx_And/Keys.h" ] || complain 'no table of the name Keys'
piped 0 --name Methods --ignorecase -- - "$(windows_path "$work/in")" < <(printf 'GET\r\nPOST\r\n')
[ -s "$work/in/Methods_Chm01_Text_And/Methods.pht" ] || complain 'no table of the name that was given'
piped 0 - --KeySizeInBytes=8 --Json < <(printf '\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0')
prints '{"name": "Keys", "keys": 2, "keySizeInBytes": 8'
piped 1 - "$(windows_path "$work/nothing")" < <(printf '7\n8\nx\n')
says 'PerfectHashCreate: standard input: line 3, column 1: it holds no'
piped 1 - </dev/null
says 'standard input: there are no keys in it.'
piped 2 - --ValueBits=8 < <(printf '5\n')
says '--ValueBits: it goes with --Values, as no file lies beside standard input'
[ ! -e "$work/nothing" ] || complain 'wrong keys from standard input leave a directory'
temporary | diff "$work/before" - || complain 'standard input leaves a file in the temporary folder'

# What goes wrong names the input, and leaves nothing.
missing=$(windows_path "$work/missing.keys")
run 1 "$missing" "$(windows_path "$work/nothing")"
says "$missing: there is no such keys file."
silent stdout
run 1 "$missing" --Json
says "$missing: there is no such keys file."
prints '"code": "0x80041000"'
run 1 "$missing" --Silent
silent stdout
silent stderr
printf '5\n6\n5\n' >"$work/twice.txt"
run 1 "$(windows_path "$work/twice.txt")" "$(windows_path "$work/nothing")"
says 'the key 5 occurs twice, on lines 1 and 3'
run 1 "$(windows_path "$work")"
says 'this is a directory'
: >"$work/file"
run 1 "$keys" "$(windows_path "$work/file")"
says 'the output directory can'
[ ! -e "$work/nothing" ] || complain 'a failure leaves a directory'
run 2
says 'KEYS: missing argument; expected a keys file'
run 2 "$keys" --RgnSeed=5
says '--RgnSeed: there is no such option; did you mean --RngSeed?'
run 2 "$keys" --Jsn
says 'did you mean --Json?'
for word in -Lookup=404 /Lookup=404 /Lookup:404; do
  run 2 "$keys" $word
  says "${word%[=:]*}: there is no such option; did you mean --Lookup?"
done
for word in -help /help; do
  run 2 $word
  says 'did you mean --help?'
done
run 2 "$keys" /folder
says '/folder: there is no such option; an option begins with --'
run 2 "$(windows_path "$work/some dir")"'" --Json'
says 'some dir" --Json: there is a quote in it: behind a backslash a quote does not end a text'
run 2 "$keys" --MaxAttempts=many
says '--MaxAttempts=many: expected a whole number from 0 to'
run 2 "$keys" a Chm01 Quadx And 1 more
says 'one argument too many'
for lookup in five 8,five '' 8, ,8; do
  run 2 "$keys" "$(windows_path "$work/nothing")" --KeyType=Number "--Lookup=$lookup"
  says "--Lookup=$lookup: expected a whole number"
done
run 2 "$keys" "$(windows_path "$work/nothing")" --Seeds=1
says 'keys.txt: --Seeds: Quadx takes 2 numbers'
[ ! -e "$work/nothing" ] || complain 'a wrong command line makes a table'

# Without the server beside it there is nothing to run.
mkdir "$work/alone" && cp "$BIN/PerfectHashCreate.exe" "$work/alone"
tested=$work/alone/PerfectHashCreate.exe run 3 "$keys"
says 'PerfectHash.dll: there is no such file; it belongs beside this program.'

# Ctrl+C cancels a long solve, which leaves nothing half written. (The interrupt goes to the program, whose console event it is.)
# Keys as function addresses are: many attempts for a hash that is linear in the key.
awk 'BEGIN { key = 4096; random = 7; for (i = 0; i < 32768; i++) { print key; random = (random * 75 + 74) % 65537; key += 16 * (1 + random % 24) } }' >"$work/long.txt"
long=("$(windows_path "$work/long.txt")" "$(windows_path "$work/nothing")" --HashFunction=MultiplyShiftR --MaxTableResizes=0
  --MaxAttempts=18446744073709551615)
run 1 "${long[@]}" --MaxSolveTimeInSeconds=1
says 'the search did not end within the time limit of 1 s'
# interrupted SECONDS: the interrupt comes after so many
interrupted() {
  PERFECTHASH_PREFIX=${PERFECTHASH_PREFIX:-$ROOT/build/test-prefix} timeout --foreground -s INT -k 20 "$1" "$WINE" "$BIN/PerfectHashCreate.exe" "${long[@]}" \
    </dev/null >"$work/stdout" 2>"$work/stderr"
  code=$?
  grep -qF 'long.txt: cancelled.' "$work/stderr"
}
given_time interrupted || complain 'an interrupted program does not say so'
[ $code = 124 ] || complain "the interrupted program ended with $code"
[ ! -e "$work/nothing" ] || complain 'an interrupt leaves something behind'

# A second Ctrl+C ends at once a program that does not go at the first: stubborn_program is one, with the main that all programs share.
PERFECTHASH_PREFIX=${PERFECTHASH_PREFIX:-$ROOT/build/test-prefix} "$WINE" "$BIN/stubborn_program.exe" </dev/null >"$work/stdout" 2>"$work/stderr" &
stubborn=$!
wait_for() { for _ in $(seq 600); do grep -q "$1" "$work/stdout" && return; sleep 0.1; done; complain "the stubborn program does not say: $1"; }
wait_for ready
kill -INT $stubborn
wait_for interrupted
kill -INT $stubborn
wait $stubborn
code=$?
[ $code = 1 ] || complain "a second interrupt ends the program with $code"

# A crash of a program leaves a trace on stderr and a minidump, and ends it with the exception's code.
mkdir "$work/dumps"
PERFECTHASH_CRASH_DIR=$(windows_path "$work/dumps") timeout 60 "$WINE" --test "$BIN/stubborn_program.exe" crash </dev/null >"$work/stdout" 2>"$work/stderr"
code=$?
[ $code = $((0xC0000005 & 255)) ] || complain "a crash ends the program with $code"
grep -q 'stubborn_program crashed: access violation (0xC0000005)' "$work/stderr" && grep -q '#0 stubborn_program.exe+0x' "$work/stderr" ||
  complain 'a crash leaves no trace'
[ "$(head -c 4 "$work"/dumps/stubborn_program-*.dmp)" = MDMP ] && [ -s "$(echo "$work"/dumps/stubborn_program-*.txt)" ] || complain 'a crash leaves no minidump'

[ $bad = 0 ] && echo "$checks calls were right"
exit $bad
