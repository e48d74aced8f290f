#!/usr/bin/env bash
# imports.sh: the programs and the DLL import the libraries that are listed here and no other, above all none for networks, and load none but dbghelp by name.
set -u
bad=0
check() { # check BINARY LIBRARY...: in small letters, sorted
  local binary=$1 imported
  shift
  imported=$(x86_64-w64-mingw32-objdump -p "$BIN/$binary" | sed -n 's/.*DLL Name: //p' | tr '[:upper:]' '[:lower:]' | sort | tr '\n' ' ')
  [ "$imported" = "$* " ] || { echo "$binary imports $imported, not $*"; bad=1; }
}
check PerfectHash.dll advapi32.dll kernel32.dll msvcrt.dll ole32.dll oleaut32.dll
for program in Create BulkCreate Server; do check PerfectHash$program.exe advapi32.dll kernel32.dll msvcrt.dll ole32.dll oleaut32.dll; done
check PerfectHashClient.exe kernel32.dll msvcrt.dll ole32.dll oleaut32.dll
loaded=$(grep -rnE 'LoadLibrary|LoadPackagedLibrary' "$ROOT/src" | grep -v 'L"dbghelp.dll"')
[ -z "$loaded" ] || { echo "a library is loaded by name: $loaded"; bad=1; }
exit $bad
