#!/usr/bin/env bash
# A CSV with two columns of one name has one of them to four readers of npm and OCaml, and which one depends on the reader: csv-parse 7.0.3, d3-dsv 3.0.2 and csv-parser 3.2.1 have the last one, csvtool
# 2.4 the first one, without a word. Papa Parse 5.7.1, csvjson-csv2json 5.0.6 and Data Forge 1.10.5 have both, under names of three kinds.
. "$(dirname "$0")/debian.sh"
debian csvtool=2.4-1+b2
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" csv-parse@7.0.3 d3-dsv@3.0.2 csv-parser@3.2.1 papaparse@5.7.1 csvjson-csv2json@5.0.6 data-forge@1.10.5
printf 'key,value,value\n16,get,put\n' >"$work/keys.csv"
cat >"$work/columns.js" <<'END'
const text = require('fs').readFileSync(process.argv[2], 'utf8');
const show = (name, row) => console.log(name, JSON.stringify(row));
show('csv-parse', require('csv-parse/sync').parse(text, { columns: true })[0]);
show('d3-dsv', require('d3-dsv').csvParse(text)[0]);
show('papaparse', require('papaparse').parse(text, { header: true }).data[0]);
show('csv2json', require('csvjson-csv2json')(text)[0]);
show('data-forge', require('data-forge').fromCSV(text.trim()).toArray()[0]);
require('stream').Readable.from([text]).pipe(require('csv-parser')()).once('data', row => show('csv-parser', row));
END
same 'csv-parse {"key":"16","value":"put"}
d3-dsv {"key":"16","value":"put"}
papaparse {"key":"16","value":"get","value_1":"put"}
csv2json {"key":"16","value":"get","value__1":"put"}
data-forge {"key":"16","value.1":"get","value.2":"put"}
csv-parser {"key":"16","value":"put"}' "$(node "$work/columns.js" "$work/keys.csv" 2>"$work/warnings")"
same 'value get' "$("$work/root/usr/bin/csvtool" namedcol value "$work/keys.csv" | xargs)"
