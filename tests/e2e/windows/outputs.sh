#!/usr/bin/env bash
# The project of --Outputs=VisualStudio is built by MSBuild, with the header and with the pair: its test passes and its benchmark runs.
. "$(dirname "$0")/tools.inc"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
seq 7 13 3000 >"$work/keys.txt"
for outputs in Header CSource; do
  "$WINE" --test "$BIN/PerfectHashCreate.exe" "$work/keys.txt" "$work/$outputs" --Name=Numbers --Outputs="$outputs,Test,Benchmark,VisualStudio" --Contains --Quiet </dev/null || exit 1
  folder=$(echo "$work/$outputs"/*)
  "$tools/build-sln" "$folder/Numbers.vcxproj" Release >"$work/said" 2>&1 || { cat "$work/said"; exit 1; }
  ! grep -i warning "$work/said" || exit 1
  "$WINE" --test "$folder/Release/Numbers_test.exe" </dev/null || { echo "the test of the $outputs fails"; exit 1; }
  "$WINE" --test "$folder/Release/Numbers_benchmark.exe" </dev/null | grep -E '^Numbers: [0-9.]+ ns a lookup, [0-9.]+ ns one after another' || { echo "the benchmark of the $outputs fails"; exit 1; }
done
