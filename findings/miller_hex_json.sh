#!/usr/bin/env bash
# Miller 6.6.0 takes hexadecimal fields for numbers and keeps their notation when it writes JSON: the bare 0x10 that it writes is no JSON, and parsers
# refuse the file, so a CSV of hexadecimal keys does not become JSON Lines by `mlr --icsv --ojsonl cat`. With -S, which infers no types, it does.
. "$(dirname "$0")/debian.sh"
debian miller=6.6.0-2+b3
mlr=$work/root/usr/bin/mlr
printf 'key\n0x10\n' >"$work/keys.csv"

same '{"key": 0x10}' "$("$mlr" --icsv --ojsonl cat "$work/keys.csv")"
same '{"key": "0x10"}' "$("$mlr" -S --icsv --ojsonl cat "$work/keys.csv")"
! "$mlr" --icsv --ojsonl cat "$work/keys.csv" | python3 -c 'import json, sys; json.load(sys.stdin)' 2>"$work/error"
same "json.decoder.JSONDecodeError: Expecting ',' delimiter: line 1 column 10 (char 9)" "$(tail -n 1 "$work/error")"
