#!/usr/bin/env bash
# ld of GNU binutils 2.40 takes an exported function's name that is one of the words of .def files in small letters (data, private, constant, noname) for that word, which belongs to
# the name on the line before: the function is not exported, and noname takes the name from the other one. dlltool of the same package, whose import library programs link with, takes
# it for a function. Neither says anything.
. "$(dirname "$0")/debian.sh"
debian binutils-mingw-w64-x86-64=2.40-2+10.4
tool=$work/root/usr/bin/x86_64-w64-mingw32
printf '.globl entry, get, data, private, constant, noname, size\nentry: get: data: private: constant: noname: size: ret\n' >"$work/keys.s"
"$tool-as" -o "$work/keys.o" "$work/keys.s"

# Prints what a library whose .def file has the names get and $1 exports, and what its import library has.
exports() {
  printf 'LIBRARY keys.dll\nEXPORTS\nget\n%s\n' "$1" >"$work/keys.def"
  "$tool-ld" -shared -e entry -o "$work/keys.dll" "$work/keys.o" "$work/keys.def" 2>&1
  "$tool-dlltool" -d "$work/keys.def" -l "$work/keys.a" 2>&1
  echo "$1: $("$tool-objdump" -p "$work/keys.dll" | sed -n '/^.Ordinal/,/^$/s/.*\] \([a-z]*\)$/\1/p' | xargs), linked with $("$tool-nm" "$work/keys.a" 2>&1 | sed -n 's/.* T //p' | sort | xargs)"
}
same 'size: get size, linked with get size
data: get, linked with data get
private: get, linked with get private
constant: get, linked with constant get
noname: , linked with get noname' "$(for name in size data private constant noname; do exports $name; done)"
