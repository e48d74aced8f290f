#!/usr/bin/env bash
# duplicates.sh ROOT: counts the passages of six and more lines that the code repeats, with Debian's similarity-tester, and fails when there
# are not as many as tests/repo/duplicates.max says (without that file: none). Prints each passage, the longest first.
# A passage of C, C++ or C# is repeated by as many tokens in the same order: names of variables, numbers and texts may differ, names of what is
# called may not. 50 tokens are six full lines of this code. A passage of a script is repeated word for word. Of three equal passages
# two are counted. Comments, #include lines, generated files and the contract's declarations in C# do not count; programs that others copy from (samples/readme in the tests, say) do.
set -uo pipefail
cd "$1" || exit 2
most=$(cat tests/repo/duplicates.max 2>/dev/null || echo 0)
files=$(git ls-files src tests benchmarks samples scripts cmake .ci bench run test 2>/dev/null || true)
[ -n "$files" ] || files=$(find . -type f -not -path './build/*' -not -path './.git/*' | sed 's#^\./##' | sort)

code=$(grep -E '\.(c|h|cpp|cs)$' <<<"$files" | grep -vx 'samples/csharp/PerfectHash\.cs' | xargs -r grep -L '^// Generated from')
scripts=$(grep -E '\.(sh|inc|cmake)$|CMakeLists\.txt$|^(scripts|\.ci)/[^.]*$|^(bench|run|test)$' <<<"$files")
[ -n "$code" ] || { echo "no sources found"; exit 1; }
command -v sim_c++ >/dev/null || { echo "sim_c++ is missing: scripts/setup test installs it"; exit 1; }

# A row of sim is "FILE: line FROM-TO |FILE: line FROM-TO[SIZE]", with spaces that make columns.
passages=$({ sim_c++ -n -T -F -r 50 -w 200 -i <<<"$code" && { [ -z "$scripts" ] || sim_text -n -T -r 24 -w 200 -i <<<"$scripts"; }; } |
  sed -En 's/^(.*): line ([0-9]+)-([0-9]+) *\|(.*): line ([0-9]+)-([0-9]+) *\[([0-9]+)\]$/\1 \2 \3 \4 \5 \6 \7/p' |
  awk '$3 - $2 >= 5 && $6 - $5 >= 5 { print $7, $1 ":" $2 "-" $3, $4 ":" $5 "-" $6 }' | sort -k1,1nr -k2) || { echo "sim_c++ or sim_text failed"; exit 1; }
count=$(grep -c . <<<"$passages")
echo "$count repeated passages, at most $most allowed"
[ "$count" -eq 0 ] || echo "$passages"
[ "$count" -eq "$most" ] || [ "$count" -gt "$most" ] || echo "lower tests/repo/duplicates.max to $count"
[ "$count" -eq "$most" ]
