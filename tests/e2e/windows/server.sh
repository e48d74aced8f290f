#!/usr/bin/env bash
# server.sh CONFIGURATION: the COM tests pass with the server of PerfectHash.sln too. They find it beside them.
. "$(dirname "$0")/tools.inc"
bin=$ROOT/build/msvc/$1/bin
[ -s "$bin/PerfectHash.dll" ] || { echo "$bin/PerfectHash.dll was not built"; exit 1; }
cp "$BIN"/com_{tests.exe,plugin.dll,plugin_host.exe} "$bin/"
output=$("$WINE" --test "$bin/com_tests.exe" 2>&1)
status=$?
echo "$output"
[ $status -eq 0 ] && grep -q 'Status: SUCCESS' <<<"$output"
