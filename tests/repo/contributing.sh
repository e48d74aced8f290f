#!/usr/bin/env bash
# contributing.sh ROOT: what CONTRIBUTING.md points to is there. Each path in backticks exists; of a path that is followed by names, `path` (`Name`, ...),
# the file holds each name; and each row of the table under "Where is it?" has such a path. Names each that is not so.
set -u
cd "$1" || exit 2
guide=CONTRIBUTING.md
bad=0 named=0
complain() { echo "$guide: $1"; bad=1; }

rows=$(sed -n '/^## Where is it?/,/^## /p' "$guide" | grep '^| [^-]' | tail -n +2)
[ "$(grep -c . <<<"$rows")" -ge 5 ] || complain "five questions are expected under 'Where is it?'"
while IFS= read -r row; do [[ $row =~ \`[^\`]+/[^\`]+\`\ \(\` ]] || complain "no path with a name in: $row"; done <<<"$rows"

for path in $(grep -oE '`(src|tests|docs|idl|debug|scripts|cmake|samples|regscripts|benchmarks)/[A-Za-z0-9_./-]+`' "$guide" | tr -d '`' | sort -u); do
  [ -e "$path" ] || complain "there is no $path"
done
while IFS= read -r pair; do
  path=${pair%%\`*} names=${pair#*(}
  for name in ${names//[\`,)]/ }; do
    named=$((named + 1))
    grep -qw -- "$name" "$path" || complain "$path has no $name"
  done
done < <(grep -oE '`[^`]+/[^` ]+` \((`[^`]+`(, )?)+\)' "$guide" | sed 's/^`//')
[ $named -ge 5 ] || complain "no names found"
exit $bad
