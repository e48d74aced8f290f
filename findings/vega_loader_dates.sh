#!/usr/bin/env bash
# The npm package vega-loader 5.1.3, which reads a CSV for charts and finds the types of its columns (parse: 'auto'), takes words that end in a number up to 12 for dates: "get-1" and "put-1" are
# both the first of January 2001, and "key 7" is the first of July. Data Forge 1.10.5 (dynamicTyping) keeps the words.
. "$(dirname "$0")/debian.sh"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" vega-loader@5.1.3 data-forge@1.10.5
cat >"$work/dates.mjs" <<'END'
import { read } from 'vega-loader';
import forge from 'data-forge';
for (const text of ['key\nget-1\nput-1\nput-12\n', 'key\nkey 7\nkey 8\n', 'key\nget-12\nget-13\n']) {
  const keys = read(text, { type: 'csv', parse: 'auto' }).map(row => typeof row.key === 'number' ? new Date(row.key).toISOString().slice(0, 10) : row.key);
  console.log(keys.join(', '), '|', forge.fromCSV(text.trim(), { dynamicTyping: true }).getSeries('key').toArray().join(', '));
}
END
same '2001-01-01, 2001-01-01, 2001-12-01 | get-1, put-1, put-12
2001-07-01, 2001-08-01 | key 7, key 8
get-12, get-13 | get-12, get-13' "$(TZ=UTC node "$work/dates.mjs")"
