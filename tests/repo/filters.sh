#!/usr/bin/env bash
# filters.sh ROOT: each .vcxproj.filters is what scripts/filters makes of its .vcxproj. Names those that are not.
set -u
scripts=$(cd "$(dirname "$0")/../../scripts" && pwd)
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
cd "$1" || exit 2
mapfile -t projects < <(ls src/*/*.vcxproj)
cp --parents "${projects[@]}" "$fresh" && "$scripts/filters" "$fresh" || exit 1
bad=0
for project in "${projects[@]}"; do
  cmp -s "$project.filters" "$fresh/$project.filters" || { echo "$project.filters is stale: run scripts/filters"; bad=1; }
done
exit $bad
