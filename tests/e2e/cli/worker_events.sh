#!/usr/bin/env bash
# worker_events.sh: debug/gdb.py prints the last events of a server's workers, from the live process in gdb and from a dump without one.
set -u
. "$(dirname "$0")/client.inc"
gdb() { command gdb -q -batch -nx "$@" </dev/null 2>/dev/null; }
# shows WHERE: the text in $work/events has a ring with a worker's start and a work item whose callback is named or has an address
shows() {
  grep -qE "ring at 0x[0-9a-f]+: [0-9]+ events" "$work/events" || complain "$1: no worker's ring"
  grep -qE '#0 .*: started ' "$work/events" || complain "$1: no start of a worker"
  grep -qE '#[0-9]+ .*: item item=0x[0-9a-f]+ callback=[^-].* error=0 ' "$work/events" || complain "$1: no work item"
}

start_server
run 0 --Ping --WaitForServer
run 0 --Statistics
gdb -p $server -ex "source $ROOT/debug/gdb.py" -ex ph-events >"$work/events"
shows 'a live server'
gdb -p $server -ex "gcore $work/core"  >"$work/stdout"
[ -s "$work/core" ] || complain 'gdb writes no core'
python3 "$ROOT/debug/gdb.py" "$work/core" >"$work/events" || complain 'a core: no events'
shows 'a core'
if python3 "$ROOT/debug/gdb.py" "$ROOT/README.md" >"$work/stdout" 2>"$work/stderr"; then complain 'a file without a ring is a dump'; fi
says "no worker's ring is in it"
stop_server
echo "$checks calls"
exit $bad
