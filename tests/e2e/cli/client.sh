#!/usr/bin/env bash
# client.sh: PerfectHashClient.exe and a server as users call them: what is printed, what is written, exit codes, and the death of the server.
set -u
. "$(dirname "$0")/client.inc"

# ---- words ----
run 0 --help
helps
for option in Endpoint WaitForServer ConnectTimeout Ping Shutdown TableCreate BulkCreate BulkCreateDirectory Detach Cancel Status Jobs Metrics Rings Statistics Json Quiet Silent; do
  prints "--$option"
done
names() { grep -oE -- '--[A-Za-z]{4,}' | sort -u; }
grep '^| `--' "$ROOT/docs/how-to/client.md" | cut -d'|' -f2 | names | diff <(grep '^  --' "$work/stdout" | names) - ||
  complain 'docs/how-to/client.md has other options'
run 0 --version
prints 'PerfectHashClient '
run 2
says 'expected an action, such as --Ping'
run 2 --Ping --Shutdown
says 'PerfectHashClient: --Shutdown: one action at a time'
run 2 --Ping b
says 'b: no word goes with this action'
run 2 --Pong
says 'did you mean --Ping?'
run 2 /Ping
says '/Ping: there is no such option; did you mean --Ping?'
run 2 --Ping --Recursive
run 2 --Ping --Detach
run 2 --BulkCreate=a b
says 'b: words belong into the option, in quotes, as in --TableCreate='
run 2 --Status=0
silent stdout

# ---- no server ----
run 3 --Ping
says 'no server listens at this endpoint'
run 3 --Ping --Json
prints '"code": "0x80041052"'
run 3 --Ping --WaitForServer --ConnectTimeout=300
says "the server can't be reached: it did not answer in time."
run 3 --TableCreate="$long"

# ---- what is no server that could answer ----
bad_server() {
  "$WINE" "$BIN/stubborn_program.exe" "$1" $endpoint </dev/null >"$work/bad" 2>&1 & server=$!
  for _ in $(seq 300); do grep -q ready "$work/bad" && break; sleep 0.1; done
}
bad_server deny
run 3 --Ping --WaitForServer --ConnectTimeout=600000    # longer than a run may take
says "$endpoint: the server there does not let this user in"
{ kill -9 $server; wait $server; } 2>/dev/null
bad_server quit
start_client --Ping --WaitForServer --ConnectTimeout=60000
wait $server
kill -0 $client 2>/dev/null || complain 'a ping does not wait for the next server'

