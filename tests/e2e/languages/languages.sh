#!/usr/bin/env bash
# languages.sh LANGUAGE [rows]: tables of every kind as source code of a language, compiled or run by its own tools, asked for every key and for 10,000 strangers.
# With `rows` they have records, of which every row and every column is asked for.
# LANGUAGE.inc, in small letters, says which tools it `needs` and in which namespace, the `place`, tables are, and tries all tables of a folder: see README.md.
set -u
language=$1 here=$(dirname "$(readlink -f "$0")") work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PATH=/usr/local/bin:/usr/bin:/bin   # Debian's tools, whatever else there is
. "$here/${language,,}.inc"
for tool in $needs; do command -v "$tool" >/dev/null || { echo "SKIPPED: there is no $tool"; exit 77; }; done
if [ $# = 2 ]; then
  "$BIN/rows_writer" "$language" "$work" "$here" ${place-} && cd "$work" || exit 1
  try=try_rows least=${least_rows-140000}
else
  "$BIN/language_writer" "$language" "$work" ${place-} && cd "$work" || exit 1
  try=try_all
fi
answer=$($try) || { echo "$answer"; exit 1; }
echo "$answer"
[[ $answer =~ ([0-9]+)\ questions,\ 0\ failures$ ]] && [ "${BASH_REMATCH[1]}" -gt "${least-1000000}" ]
