#!/usr/bin/env bash
# report.sh: --Report of PerfectHashBulkCreate.exe and PerfectHashCreate.exe. The page holds the results, whatever the names in them are; it loads nothing,
# and its figures are right (check.mjs). What can't be written is refused before the work.
set -u
command -v node >/dev/null || { echo 'SKIPPED: there is no node'; exit 77; }
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../cli/program.inc"
tested=$BIN/PerfectHashBulkCreate.exe
"$ROOT/scripts/page" --check || complain 'the page has other parts than its hashes tell of'

mkdir -p "$work/keys"
for i in $(seq 10 49); do seq $((i * 1000)) $((i * 1000 + i * i)) >"$work/keys/set $i.txt"; done
printf '1\nno number\n' >"$work/keys/bad & <b>.txt"
printf '1\n2\n' >"$work/keys/<img src=x onerror=alert(1)>.txt"   # a name that no Windows has; Wine lists it and can't open it
keys=$(windows_path "$work/keys") out=$(windows_path "$work/out")
hostile='*.txt;</script><script>alert(1)</script><!--;'$'\u2028'
# made PAGE JSON: the page is whole and tells what the JSON file does
made() {
  checks=$((checks + 1))
  node "$here/check.mjs" "$ROOT/src/exe/report" "$1" "$2" >"$work/stdout" 2>"$work/stderr" || complain "${1#"$work/"} is not the page of ${2#"$work/"}"
}

run 1 "$keys" "$out" --Include="$hostile" --SimulatedNumaNodes=2 --Report="$out\\page.html"
prints '40 tables  2 failed'
made "$work/out/page.html" "$work/out/PerfectHashBulkCreate.json"
run 1 "$keys" "$out" --Resume --Json --Report="$(windows_path "$work/again.HTM")"
prints '"skipped": 40'
made "$work/again.HTM" "$work/out/PerfectHashBulkCreate.json"
run 1 "$keys" "$out" --Resume --Quiet --Report="$(windows_path "$work/again.HTM")"   # over the one that is there
silent stdout
made "$work/again.HTM" "$work/out/PerfectHashBulkCreate.json"
for i in 1 2; do run 0 "$keys" "$(windows_path "$work/shards")" --Shard=$i/2 --Exclude='bad*;<*' --Quiet; done
run 0 --Merge="$(windows_path "$work/shards")" --Report="$(windows_path "$work/shards/page.html")"
made "$work/shards/page.html" "$work/shards/PerfectHashBulkCreate.json"
run 1 "$keys" "$(windows_path "$work/none")" --Include='bad*' --Report="$(windows_path "$work/none.html")"
made "$work/none.html" "$work/none/PerfectHashBulkCreate.json"

# What is refused, before a table is made.
refused() { # refused EXIT TEXT ARGS...
  run "$1" "$keys" "${@:3}"
  says "$2"
  [ ! -e "$work/new" ] || complain "there is an output: ${*:3}"
}
new=$(windows_path "$work/new")
refused 2 '--Report=page.txt: expected the path of a file whose name ends in .html' "$new" --Report=page.txt
refused 2 '--Report=: expected' "$new" --Report=
refused 2 '--Report: it shows the results that a run writes' --Report="$new.html"
refused 2 '--Report: it shows the results that a run writes' "$new" --NoSummary --Report="$new.html"
refused 2 '--Report: it shows the results that a run writes' "$new" --NoFileIo --Report="$new.html"
refused 2 '--Report: the file is that of --Pack' "$new" --Pack="$new.html" --Report="$new.html"
refused 1 'nowhere' "$new" --Report="$(windows_path "$work/nowhere/page.html")"
mkdir "$work/folder.html"
refused 1 'folder.html' "$new" --Report="$(windows_path "$work/folder.html")"
: >"$work/fixed.html"
chmod 444 "$work/fixed.html"
refused 1 'fixed.html' "$new" --Report="$(windows_path "$work/fixed.html")"

# A table: what --Json prints, its cache lines and its search.
tested=$BIN/PerfectHashCreate.exe
seq 3 5 30000 >"$work/many.txt"
printf 'GET\nPUT\n</script>\n' >"$work/words.txt"
table() { # table FILE ARGS...
  run 0 "$(windows_path "$work/$1.txt")" --Json --Report="$(windows_path "$work/table.html")" "${@:2}"
  cp "$work/stdout" "$work/table.json"
  made "$work/table.html" "$work/table.json"
}
table many --FindBestGraph --BestCoverageType=LowestMaxAssignedPerCacheLineCount --BestCoverageAttempts=100 --MaxPerFileConcurrency=1
table many --MeasureCoverage
table many --OmitKeys
table words --Lookup=GET
keys=$(windows_path "$work/many.txt")
refused 2 '--Report=x: expected' --Report=x
refused 2 '--Report: it goes with a table that is made' --Info --Report=x.html
cp "$work/many.txt" "$work/many.html"
keys=$(windows_path "$work/many.html")
refused 2 '--Report: the file is the keys file' --Report="$(windows_path "$work")\\.\\MANY.html"
refused 2 '--Report: the file is that of --Values' "$new" --ValueBits=8 --Values="$new.html" --Report="$new.html"
refused 2 '--Report: the file is that of -o' --Outputs=Header --OutputFile="$new.html" --Report="$new.html"
refused 2 '--Report: the file is that of --DepFile' "$new" --DepFile="$new.html" --Report="$new.html"
refused 1 'nowhere' "$new" --Report="$(windows_path "$work/nowhere/page.html")"
[ -z "$(find "$work" -name '*.phtmp' -o -name '*.new')" ] || complain 'something is left'
[ $bad = 0 ] && echo "$checks checks"
exit $bad
