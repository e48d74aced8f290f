#!/usr/bin/env bash
# records.sh: tables of CSV, TSV and JSON Lines by PerfectHashCreate.exe. The header compiles and gives each row; what is wrong is told with
# its line, column and text; bytes that are there already are not written again; a bulk run makes the same.
set -u
. "$(dirname "$0")/program.inc"
tested=$BIN/PerfectHashCreate.exe out=$work/out
cd "$work" || exit 2

# The program's source, which finds rows, is compiled and run against a header.
tries() { # HEADER STATEMENTS
  printf '#include "%s"\n#include <string.h>\nint main(void)\n{\n%s\n    return 0;\n}\n' "$1" "$2" >"$work/try.c"
  cc -std=c11 -Wall -Wextra -Wconversion -Werror -o "$work/try" "$work/try.c" 2>"$work/said" && "$work/try" || complain "$1: $(head -3 "$work/said") exit $?"
}

printf 'name,port:u16,secure,weight\r\nhttp,80,false,1\r\n"https, or ""TLS""",443,true,2.5\r\nssh,22,true,-3\r\n' >services.csv
run 0 services.csv out --KeyColumn=name
header=$(find "$out" -name services.h)
tries "$header" '    const services *const s = servicesFind("https, or \"TLS\"", 15);
    if (!s || s->port != 443 || !s->secure || s->weight > 2.6 || strcmp(s->name, "https, or \"TLS\"") != 0 || s != &servicesRecords[1]) return 1;
    if (servicesFind("http", 4) != servicesRecords || servicesFind("htt", 3) || servicesFind("ftp", 3)) return 2;'
stamp=$(stat -c %Y.%i "$header")
run 0 services.csv out --KeyColumn=name
[ "$(stat -c %Y.%i "$header")" = "$stamp" ] || complain 'the same header was written again'
sed -i 's/443/444/' services.csv
run 0 services.csv out --KeyColumn=name
grep -q '444, true' "$header" || complain 'a changed row is not in the header'

# A column of values is a table of values; --Contains makes it an array. GUIDs are keys, too.
printf 'id\tage\n0xCB73\t7\n9\t65535\n' >ages.tsv
run 0 ages.tsv out --KeyColumn=1
tries "$(find "$out" -name ages.h)" '    if (agesValue(52083) != 7 || agesValue(9) != 65535) return 1;'
run 0 ages.tsv out --KeyColumn=id --Contains
tries "$(find "$out" -name ages.h)" '    if (!agesFind(52083) || agesFind(52083)->age != 7 || agesFind(10)) return 1;'
printf 'id;label;id2\n{00112233-4455-6677-8899-aabbccddeeff};x;1\n00112233-4455-6677-8899-aabbccddee00;y;2\n' >guids.csv
run 0 guids.csv out --KeyColumn=id --Columns=label
tries "$(find "$out" -name guids.h)" '    const guids *const g = guidsFind(UINT64_C(0x6677445500112233), UINT64_C(0x00eeddccbbaa9988));
    if (!g || strcmp(g->label, "y") != 0 || g->id[1] != UINT64_C(0x00eeddccbbaa9988)) return 1;'

printf '{"k":"a\\u00e4","n":1,"on":true}\n{"n":-300,"on":false,"k":"b"}\n' >lines.jsonl
run 0 lines.jsonl out --KeyColumn=k
tries "$(find "$out" -name lines.h)" '    const lines *const l = linesFind("a\303\244", 3);
    if (!l || l->n != 1 || !l->on || linesFind("b", 1)->n != -300) return 1;'
printf '\xff\xfe' >wide.csv
printf 'k,state:enum\nx,open\ny,shut\n' | iconv -t UTF-16LE >>wide.csv
run 0 wide.csv out --KeyColumn=k
tries "$(find "$out" -name wide.h)" '    if (wideFind("y", 1)->state != wide_state_shut || wide_state_open != 0) return 1;'