# ---- a server ----
start_server --BaseOutputDirectory="$(windows_path "$work/base")"
run 0 --Ping --WaitForServer --ConnectTimeout=60000
prints 'the server answers in '
wait $client || complain "a ping whose first server went away ends with $?: $(cat "$work/client.err")"
full 1 --Ping
full 1 --Statistics
full 1 --Metrics
run 0 --Metrics
[ "$(head -c 7 "$work/stdout")" = "# TYPE " ] && [ "$(tail -n 1 "$work/stdout")" = "# EOF" ] || complain 'the metrics are not OpenMetrics'
prints 'perfecthash_jobs_total{kind="table",result="succeeded"} 0'
run 0 --Rings
grep -q '^node 0 worker [0-9]* thread ' "$work/stdout" && grep -q ' callback=PerfectHash.dll+0x' "$work/stdout" || complain 'the rings do not say what the workers have run'
full 1 --Rings
run 0 --Jobs
prints "no job runs or waits"
run 0 --Jobs --Json
prints '"jobs": []'
run 0 --Ping --Json
prints '{"request": "Ping", "code": "0x00000000"'
prints '"roundTripMicroseconds": '
run 0 --BulkCreateDirectory="$keys;$(windows_path "$work/out")"
prints '80 tables  '
prints PerfectHashBulkCreate.csv
silent stderr
[ "$(find "$work/out" -name '*.pht' | wc -l)" = 80 ] || complain 'not 80 table files'
"$WINE" --test "$BIN/PerfectHashBulkCreate.exe" "$keys" "$(windows_path "$work/local")" --Silent </dev/null
[ "$(whole "$work/local")" = "$(whole "$work/out")" ] || complain 'other tables than a local run makes'
run 0 --BulkCreateDirectory="$keys" --Include='set 10*' --Json
prints '{"created": 10, '
[ "$(find "$work/base" -name '*.pht' | wc -l)" = 10 ] || complain 'not 10 table files below the base output directory'
run 0 --TableCreate="\"$keys\\set 100.txt\" \"$(windows_path "$work/one")\""
prints 'set 100  201 keys'
grep -q '  0 us' "$work/stdout" && complain 'a table of no time'
(cd "$work" && run 0 --TableCreate='"keys/set 101.txt" two' --Quiet)
[ -e "$(find "$work/two" -name '*.pht')" ] || complain 'a relative path is not the client'"'"'s'
printf 'GET\nPOST\n' >"$work/words"
input=$work/words run 0 --TableCreate="- \"$(windows_path "$work/in")\"" --Name=Methods
prints 'Methods  2 keys'
[ -s "$work/in/Methods_Chm01_Text_And/Methods.h" ] || complain 'no table of what was piped'
printf '7\n7\n' >"$work/words"
input=$work/words run 1 --TableCreate=- --NoFileIo
says 'standard input: the key 7 occurs twice'
input=$work/words run 2 --TableCreate=- --Detach
says '--Detach: keys from standard input are there as long as the client is'
mkdir "$work/rows"
printf 'name,port\nhttp,80\nssh,22\n' >"$work/rows/services.csv"
printf 'name,port\nftp,21\n"a, b",1\n' >"$work/rows/others.csv"
run 0 --BulkCreate="\"$(windows_path "$work/rows")\" \"$(windows_path "$work/made")\" --Include=*.csv --KeyColumn=name"
prints '2 tables  '
grep -q '{"a, b", 1},' "$(find "$work/made" -name others.h)" || complain 'a bulk run of the server makes no records'
printf 'name,port\nssh,22\nssh,23\n' >"$work/rows/others.csv"
run 1 --BulkCreate="\"$(windows_path "$work/rows")\" --Include=o*.csv --KeyColumn=name"
says 'others.csv: the key "ssh" occurs twice, on lines 2 and 3.'
run 0 --TableCreate="\"$(windows_path "$work/rows/services.csv")\" \"$(windows_path "$work/made")\" --KeyColumn=1 --Columns=port:u64"
grep -q 'uint64_t port;' "$(find "$work/made" -name services.h)" || complain 'a table of the server has no records of the asked type'
run 0 --TableCreate="\"$keys\\set 100.txt\"" --NoFileIo --Json
prints '"state": "Succeeded"'
(cd "$work" && run 0 --TableCreate='"keys/set 102.txt" two' --Json)
prints '"attempts": '
grep -q '"attemptsMade"' "$work/stdout" && complain 'tells costs that only the server knows'
printf '1\nno number\n' >"$work/keys/set bad.txt"
run 1 --BulkCreate="\"$keys\" --NoFileIo --Include=\"set b*\""
prints '1 failed'
says 'set bad.txt'
run 1 --BulkCreate="\"$keys\" --Pack=\"$(windows_path "$work/all.phpack")\""
prints '80 tables  1 failed  '
says 'set bad.txt'
run 1 --BulkCreate="\"$keys\" --NoSummary --Pack=\"$(windows_path "$work/all.phpack")\"" --Json
prints '"created": 80, "skipped": 0, "failed": 1, '
grep -q '"failures": \["[^"]*set bad.txt: line 2, .*"\]' "$work/stdout" || complain 'the failure is not in the JSON'
run 1 --BulkCreate="\"$keys\" \"$(windows_path "$work/failing")\" --Include=\"set b*\""
says 'set bad.txt'
rm "$work/keys/set bad.txt"
run 1 --TableCreate='Z:\none.keys'
says 'none.keys'
run 2 --TableCreate='a.keys --RngSeeed=1'
says 'did you mean --RngSeed?'
run 2 --TableCreate='a.keys' --Recursive

