#!/usr/bin/env bash
# GNU datamash 1.7 reads hexadecimal and decimal numbers but prints 14 digits of a result: the maximum of a column of 64-bit keys is not a key of that
# column, with exit code 0. -R and --format do not bring the digits of keys back that a long double holds; --format "%.0f" does.
. "$(dirname "$0")/debian.sh"
debian datamash=1.7-2
datamash=$work/root/usr/bin/datamash
printf '9007199254740993\n16\n' >"$work/keys"

same 9.007199254741e+15 "$("$datamash" max 1 <"$work/keys")"
same 9007199254740993 "$("$datamash" --format '%.0f' max 1 <"$work/keys")"
