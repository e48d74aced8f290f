#!/usr/bin/env bash
# The npm package pdb-guid 1.0.7, which prints the key of a program on a symbol server, prints 32 zeros and the image's size for a library with the time stamp 0, as a reproducible link makes it
# (--no-insert-timestamp), where symbol servers have eight digits of the time stamp. For the time stamp 1 it prints eight.
. "$(dirname "$0")/debian.sh"
debian binutils-mingw-w64-x86-64=2.40-2+10.4
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" pdb-guid@1.0.7
tool=$work/root/usr/bin/x86_64-w64-mingw32
printf '.globl entry\nentry: ret\n' >"$work/keys.s"
"$tool-as" -o "$work/keys.o" "$work/keys.s"
"$tool-ld" -shared -e entry --no-insert-timestamp -o "$work/zero.dll" "$work/keys.o"
SOURCE_DATE_EPOCH=1 "$tool-ld" -shared -e entry -o "$work/one.dll" "$work/keys.o"

# Prints the key of a library.
key() { node "$work/node_modules/pdb-guid/dist/bin/index.js" "$work/$1.dll"; }
same '000000014000' "$(key one)"
same '000000000000000000000000000000004000' "$(key zero)"
