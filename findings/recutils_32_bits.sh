#!/usr/bin/env bash
# GNU recutils 1.9 reads integers of a selection expression into 32 bits and says nothing of the rest: `key = 8` selects the key 4294967304 (2^32 + 8) too, and the greatest
# 64-bit key is less than 0. A leading zero means octal, so 010 is 8. recfix finds no fault in these fields, whose type is int.
. "$(dirname "$0")/debian.sh"
debian recutils=1.9-2 librec1=1.9-2
export LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu
printf '%%rec: keys\n%%type: key int\n%%key: key\n' >"$work/keys.rec"
printf '\nkey: %s\n' 8 16 010 4294967304 18446744073709551615 >>"$work/keys.rec"

# Prints the keys that an expression selects.
selected() { "$work/root/usr/bin/recsel" -e "$1" -P key "$work/keys.rec" | xargs; }
"$work/root/usr/bin/recfix" --check "$work/keys.rec"
same '8 010 4294967304' "$(selected 'key = 8')"
same '18446744073709551615' "$(selected 'key < 0')"
same '16' "$(selected 'key > 8')"
