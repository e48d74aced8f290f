#!/usr/bin/env bash
# strip of GNU binutils 2.40 gives a library the time of its run as its time stamp, which symbol servers and profilers know it by, even a library that was linked with --no-insert-timestamp
# (0), and its option for deterministic archives (-D) does not change that; the one for the dates of files (-p) does. It makes the resources of Microsoft's linker writable, too.
# llvm-objcopy 14.0.6 leaves both as they are.
. "$(dirname "$0")/debian.sh"
debian binutils-mingw-w64-x86-64=2.40-2+10.4 python3-pefile=2023.2.7-1 python3-future=0.18.2-6 llvm-14=1:14.0.6-12 libllvm14=1:14.0.6-12
nuget sqlitepclraw.lib.e_sqlite3 2.1.11
export LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu
tool=$work/root/usr/bin/x86_64-w64-mingw32
printf '.globl entry\nentry: ret\n' >"$work/keys.s"
"$tool-as" -o "$work/keys.o" "$work/keys.s"
"$tool-ld" -shared -e entry --no-insert-timestamp -o "$work/keys.dll" "$work/keys.o"
cp "$work/sqlitepclraw.lib.e_sqlite3/runtimes/win-x64/native/e_sqlite3.dll" "$work"
cat >"$work/stamp.py" <<'END'
import pefile, sys, time
image = pefile.PE(sys.argv[1], fast_load=True)
stamp = image.FILE_HEADER.TimeDateStamp
resources = [hex(section.Characteristics) for section in image.sections if section.Name.startswith(b".rsrc")]
print(abs(stamp - time.time()) < 600 and "now" or stamp, *resources)
END

# Prints the time stamp and the flags of the resources that a library has after a program ran over it.
stamp() {
  "${@:2}" "$work/$1.dll" "$work/out.dll"
  PYTHONPATH=$work/root/usr/lib/python3/dist-packages python3 -W ignore "$work/stamp.py" "$work/out.dll"
}
strip() { "$tool-strip" "${@:1:$#-2}" -o "${@: -1}" "${@: -2:1}"; }
same '0' "$(stamp keys cp)"
same 'now' "$(stamp keys strip)"
same 'now' "$(stamp keys strip -D)"
same '0' "$(stamp keys strip -p)"
same '1741366773 0x40000040' "$(stamp e_sqlite3 cp)"
same 'now 0xc0000040' "$(stamp e_sqlite3 strip)"
same '1741366773 0xc0000040' "$(stamp e_sqlite3 strip -p)"
same '1741366773 0x40000040' "$(stamp e_sqlite3 "$work/root/usr/lib/llvm-14/bin/llvm-objcopy" --strip-all)"
