#!/usr/bin/env bash
# widl of mingw-w64-tools 10.0.0 knows the 64-bit type hyper but reads numbers of 32 bits only: a constant of that type with the value 4294967296 is "too large", in decimal and in
# hexadecimal digits. As 65536 * 65536 it is taken and written into the header as that product of two ints, which the C compiler finds to overflow.
. "$(dirname "$0")/debian.sh"
debian mingw-w64-tools=10.0.0-3

# Says what widl says to a constant of the given value, and prints the constant in the header.
constant() {
  echo "const hyper Keys = $1;" >"$work/keys.idl"
  "$work/root/usr/bin/x86_64-w64-mingw32-widl" -h -o "$work/keys.h" "$work/keys.idl" 2>"$work/errors" || { sed 's/.*error: //' "$work/errors" && return; }
  grep -o 'define Keys.*' "$work/keys.h"
}
same 'define Keys (4294967295)' "$(constant 4294967295)"
same 'integer constant 4294967296 is too large' "$(constant 4294967296)"
same 'integer constant 0x100000000 is too large' "$(constant 0x100000000)"
same 'define Keys (65536 * 65536)' "$(constant '65536 * 65536')"
printf '#%s\nlong long keys = Keys;\n' "$(constant '65536 * 65536')" >"$work/keys.c"
gcc -c -o "$work/keys.o" "$work/keys.c" 2>"$work/warnings"
same 'integer overflow' "$(grep -o -m 1 'integer overflow' "$work/warnings")"