# ---- a result that is damaged before the client has read it: client and server are stopped in turn ----
# damaged FOLDER SECONDS: the client has asked within so many seconds, and tells of its table
damaged() {
  local folder=$work/$1$2 code
  kill -STOP $server
  start_client --TableCreate="\"$keys\\set 103.txt\" \"$(windows_path "$folder")\""
  sleep "$2"
  kill -STOP $client
  kill -CONT $server
  for _ in $(seq 100); do table=$(find "$folder" -name '*.pht' 2>/dev/null) && [ -n "$table" ] && break; sleep 0.05; done
  [ -z "$table" ] || { idle 1; echo damaged >"$table"; }
  kill -CONT $client
  wait $client
  code=$?
  [ $code = 1 ] && grep -q '\.pht: not a valid table file' "$work/client.err"
}
checks=$((checks + 1))
given_time damaged damaged || complain "a client does not say that its table is damaged: $(cat "$work/client.err")"

# ---- a console shows the progress ----
given_time draws '\[[#.]*\] [0-9]* %, [0-9]* s' PerfectHashClient --Endpoint=$endpoint --TableCreate="$long --MaxSolveTimeInSeconds=SECONDS" ||
  complain 'no progress on a console'

# ---- jobs that go on alone ----
run 0 --TableCreate="$long" --Detach
id=$(<"$work/stdout")
[[ $id =~ ^[0-9]+$ ]] || complain "no id: $id"
run 0 --Status="$id"
prints "job $id  Running"
full 1 --Status="$id"
run 0 --Status="$id" --Json
prints '"state": "Running"'
run 0 --Cancel="$id"
for _ in $(seq 100); do
  timeout 60 "$WINE" --test "$BIN/PerfectHashClient.exe" --Endpoint=$endpoint --Status="$id" </dev/null >"$work/stdout" 2>/dev/null
  grep -q Cancelled "$work/stdout" && break
done
run 1 --Status="$id"
prints Cancelled
run 0 --Cancel="$id"
prints 'the job has ended already'
run 1 --Status=99999
says 'Job 99999: the server knows no such job'
idle

# ---- a server that is killed: its client says so within a second, and has another one to end in ----
start_client --TableCreate="$long"
for _ in $(seq 100); do run 0 --Statistics --Json; [ "$(number jobsRunning)" = 1 ] && break; done
members=$(grep -o '": [0-9]' "$work/stdout" | wc -l)
run 0 --Jobs
grep -qE '^ +[0-9]{14,} Table  [a-z]+ +[0-9]+ .*\\[^ ]+  .*long\.txt$' "$work/stdout" || complain "the list does not know of the job that runs: $(cat "$work/stdout")"
[ "$(wc -l <"$work/stdout")" = 2 ] || complain 'the list has not one job'
run 0 --Jobs --Json
prints '"jobs": [{"kind": "table", "requestId": '
[ "$(number jobsRunning)" = "" ] && [ "$(number place)" = 0 ] && grep -q '"waitsFor": ""' "$work/stdout" || complain 'the JSON of a list has not its numbers'
run 0 --Statistics
grep -q '^jobs running  *1$' "$work/stdout" || complain 'the statistics do not know of the job that runs'
[ "$(wc -l <"$work/stdout")" = "$members" ] || complain "the statistics are not all $members of them"
{ kill -9 $server; wait $server; } 2>/dev/null
for _ in $(seq 1200); do kill -0 $client 2>/dev/null || break; sleep 0.05; done
kill -0 $client 2>/dev/null && { complain 'a client waits for a server that was killed'; kill -9 $client; }
wait $client
code=$?
server=0 checks=$((checks + 1))
[ $code = 3 ] || complain "a client whose server was killed ends with $code, not 3"
grep -q 'the server closed the connection' "$work/client.err" || complain 'a client does not say that its server has gone'
run 3 --Ping

# ---- shutdown ----
start_server
run 0 --Ping --WaitForServer --ConnectTimeout=60000 --Quiet
silent stdout
stop_server

echo "$checks calls"
exit $bad
