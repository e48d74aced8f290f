#!/usr/bin/env bash
# windres of GNU binutils 2.40 takes a number above 65535 in FILEVERSION and keeps its low 16 bits without a warning: after the version 1.2.4.65535, whose last number could be that of a
# build, comes 1.2.4.0, and an installer that compares file versions keeps the older file. llvm-rc 14.0.6 refuses such a number.
. "$(dirname "$0")/debian.sh"
debian binutils-mingw-w64-x86-64=2.40-2+10.4 python3-pefile=2023.2.7-1 python3-future=0.18.2-6
tool=$work/root/usr/bin/x86_64-w64-mingw32
printf '.globl entry\nentry: ret\n' >"$work/keys.s"
"$tool-as" -o "$work/keys.o" "$work/keys.s"
cat >"$work/version.py" <<'END'
import pefile, sys
version = pefile.PE(sys.argv[1]).VS_FIXEDFILEINFO[0]
print(*(number >> shift & 0xFFFF for number in (version.FileVersionMS, version.FileVersionLS) for shift in (16, 0)), sep=".")
END

# Prints the file version of a library that has the given one in its resources.
version() {
  printf '1 VERSIONINFO\nFILEVERSION %s\nBEGIN\nEND\n' "$1" >"$work/keys.rc"
  "$tool-windres" "$work/keys.rc" "$work/version.o" 2>&1
  "$tool-ld" -shared -e entry -o "$work/keys.dll" "$work/keys.o" "$work/version.o"
  PYTHONPATH=$work/root/usr/lib/python3/dist-packages python3 -W ignore "$work/version.py" "$work/keys.dll"
}
same 1.2.4.65535 "$(version 1,2,4,65535)"
same 1.2.4.0 "$(version 1,2,4,65536)"
same 1.2.4.4464 "$(version 1,2,4,70000)"
