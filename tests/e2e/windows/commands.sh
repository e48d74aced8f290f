#!/usr/bin/env bash
# What run.cmd and test.cmd do after Visual Studio's build works over the binaries of PerfectHash.sln.
. "$(dirname "$0")/tools.inc"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Wine writes the registration for one user and does not use it: the machine's stands in.
"$WINE" --test regsvr32.exe /s "$(windows_path "$ROOT/build/msvc/Release/bin/PerfectHash.dll")" || exit 1
powershell() {
  WINEPREFIX=$("$WINE" --test --prefix) "$tools/pwsh" -NoProfile -File "$ROOT/scripts/$1" "$(windows_path "$ROOT")" "${@:2}" </dev/null | tr -d '\r'
  return "${PIPESTATUS[0]}"
}
expect() { grep -qE "$1" "$work/printed" || { echo "no line $1:"; cat "$work/printed"; exit 1; }; }

powershell test.ps1 >"$work/printed" || { cat "$work/printed"; exit 1; }
expect '^[1-9][0-9]+ passed, 0 failed, 0 skipped$'

mkdir "$work/out"
powershell run.ps1 '' "$(windows_path "$work/out")" >"$work/printed" || { cat "$work/printed"; exit 1; }
expect '^kernelbase +[0-9]+ keys'
expect 'the function at 0x[0-9A-F]+ is number [0-9]+$'
[ "$(grep -cE '^[^ ]+ +[0-9]+ keys ' "$work/printed")" -eq 20 ] || { echo "not 20 tables"; cat "$work/printed"; exit 1; }

printf '5\n7\n11\n' >"$work/my.txt"
powershell run.ps1 "$(windows_path "$work/my.txt")" "$(windows_path "$work/mine")" >"$work/printed" || { cat "$work/printed"; exit 1; }
expect '^my +3 keys'
[ -s "$work/mine/my_Chm01_Quadx_And/my.h" ]
