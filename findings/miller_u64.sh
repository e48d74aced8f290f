#!/usr/bin/env bash
# Miller 6.6.0 gives one 64-bit key two places by its notation: from 2^63 on a hexadecimal number is a negative int, which `sort -nf` puts first, and the same number
# in decimal digits is a string, which it puts last. Numbers below 2^63 are equal in both notations.
. "$(dirname "$0")/debian.sh"
debian miller=6.6.0-2+b3
mlr=$work/root/usr/bin/mlr
printf 'key\n9223372036854775808\n16\n0x8000000000000000\n0x11\n' >"$work/keys.csv"

same '0x8000000000000000 16 0x11 9223372036854775808' "$("$mlr" --icsv --onidx sort -nf key "$work/keys.csv" | xargs)"
same 'string int int int' "$("$mlr" --icsv --onidx put '$key = typeof($key)' "$work/keys.csv" | xargs)"
