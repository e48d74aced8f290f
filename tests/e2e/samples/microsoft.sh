#!/usr/bin/env bash
# The C sample and README.md's C example compile with Microsoft's headers and MIDL's, without a warning.
. "$ROOT/tests/e2e/windows/tools.inc"
here=$ROOT/tests/e2e/samples
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
cd "$WORK" || exit 1
"$tools/midl" /W3 /WX /out "$(windows_path "$WORK")" "$(windows_path "$ROOT/idl/PerfectHash.idl")" >log || { cat log; exit 1; }
cp "$ROOT/samples/c/status.c" "$here/readme/main.c" .
awk '/^```/ { if (inside) inside = 0; else { inside = 1; wanted = ($0 == "```c") } next } inside && wanted { print }' "$ROOT/README.md" |
  sed -n '/^IPerfectHashIocpContext/,$p' >fragment
[ -s fragment ] || { echo "README.md has no C example of the contract"; exit 1; }
for source in status.c main.c; do
  "$tools/clang-cl" /c /W4 /WX /std:c11 /I. '-DFRAGMENT="fragment"' /Foout.obj $source || exit 1
done
