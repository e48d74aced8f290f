#!/usr/bin/env bash
# look.sh: PerfectHashCreate.exe on table files and packs: --Info, --Verify, --ListKeys, --Lookup and --Table. What --ListKeys prints makes the same table
# again, damage is told with exit code 1, what can't be answered is wrong usage, and a keys file is none of these.
set -u
. "$(dirname "$0")/program.inc"
tested=$BIN/PerfectHashCreate.exe
table() { windows_path "$(ls "$work/$1"/*/*.pht)"; } # table FOLDER: the one table file below it
make() { # make FOLDER KEYS OPTIONS: a table below FOLDER
  run 0 "$(windows_path "$2")" "$(windows_path "$work/$1")" "${@:3}"
}
mkdir -p "$work/keys/sub"
seq 1000 3 2500 >"$work/keys/numbers.txt"
printf '%s\n' GET POST '# no comment' 'größer' >"$work/keys/sub/words.txt"
(cat "$work/keys/sub/words.txt"; echo 01) >"$work/words.txt"
printf '\377\n' >"$work/bytes.txt"
printf '18446744073709551615\n9007199254740993\n5\n' >"$work/wide.txt"
printf '{0000000%x-0000-0000-0000-000000000000}\n' 1 2 3 >"$work/guids.txt"
make numbers "$work/keys/numbers.txt"
make words "$work/words.txt" --KeyType=Text
make wide "$work/wide.txt"
make guids "$work/guids.txt"
make bytes "$work/bytes.txt" --KeyType=Text
make omitted "$work/keys/numbers.txt" --OmitKeys
make marked "$work/keys/numbers.txt" --Reject=Fingerprint8

