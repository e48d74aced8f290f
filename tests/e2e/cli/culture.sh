#!/usr/bin/env bash
# culture.sh: where Windows has a German culture, with a comma before tenths and a point between thousands, the programs and COM write byte for byte
# what they write in an English one: summaries, JSON, CSV, pages, errors, and source code with fractions. German is the culture of a prefix of this
# test's own, and a script's own number shows that it is.
set -u
. "$(dirname "$0")/program.inc"
cd "$work" || exit 1
printf 'name,ratio,port\nhttp,1.5,80\nhttps,-0.25,443\nssh,1234567.125,22\n' >services.csv
mkdir keys && seq 1 3 9000 >keys/codes.txt && printf '7\n7\n' >keys/twice.txt
cat >ask.vbs <<'END'
Set context = CreateObject("PerfectHash.IocpContext")
Set table = context.TableCreateCommandLine("services.csv --KeyColumn=name")
WScript.Echo table.Value("http", "ratio") = 3 / 2, table.Value("ssh", "ratio") = 1234567 + 1 / 8
WScript.Echo table.Source("c")
WScript.Echo table.ReportData
Set table = context.TableCreateFromRecords(Array("a", "b"), Array(3 / 2, 1 / 8), "Fractions")
WScript.Echo table.Source("c")
Set table = context.TableCreateFromRecords(Array("a", "b"), Array(CCur(12.5), CCur(3)), "Mixed", "", "--Columns=price:f64")
WScript.Echo table.Source("c")
On Error Resume Next
context.TableCreateCommandLine "keys\twice.txt"
WScript.Echo Err.Description
END
echo 'WScript.Echo 3 / 2' >culture.vbs
# Times are what differs from run to run: the number goes, and what stands around it stays.
timeless() {
  tr -d '\r' | sed -E 's/"((seconds|elapsedMilliseconds|endedMilliseconds|[a-zA-Z]*[mM]icroseconds|node)"): [0-9]+(\.[0-9]+)?/"\1: T/g
    s/[0-9]+(\.[0-9]+)? m?s$|[0-9]+(\.[0-9])? m?s  /T  /g; s/[0-9]+(\.[0-9])?( [kM])? (tables|keys)\/s/R \3\/s/g; s/  [0-9]+ us  /  T us  /'
}
# cells FILE: a CSV file without the columns of times and of the node, which are the last ones
cells() { tr -d '\r' <"$1" | cut -d, -f1-18; }
# all FOLDER: what everything writes in the culture of this prefix, in FOLDER
all() {
  mkdir "$1" && cd "$1" && cp -r ../keys ../services.csv . || return 1
  local bin=$BIN/PerfectHash
  {
    "$WINE" --test "${bin}Create.exe" services.csv out --KeyColumn=name --Outputs=Header,CSharp,Java,Python,Rust,Go,JavaScript --Report=table.html
    "$WINE" --test "${bin}Create.exe" services.csv --KeyColumn=name --Json
    "$WINE" --test "${bin}BulkCreate.exe" keys tables --MeasureCoverage
    "$WINE" --test "${bin}BulkCreate.exe" keys --Json
    "$WINE" --test "${bin}Create.exe" keys/codes.txt --Lookup=1.5
    "$WINE" --test "${bin}Create.exe" keys/codes.txt --MaxAttempts=1,5
    "$WINE" --test cscript.exe //nologo "$(windows_path "$work/ask.vbs")"
  } </dev/null 2>&1 | timeless | sed "s/\\\\$1\\\\/\\\\folder\\\\/g" >printed
  cells tables/PerfectHashBulkCreate.csv >cells
  timeless <tables/PerfectHashBulkCreate.json | sed "s/\\\\$1\\\\/\\\\folder\\\\/g; s/\\\\$1\"/\\\\folder\"/" >results
  timeless <table.html | sed "s/\\\\$1\\\\/\\\\folder\\\\/g" >page
  rm -rf tables/*.csv tables/*.json table.html
  cd ..
}
culture() { "$WINE" --test cscript.exe //nologo "$(windows_path "$work/culture.vbs")" </dev/null; }
export PERFECTHASH_PREFIX=$work/prefix
trap '"$WINE" --stop; rm -rf "$work"' EXIT
"$WINE" --test regsvr32 /s "$(windows_path "$BIN/PerfectHash.dll")" </dev/null || complain 'the DLL is not registered'
[ "$(culture)" = 1.5 ] || complain "English has another fraction: $(culture)"
all english || complain 'nothing is written in English'
for value in 'sDecimal ,' 'sThousand .' 'sMonDecimalSep ,' 'sMonThousandSep .' 'sList ;'; do
  "$WINE" --test reg add 'HKCU\Control Panel\International' /v "${value% *}" /d "${value#* }" /f </dev/null >/dev/null || complain "$value is not set"
done
[ "$(culture)" = 1,5 ] || complain "German has another fraction: $(culture)"
all german || complain 'nothing is written in German'
grep -q 'twice.txt: the key 7 occurs twice' english/printed && grep -q 'Mixed' english/printed && grep -q '1234567.125' english/out/*/*.h && [ "$(wc -l <english/cells)" = 3 ] || complain 'the English run wrote nothing'
diff -r english german || complain 'German makes a difference'
exit $bad
