#!/usr/bin/env bash
# create.sh CONFIGURATION: the program of PerfectHash.sln makes the same table, byte for byte, as the one by mingw-w64.
. "$(dirname "$0")/tools.inc"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
create() { "$WINE" --test "$1/PerfectHashCreate.exe" 'C:\windows\system32\kernelbase.dll' "$(windows_path "$2")"; }
create "$ROOT/build/msvc/$1/bin" "$work/a" || { echo "the solution's program ends with $?"; exit 1; }
create "$BIN" "$work/b" || { echo "the program by mingw-w64 ends with $?"; exit 1; }
[ -n "$(find "$work/a" -name '*.pht')" ] || { echo "no table file was written"; exit 1; }
diff -r "$work/a" "$work/b"
