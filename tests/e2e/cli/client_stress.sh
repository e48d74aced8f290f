#!/usr/bin/env bash
# client_stress.sh: clients are killed, at any moment of their runs: the server ends the run, lets go of all of it, and serves the next. 50 of them for ./test stress.
set -u
. "$(dirname "$0")/client.inc"

start_server --Verbose
run 0 --Ping --WaitForServer --ConnectTimeout=60000
run 0 --BulkCreateDirectory="$keys;$(windows_path "$work/out")"
moments=8
[ -z "${RUNTIME_STRESS_SECONDS-}" ] || moments=50
memory() { awk '/VmRSS/ { print $2 }' "/proc/$server/status"; }
files() { ls "/proc/$server/fd" | wc -l; }
# returns LIMIT COUNT: what COUNT counts comes back to LIMIT, soon after the last client has gone; prints it
returns() {
  local now
  for _ in $(seq 50); do
    now=$($2)
    [ "$now" -le "$1" ] && break
    sleep 0.1
  done
  echo "$now"
  [ "$now" -le "$1" ]
}
handles() { "$WINE" --test "$BIN/stubborn_program.exe" handles "$server_id" </dev/null | tr -d '\r'; }
run 0 --Ping --Json
server_id=$(number serverProcessId)
before=$(memory) held=$(files) counted=$(handles)
[ "$counted" -gt 10 ] || complain "the handles of the server can't be counted: $counted"
hits() { grep -c 'keys: cancelled' "$work/server"; }
for ((moment = 1; moment <= moments || (moment <= 50 && $(hits) == 0); moment++)); do
  start_client --BulkCreateDirectory="$keys;$(windows_path "$work/killed")" --MaximumConcurrency=1
  sleep "0.$(printf '%03d' $((RANDOM % 700)))"
  kill -9 $client
  wait $client
done 2>/dev/null
idle
start_client --TableCreate="$long"
sleep 1
{ kill -9 $client; wait $client; } 2>/dev/null
idle
left=$(returns $((before + 16384)) memory) || complain "the server has grown from $before to $left KiB"
left=$(returns $((held + 4)) files) || complain "the server has $left files open, not $held"
left=$(returns $((counted + 2)) handles) || complain "the server has $left handles, not $counted"
run 0 --BulkCreateDirectory="$keys;$(windows_path "$work/killed")" --Resume --Silent
[ "$(whole "$work/killed")" = "$(whole "$work/out")" ] || complain 'other tables after clients were killed'
stop_server

[ "$(hits)" -gt 0 ] || complain 'no client was killed in the middle of its run'
echo "$((moment - 1)) clients were killed, $(hits) in a run; handles before $counted, after $left"
exit $bad