# What is in it.
run 0 "$(table numbers)" --Info
for line in 'KeyCount             501' 'KeyType              Number' 'KeySizeInBytes       4' 'HasKeys              true' 'Layout               Flat' 'Rejects              all other keys'; do prints "$line"; done
prints "FileBytes            $(wc -c <"$(ls "$work"/numbers/*/*.pht)")"
run 0 "$(table marked)" --Info && prints 'Rejects              all other keys but one in 256'
run 0 "$(table omitted)" --Info && prints 'Rejects              no other key'
run 0 "$(table words)" --Info && prints 'KeyType              Text' && prints 'Layout               Text'
make program "$BIN/PerfectHash.dll"
run 0 "$(table program)" --Info && prints 'ModuleName           PerfectHash.dll' && ! grep -q '^ModuleImageBytes *0' "$work/stdout" || complain 'no module'
run 0 "$(table words)" --Info --Verify --Lookup=POST --Json
prints '{"name": "words", "keys": 5, "keyType": "Text", "keySizeInBytes": 0, "keysHash": "0x'
prints '"rejectRate": 1, "verifiedKeys": 5, "lookups": [{"key": "POST", "position": 1}]}'
run 0 "$(table marked)" --Info --Json && prints '"rejectRate": 0.996094'
for member in $(grep -o '"[A-Za-z]*":' "$work/stdout" | tr -d '":') tables verifiedKeys; do
  grep -q "^|.*\`$member\`.*|" "$ROOT/docs/reference/programs.md" || complain "docs/reference/programs.md does not tell of the member $member"
done

# Every key is looked up.
run 0 "$(table numbers)" --Verify && prints 'numbers: the checksum holds, and each of 501 keys gives its position'
run 0 "$(table words)" --Verify && prints 'each of 5 keys gives its position'
run 0 "$(table omitted)" --Verify
prints 'numbers: the checksum holds; there are no keys in it to look up'
damaged=$work/damaged.pht
cp "$work"/numbers/*/*.pht "$damaged"
printf '\1' | dd of="$damaged" bs=1 seek=600 conv=notrunc 2>/dev/null
run 1 "$(windows_path "$damaged")" --Verify && says 'damaged.pht: the table file is damaged: its checksum is wrong'

# The keys come out as a keys file that makes the same table.
for name in numbers wide guids words; do
  run 0 "$(table $name)" --ListKeys
  tr -d '\r' <"$work/stdout" >"$work/$name.txt"
  type=Number
  [ $name != words ] || type=Text
  make "again-$name" "$work/$name.txt" --KeyType=$type
  cmp "$work/$name"/*/*.pht "$work/again-$name"/*/*.pht || complain "the listed keys of $name make another table"
done
# Keys of 64 bits that fit 32 keep their width in a file whose name says it.
printf '7\n9\n4294967295\n' >"$work/narrow.txt"
make narrow "$work/narrow.txt" --KeySizeInBytes=8
run 0 "$(table narrow)" --ListKeys
tr -d '\r' <"$work/stdout" >"$work/narrow64.keys"
make again-narrow "$work/narrow64.keys" --Name=narrow
cmp "$work/narrow"/*/*.pht "$work/again-narrow"/*/*.pht || complain 'a list of narrow 64-bit keys makes another table'
run 0 "$(table words)" --ListKeys --Json && prints '{"keys": ["GET", "POST", "# no comment", "gr\u00f6\u00dfer", "01"]}'
run 0 "$(table numbers)" --ListKeys --Json && prints '{"keys": [1000, 1003, '
run 1 "$(table omitted)" --ListKeys && says 'the table was made without its keys'
run 0 "$(table bytes)" --Verify && prints 'and its 1 key gives its position'
run 1 "$(table bytes)" --ListKeys && says 'the key at position 0: it is not UTF-8'

# Lookups need no other option.
run 0 "$(table numbers)" --Lookup=1000,0x3eb && prints '0x3eb: position 1'
run 4 "$(table numbers)" --Lookup=1000,7 && prints '7: not in the set'
run 4 "$(table words)" --Lookup=GET,get --Json && prints '{"key": "GET", "position": 0}, {"key": "get", "position": -1}]}'
run 2 "$(table numbers)" --Lookup=GET && says 'GET'

# Which range is it?
run 0 "$(table numbers)" --Lookup=1002,2600 --Ranges && prints '1002: position 0, which begins at 1000' && prints '2600: position 500, which begins at 2500'
run 4 "$(table numbers)" --Lookup=999,0x3ec --Ranges && prints '999: below all keys' && prints '0x3ec: position 1, which begins at 1003'
run 0 "$(table wide)" --Lookup=9007199254740994 --Ranges --Json && prints '"position": 1, "floor": 9007199254740993}'
run 4 "$(table numbers)" --Lookup=999 --Ranges --Json && prints '{"key": "999", "position": -1}'
run 2 "$(table words)" --Lookup=GET --Ranges && says 'ranges are of keys of 32 and 64 bits'
run 1 "$(table omitted)" --Lookup=5 --Ranges && says 'made without its keys'
run 4 "$(table numbers)" --Lookup=1002 --Ranges=false && prints '1002: not in the set'
run 0 --ranges "$(table numbers)" --Lookup=1002 && prints '1002: position 0'
run 2 "$(table numbers)" --Info --Ranges && says '--Ranges: of a finished table it goes with --Lookup'

# A pack: all of its tables, or one of them.
pack=$(windows_path "$work/all.phpack")
tested=$BIN/PerfectHashBulkCreate.exe run 0 "$(windows_path "$work/keys")" "--Pack=$pack" --Recursive
run 0 "$pack" --Info && prints 'numbers.txt  501 keys  Flat  ' && prints 'sub\words.txt  4 keys  Text  '
run 0 "$pack" --Verify && prints 'each of 501 keys' && prints 'each of 4 keys'
run 0 "$pack" --Info --Verify --Json
prints '{"tables": [{"name": "numbers.txt", "keys": 501, ' && prints ', {"name": "sub\\words.txt", "keys": 4, ' && prints '"verifiedKeys": 4}]}'
run 0 "$pack" '--Table=sub\words.txt' --Lookup=POST && prints 'POST: position 1'
run 0 "$pack" --Table=numbers.txt --ListKeys && prints 1003
run 1 "$pack" --Table=none --Info && says 'none: there is no such table in this collection of 2'
run 2 "$pack" --ListKeys && says '--ListKeys: name one of the pack'
run 2 "$pack" --Lookup=5 && says '--Lookup: name one of the pack'
cp "$work/all.phpack" "$work/hurt.phpack"
printf '\1' | dd of="$work/hurt.phpack" bs=1 seek=700 conv=notrunc 2>/dev/null
run 1 "$(windows_path "$work/hurt.phpack")" --Verify
says 'hurt.phpack, table numbers.txt: the table file is damaged: its checksum is wrong' && prints 'each of 4 keys'
run 1 "$(windows_path "$work/hurt.phpack")" --Verify --Json
prints '{"tables": [{"name": "numbers.txt", "code": "0x80041034"}, {"name": "sub\\words.txt", "verifiedKeys": 4}]}'
head -c 1000 "$work/all.phpack" >"$work/cut.phpack"
run 1 "$(windows_path "$work/cut.phpack")" --Info && says 'cut.phpack: not a valid pack file'

# Wrong usage, and what is no table.
numbers=$(windows_path "$work/keys/numbers.txt")
run 1 "$numbers" --Info && says 'numbers.txt: not a valid table file'
run 1 "$(windows_path "$work/none.pht")" --Verify && says 'none.pht: there is no such table file'
run 0 "$numbers" --Lookup=1003 && prints '1003: position 1'
run 2 "$numbers" --Lookup=GET && says '--Lookup=GET'
run 2 "$(table numbers)" out --Info && says '--Info: it takes a table file or a pack, and nothing that makes a table'
run 2 "$(table numbers)" --Layout=Flat --Verify && says '--Verify: it takes'
run 2 --ListKeys && says '--ListKeys: it takes'
run 2 "$(table numbers)" --ListKeys --Info && says '--ListKeys prints keys alone'
run 2 "$(table numbers)" --Table=numbers.txt --Info && says '--Table: the file is no pack but one table'
run 2 "$pack" --Table=numbers.txt && says '--Table: it goes with'
run 1 "$(table numbers)" && says 'this is a table file, not a file of keys'

echo "$checks runs"
exit $bad
