#!/usr/bin/env bash
# solution.sh CONFIGURATION: MSBuild builds PerfectHash.sln with the Windows SDK, without a warning; its binaries are hardened as those by mingw-w64 are.
. "$(dirname "$0")/tools.inc"
bin=$ROOT/build/msvc/$1/bin
rm -rf "$ROOT/build/msvc/$1"
output=$("$tools/build-sln" "$ROOT/PerfectHash.sln" "$1" 2>&1) || { echo "$output"; exit 1; }
if grep -i 'warning' <<<"$output"; then exit 1; fi
for file in PerfectHash.dll PerfectHashCreate.exe; do
  [ -s "$bin/$file" ] || { echo "$bin/$file was not built"; exit 1; }
done
bad=0
complain() { echo "$*"; bad=1; }
. "$ROOT/tests/e2e/packages/pe.inc"
hardened "$bin"/*.dll "$bin"/*.exe
# The stand-in for Microsoft's linker knows no control flow guard; test.cmd looks for it in what the real one made.
grep -q '<ControlFlowGuard>Guard<' "$ROOT/Directory.Build.props" || complain 'Directory.Build.props asks for no control flow guard'
exit $bad
