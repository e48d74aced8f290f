#!/usr/bin/env bash
# solution.sh CONFIGURATION: MSBuild builds PerfectHash.sln with the Windows SDK, without a warning.
. "$(dirname "$0")/tools.inc"
bin=$ROOT/build/msvc/$1/bin
rm -rf "$ROOT/build/msvc/$1"
output=$("$tools/build-sln" "$ROOT/PerfectHash.sln" "$1" 2>&1) || { echo "$output"; exit 1; }
if grep -i 'warning' <<<"$output"; then exit 1; fi
for file in PerfectHash.dll PerfectHashCreate.exe; do
  [ -s "$bin/$file" ] || { echo "$bin/$file was not built"; exit 1; }
done
