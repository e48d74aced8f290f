#!/usr/bin/env bash
# The project of --Outputs=VisualStudio is built by MSBuild, with the header and with the pair, of numbers with and without their keys in the table and of
# text keys: its test passes and its benchmark runs.
. "$(dirname "$0")/tools.inc"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
seq 7 13 3000 >"$work/keys.txt"
seq -f 'key %g' 300 >"$work/words.txt"
while read -r name outputs keys options; do
  "$WINE" --test "$BIN/PerfectHashCreate.exe" "$work/$keys" "$work/$name" --Name="$name" --Outputs="$outputs,Test,Benchmark,VisualStudio" $options --Quiet </dev/null || exit 1
  folder=$(echo "$work/$name"/*)
  project=$(echo "$folder"/*.vcxproj)
  stem=$(basename "$project" .vcxproj)
  "$tools/build-sln" "$project" Release >"$work/said" 2>&1 || { cat "$work/said"; exit 1; }
  ! grep -i warning "$work/said" || exit 1
  (cd "$folder" && "$WINE" --test "$folder/Release/${stem}_test.exe" </dev/null) || { echo "the test of $name fails"; exit 1; }
  (cd "$folder" && "$WINE" --test "$folder/Release/${stem}_benchmark.exe" </dev/null) | grep -E "^$stem: [0-9.]+ ns a lookup, [0-9.]+ ns one after another" || { echo "the benchmark of $name fails"; exit 1; }
done <<END
Numbers Header keys.txt --Contains
Omitted CSource keys.txt --OmitKeys
Prints Header,TableFile keys.txt --Reject=Fingerprint8 --HeaderWithoutData
Words CSource words.txt --NameStyle=snake --Prefix=my_
END
