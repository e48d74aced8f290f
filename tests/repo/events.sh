#!/usr/bin/env bash
# events.sh ROOT: each event of the provider's manifest has a number of its own, a function that writes it with the manifest's fields, a caller of
# that function, and a line in the test that listens.
set -u
cd "$1" || exit 2
manifest=idl/PerfectHashEvents.man
events=$(awk '
  match($0, /<template tid="[A-Za-z]+"/) { template = substr($0, RSTART + 15, RLENGTH - 16) }
  /<data name=/ { count[template]++ }
  /<event value=/ {
    match($0, /value="[0-9]+"/); value = substr($0, RSTART + 7, RLENGTH - 8)
    match($0, /symbol="[A-Za-z]+"/); symbol = substr($0, RSTART + 8, RLENGTH - 9)
    match($0, /template="[A-Za-z]+"/); print value, symbol, count[substr($0, RSTART + 10, RLENGTH - 11)]
  }' $manifest)
[ -n "$events" ] || { echo "$manifest: there are no events"; exit 1; }

bad=0
complain() { echo "$manifest: $*"; bad=1; }
twice=$(cut -d' ' -f1 <<<"$events" | sort | uniq -d)
[ -z "$twice" ] || complain "two events have the number $twice"
while read -r value symbol count; do
  written=$(grep -rhoE --include='*.c' "\bWrite$symbol\([^;]*\);" src)
  if [ "$(wc -l <<<"$written")" != 1 ] || [ -z "$written" ]; then complain "$symbol is not written in one place"; continue; fi
  fields=$(tr -cd , <<<"$written" | wc -c)
  [ $((fields + 1)) = "$count" ] || complain "$symbol has $count fields, and $((fields + 1)) are written"
  function=${symbol/#Event/Events}
  grep -rqE --include='*.c' "^ +$function\(" src || complain "nobody calls $function"
  grep -qw "$symbol" tests/jobs/base/job_events_test.cpp || complain "$symbol is in no test"
done <<<"$events"
# What is written and is no event does not compile; a stale header does. Microsoft's compiler compares the whole of it: windows.events.
while read -r value symbol count; do
  grep -q "^#define ${symbol}_value 0x$(printf '%x' "$value")$" idl/PerfectHashEvents.h || complain "idl/PerfectHashEvents.h is stale: $symbol"
done <<<"$events"
guid=$(sed -n 's/.* guid="{\(.*\)}".*/\1/p' $manifest)
[ -n "$guid" ] && ! grep '<EventProvider ' debug/PerfectHash.wprp | grep -qvF "Name=\"$guid\"" || complain "debug/PerfectHash.wprp has another provider"
exit $bad
