#!/usr/bin/env bash
# gendef of mingw-w64-tools 10.0.0 invents the name ord_7 for an export that has the number 7 and no name, and leaves NONAME out: the import library that dlltool makes of that .def file
# imports ord_7 by its name, which no library has. With NONAME it imports the number. Of the other exports gendef leaves the numbers out.
. "$(dirname "$0")/debian.sh"
debian mingw-w64-tools=10.0.0-3 binutils-mingw-w64-x86-64=2.40-2+10.4
tool=$work/root/usr/bin/x86_64-w64-mingw32
printf '.globl entry, get, put\nentry: get: put: ret\n' >"$work/keys.s"
printf 'LIBRARY keys.dll\nEXPORTS\nget @5\nput @7 NONAME\n' >"$work/keys.def"
printf '.globl entry\nentry: call ord_7\n' >"$work/caller.s"
for file in keys caller; do "$tool-as" -o "$work/$file.o" "$work/$file.s"; done
"$tool-ld" -shared -e entry -o "$work/keys.dll" "$work/keys.o" "$work/keys.def"
"$work/root/usr/bin/gendef" - "$work/keys.dll" 2>"$work/messages" | grep -v '^;' >"$work/made.def"
same 'LIBRARY "keys.dll"
EXPORTS
get
ord_7 @7' "$(cat "$work/made.def")"

# Prints the number or hint and the name by which a program that is linked by the .def file imports ord_7.
imports() {
  "$tool-dlltool" -d "$1" -l "$work/keys.a"
  "$tool-ld" -e entry -o "$work/caller.exe" "$work/caller.o" "$work/keys.a"
  "$tool-objdump" -p "$work/caller.exe" | grep -A 2 'DLL Name' | tail -n 1 | cut -f 3- | xargs
}
same '7 ord_7' "$(imports "$work/made.def")"
sed 's/@7/@7 NONAME/' "$work/made.def" >"$work/mended.def"
same '000000007 <none>' "$(imports "$work/mended.def")"
