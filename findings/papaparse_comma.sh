#!/usr/bin/env bash
# The npm package Papa Parse 5.7.1 takes the comma for the separator of a file whose cells are separated by semicolons and have decimal commas, and of one with tabs and a comma in each
# text, though their first lines have no comma. The reason is the line end of the last line: without it, or with skipEmptyLines, it finds the semicolon and the tab, as csv-sniffer 0.1.1,
# detect-csv 1.1.0 and csv-string 4.1.1 do.
. "$(dirname "$0")/debian.sh"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" papaparse@5.7.1 csv-sniffer@0.1.1 detect-csv@1.1.0 csv-string@4.1.1
cat >"$work/separators.js" <<'END'
const papa = require('papaparse');
const others = [text => new (require('csv-sniffer')())().sniff(text).delimiter, text => require('detect-csv')(text).delimiter, text => require('csv-string').detect(text)];
for (const text of ['key;value\n16;1,5\n17;2,5\n', 'key\ttext\n16\tget, put\n17\tend, set\n']) {
  const runs = [papa.parse(text), papa.parse(text.trimEnd()), papa.parse(text, { skipEmptyLines: true })];
  for (const { data, meta } of runs) console.log(JSON.stringify([meta.delimiter, data[1]]));
  console.log(JSON.stringify(others.map(find => find(text))));
}
END
same '[",",["16;1","5"]]
[";",["16","1,5"]]
[";",["16","1,5"]]
[";",";",";"]
[",",["16\tget"," put"]]
["\t",["16","get, put"]]
["\t",["16","get, put"]]
["\t","\t","\t"]' "$(node "$work/separators.js")"
