#!/usr/bin/env bash
# The npm package parse-prometheus-text-format 1.1.1 makes one histogram of the histograms of two nodes, which differ in a label: it has the last one's buckets, and no label, sum
# or count, without an error. A counter keeps both nodes with their labels, and a histogram without labels has its sum and its count.
. "$(dirname "$0")/debian.sh"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" parse-prometheus-text-format@1.1.1
cat >"$work/parse.js" <<'END'
const parse = require('parse-prometheus-text-format');
const histogram = labels => [`job_bucket{${[...labels, 'le="1"']}} 2`, `job_bucket{${[...labels, 'le="+Inf"']}} 4`, `job_sum{${labels}} 5`, `job_count{${labels}} 4`];
const texts = [
  ['# TYPE job histogram', ...histogram([])],
  ['# TYPE job histogram', ...histogram(['node="0"']), ...histogram(['node="1"']).map(line => line.replace(/ 4$/, ' 9'))],
  ['# TYPE jobs_total counter', 'jobs_total{node="0"} 4', 'jobs_total{node="1"} 9'],
];
for (const lines of texts) console.log(JSON.stringify(parse(lines.join('\n') + '\n')[0].metrics));
END
same '[{"buckets":{"1":"2","+Inf":"4"},"count":"4","sum":"5"}]
[{"buckets":{"1":"2","+Inf":"9"}}]
[{"value":"4","labels":{"node":"0"}},{"value":"9","labels":{"node":"1"}}]' "$(node "$work/parse.js")"
