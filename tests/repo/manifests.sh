#!/usr/bin/env bash
# manifests.sh ROOT: the manifests and samples/csharp/PerfectHash.cs have the identifiers and versions of the IDL, whose help strings
# are short enough for Microsoft's compiler. Names each that has others.
set -u
scripts=$(cd "$(dirname "$0")/../../scripts" && pwd)
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
cd "$1" || exit 2
made=(regscripts/PerfectHash.manifest src/exe/program/program.manifest samples/csharp/PerfectHash.cs)
cp --parents src/version.h idl/PerfectHash.idl "${made[@]}" "$fresh" && "$scripts/manifests" "$fresh" || exit 1
bad=0
for file in "${made[@]}"; do
  cmp -s "$file" "$fresh/$file" || { echo "$file is stale: run scripts/manifests"; bad=1; }
done
long=$(grep -noE 'helpstring\("[^"]{256,}"' idl/PerfectHash.idl | cut -c 1-80)
[ -z "$long" ] || { echo "idl/PerfectHash.idl: help strings of more than 255 characters: $long"; bad=1; }
exit $bad
