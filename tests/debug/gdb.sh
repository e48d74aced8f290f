#!/usr/bin/env bash
# debug.gdb: debug/gdb.py shows a program's jobs, objects and events: while the program runs under Wine, in its core, and in the minidump that
# the crash handler writes.
set -u
bad=0 checks=0
complain() { echo "$1"; bad=1; }
work=$(mktemp -d)
trap 'exec 3>&-; rm -rf "$work"' EXIT

mkdir "$work/folder" "$work/dumps" && mkfifo "$work/go"
# Keys as function addresses are, which have no table in a hash that is linear in the key.
awk 'BEGIN { key = 4096; random = 7; for (i = 0; i < 32768; i++) { print key; random = (random * 75 + 74) % 65537; key += 16 * (1 + random % 24) } }' \
  >"$work/endless.txt"
cp "$work/endless.txt" "$work/folder"
exec 3<>"$work/go"
PERFECTHASH_CRASH_DIR=Z:${work//\//\\}\\dumps PERFECTHASH_CRASH_FULL=1 "$WINE" "$BIN/debuggee.exe" "$work/missing.txt" "$work/endless.txt" "$work/folder" \
  <"$work/go" >"$work/stdout" 2>"$work/stderr" 3>&- &
program=$!
for _ in $(seq 300); do grep -q ready "$work/stdout" && break; kill -0 $program 2>/dev/null || break; sleep 0.1; done
grep -q ready "$work/stdout" || { echo 'the program does not get ready'; cat "$work/stderr"; kill $program; exit 1; }

# look NAME COMMAND...: what gdb.py prints after these commands of gdb, and whether it is right.
look() {
  local name=$1 out=$work/$1.out command commands=()
  shift
  for command; do commands+=(-ex "$command"); done
  gdb -nx -batch -iex 'set debuginfod enabled off' -ex 'set pagination off' -ex 'set width 0' -ex "source $ROOT/debug/gdb.py" "${commands[@]}" \
    -ex ph-jobs -ex 'ph-object jobs[0]' -ex ph-events -ex "source $ROOT/tests/debug/views.py" >"$out" 2>&1
  says "$name" 'TableJob \*\)0x[0-9a-f]+  "[^"]*missing.txt": JobFailed, PERFECTHASH_E_KEYS_NOT_FOUND: [^:]*missing.txt'
  says "$name" 'TableJob \*\)0x[0-9a-f]+  "[^"]*endless.txt": TableStepSolve waits for [1-9][0-9]* solver lanes'
  says "$name" 'BulkJob \*\)0x[0-9a-f]+  "[^"]*folder": BulkStepFlush waits for tables, 0 of 1 ended, 0 failed'
  says "$name" '^\(Object \*\)0x[0-9a-f]+  PerfectHash.Job, 1 references'
  says "$name" '^  IID_IPerfectHashJob at \+[0-9]+'
  says "$name" '^worker.s ring at 0x[0-9a-f]+: [1-9][0-9]* events of worker [0-9] of node 0, thread 0x[0-9a-f]+: [1-9][0-9]* items'
  says "$name" '^  #[0-9]+ [0-9]+ ticks before the last: item item=0x[0-9a-f]+ callback=[A-Za-z]+ \(solve_run.c\) error=0'
  says "$name" '^view Failure: PERFECTHASH_E_KEYS_NOT_FOUND.* input = "[^"]*missing.txt'
  says "$name" '^view WorkItem: [A-Za-z]+ \(table_job.c\)'
  says "$name" '^views without an example: none'
}
says() {
  checks=$((checks + 1))
  grep -qE -- "$2" "$work/$1.out" || { complain "$1: gdb.py does not say: $2"; sed 's/^/    /' "$work/$1.out" | cut -c 1-300 | tail -n 40; }
}

look live "attach $program" ph-symbols "gcore $work/core"
look core "core-file $work/core" "ph-symbols $BIN"
echo >&3
wait $program
look minidump "ph-dump $(echo "$work"/dumps/*.dmp) $BIN"

[ $bad = 0 ] && echo "$checks looks were right"
exit $bad