# One column needs no word; several do.
printf 'word\nalpha\nbeta\n' >words.csv
run 0 words.csv out
tries "$(find "$out" -name words.h)" '    if (wordsFind("beta", 4) != 1 || wordsFind("word", 4) != -1) return 1;'
sed -n '1p;3p' services.csv >some.csv
run 1 some.csv out
says 'some.csv: line 1: there are several columns; --KeyColumn=NAME says which one is the key: "name,port:u16,secure,weight".'
run 1 some.csv out --KeyColumn=nom
says 'some.csv: line 1: --KeyColumn: case counts, and no column has the name "nom": "name,port:u16,secure,weight".'
printf 'a,b:uint8\nx,1\n' >bad.csv
run 1 bad.csv out --KeyColumn=a
says 'bad.csv: line 1, column 3 ("b:uint8"): there is no such type (text, bool, f64, enum, u8, u16, u32, u64, i8, i16, i32, i64): "uint8".'
printf 'a,b:u8\nx,1\ny,300\n' >bad.csv
run 1 bad.csv out --KeyColumn=a
says 'bad.csv: line 3, column 3 ("b"): the cell is not of its column'"'"'s type, u8: "300".'
printf 'a,b\nx,1\n"y,2\n' >bad.csv
run 1 bad.csv out --KeyColumn=a
says 'bad.csv: line 3, column 1 ("a"): the closing quote is missing: "y,2".'
printf '{"a":1}\n{"a":null}\n' >bad.jsonl
run 1 bad.jsonl out --KeyColumn=a
says 'bad.jsonl: line 2, column 6: a value is a string, a number, true or false: "null}".'
printf 'a,b\n' >bad.csv
run 1 bad.csv out --KeyColumn=a
says 'bad.csv: there is no row behind the header row.'

# Keys that occur twice.
printf 'a,b\n0xCB73,1\n7,2\n52083,1\n' >twice.csv
run 1 twice.csv out --KeyColumn=a
says 'twice.csv: the key "0xCB73" occurs twice, on lines 2 and 4.'
run 0 twice.csv out --KeyColumn=a --DropDuplicates
prints '2 keys'
printf 'a,b\n0xCB73,1\n7,2\n52083,3\n' >twice.csv
run 1 twice.csv out --KeyColumn=a --DropDuplicates
says 'twice.csv: the key "0xCB73" occurs twice, on lines 2 and 4, and the rows differ in the column "b".'

# Other languages have them, too, one file of which Python runs here.
asks() { # FOLDER STATEMENTS
  (cd "$(dirname "$(find "$1" -name services.py)")" && python3 -B -W error -c "from services import *; $2") 2>"$work/said" || complain "services.py: $(tail -1 "$work/said")"
}
records="r = find('ssh'); assert (r.name, r.port, r.secure, r.weight) == ('ssh', 22, True, -3.0) and at(1).port == 444 and find('ftp') is None"
run 0 services.csv out --KeyColumn=name --Outputs=Python,Rust,CSharp,Go,Java,JavaScript,TypeScript,Cpp,PowerShell
asks out "$records"
[ "$(find out -iname 'services*' -newer services.csv | wc -l)" -ge 9 ] || complain 'a language has no file'
printf 'k,v\na,\377\n' >latin.csv
run 2 latin.csv out --KeyColumn=k --Outputs=Rust
says 'a text that is not UTF-8'
run 0 latin.csv out --KeyColumn=k --Outputs=Go

# Options that don't go with records, and records' options without them.
run 2 services.csv out --KeyColumn=name --Reject=Fingerprint8
run 2 ages.tsv out --KeyColumn=id --Contains --HeaderWithoutData
says 'the header is where the records are'
run 2 services.csv out --KeyColumn=name --ValueBits=8
says 'the values of records are columns'
printf '1\n2\n' >keys.txt
run 2 keys.txt out --DropDuplicates
says 'it is for records'

# A bulk run makes the same tables, also in a pack.
tested=$BIN/PerfectHashBulkCreate.exe
mkdir in && cp services.csv in && printf 'name,x\nhttp,1\nother,2\n' >in/more.csv
run 0 in bulk --Include='*.csv' --KeyColumn=name
cmp -s "$(find bulk -name services.h)" "$header" || complain 'a bulk run made another header'
run 0 in bulk2 --Include='*.csv' --KeyColumn=name --Outputs=Python
asks bulk2 "$records"
run 0 in bulk --Include='*.csv' --KeyColumn=name --Resume
prints 'skipped'
printf 'name,x\nhttp,1\nother,3\n' >in/more.csv
run 0 in bulk --Include='*.csv' --KeyColumn=name --Resume
grep -q '"other", 3' "$(find bulk -name more.h)" || complain 'a resumed run left an old record'
run 0 in bulk --Include='*.csv' --KeyColumn=name --Pack="$(windows_path "$work/all.phpack")"
[ $bad != 0 ] || echo "records.sh: $checks runs"
exit $bad
