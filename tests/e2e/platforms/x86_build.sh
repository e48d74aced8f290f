#!/usr/bin/env bash
# x86_build.sh: the product compiles for Windows x86 without a warning, and links: a DLL that exports what COM asks for by plain names, and programs, all for
# the 32-bit processor and hardened. Nothing of it runs here: ./test platforms runs it.
set -u
bad=0
complain() { echo "x86_build.sh: $*"; bad=1; }
build=$ROOT/build/mingw-x86
"$ROOT/scripts/build" mingw-x86 PerfectHash PerfectHashCreate PerfectHashBulkCreate PerfectHashServer PerfectHashClient || exit 1
grep -iw warning "$build/build.log" && bad=1
for file in "$build"/bin/*.{dll,exe}; do
  headers=$(i686-w64-mingw32-objdump -p "$file")
  grep -q 'file format pei-i386' <<<"$headers" || complain "$file is for another processor"
  for flag in DYNAMIC_BASE NX_COMPAT; do grep -qw $flag <<<"$headers" || complain "$file: without $flag"; done
  i686-w64-mingw32-objcopy --dump-section .rsrc="$build/resources" "$file" "$build/copy" && grep -aq 'processorArchitecture="x86"' "$build/resources" ||
    complain "$file: its manifest names another processor"
done
exports=$(i686-w64-mingw32-objdump -p "$build/bin/PerfectHash.dll" | sed -n 's/^\t\[ *[0-9]*\] \(Dll[A-Za-z]*\)$/\1/p' | tr '\n' ' ')
[ "$exports" = 'DllCanUnloadNow DllGetClassObject DllInstall DllRegisterServer DllUnregisterServer ' ] || complain "the DLL exports $exports"
exit $bad
