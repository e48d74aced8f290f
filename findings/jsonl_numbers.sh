#!/usr/bin/env bash
# The npm package jsonl 1.1.2, which makes JSON Lines of a JSON list, changes numbers that JSON.parse keeps: 9007199254740991 (2^53 - 1) becomes 9007199254740992, and 0.3
# becomes 0.30000000000000004. Its parser, jsonparse 0.0.6, adds a number up from its digits.
. "$(dirname "$0")/debian.sh"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" jsonl@1.1.2 jsonparse@0.0.6
echo '[{"key":16},{"key":9007199254740990},{"key":9007199254740991},{"key":0.3}]' >"$work/keys.json"
cat >"$work/lines.js" <<'END'
const fs = require('fs');
const jsonl = require('jsonl');
fs.createReadStream(process.argv[2]).pipe(jsonl()).pipe(process.stdout);
END
cat >"$work/expected.js" <<'END'
for (const row of JSON.parse(require('fs').readFileSync(process.argv[2]))) console.log(JSON.stringify(row));
END
same '{"key":16}
{"key":9007199254740990}
{"key":9007199254740992}
{"key":0.30000000000000004}' "$(node "$work/lines.js" "$work/keys.json")"
same '{"key":16}
{"key":9007199254740990}
{"key":9007199254740991}
{"key":0.3}' "$(node "$work/expected.js" "$work/keys.json")"
