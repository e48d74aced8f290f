#!/usr/bin/env bash
# The npm package csv-parse 7.0.3 makes the number 0 of every hexadecimal, octal and binary cell when it casts cells (cast: true): it tells numbers by Number(), which reads 0x10 as 16, and
# reads them by parseFloat(), which stops at the x. So all keys of a column in hexadecimal digits are one. d3-dsv 3.0.2 (autoType) reads 16; Papa Parse 5.7.1 (dynamicTyping) keeps texts.
. "$(dirname "$0")/debian.sh"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" csv-parse@7.0.3 d3-dsv@3.0.2 papaparse@5.7.1
cat >"$work/hexadecimal.js" <<'END'
const text = 'key\n16\n0x10\n0x11\n0xFF\n0o17\n0b11\n';
const keys = rows => console.log(JSON.stringify(rows.map(row => row.key)));
keys(require('csv-parse/sync').parse(text, { columns: true, cast: true }));
keys(require('papaparse').parse(text.trim(), { header: true, dynamicTyping: true }).data);
const d3 = require('d3-dsv');
keys(d3.csvParse(text, d3.autoType));
END
same '[16,0,0,0,0,0]
[16,"0x10","0x11","0xFF","0o17","0b11"]
[16,16,17,255,15,3]' "$(node "$work/hexadecimal.js")"
