#!/usr/bin/env bash
# CleverCSV 0.7.5, which replaces the detection of Python's csv, finds a colon to be the separator of "keys::get,16" and a hyphen to be that of a GUID in braces and a name: each
# row comes out in pieces. Python's csv finds the comma in both, and so does CleverCSV when there is a header row.
. "$(dirname "$0")/debian.sh"
debian python3-clevercsv=0.7.5+ds-1+b1 python3-regex=0.1.20221031-1+b1 python3-chardet=5.1.0+dfsg-2 python3-packaging=23.0-1
cat >"$work/sniff.py" <<'END'
import clevercsv, csv
names = ["keys::get,16", "keys::put,17"]
guids = ["{00112233-4455-6677-8899-aabbccddeeff},get", "{00112233-4455-6677-8899-aabbccddeefe},put"]
for lines in names, guids, ["name,value", *names], ["guid,name", *guids]:
    text = "".join(line + "\n" for line in lines)
    print(*(repr(module.Sniffer().sniff(text).delimiter) for module in (clevercsv, csv)), list(clevercsv.reader(lines, clevercsv.Sniffer().sniff(text)))[-1])
END
same "':' ',' ['keys', '', 'put,17']
'-' ',' ['{00112233', '4455', '6677', '8899', 'aabbccddeefe},put']
',' ',' ['keys::put', '17']
',' ',' ['{00112233-4455-6677-8899-aabbccddeefe}', 'put']" "$(PYTHONPATH=$work/root/usr/lib/python3/dist-packages /usr/bin/python3 -W ignore "$work/sniff.py" 2>"$work/warnings")"
