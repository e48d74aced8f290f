#!/usr/bin/env bash
# sample.sh NAME: the sample in samples/NAME (or the script here) prints, line by line, what NAME.expected holds.
. "$ROOT/tests/samples/sample.inc"
run() {
  local samples=$ROOT/samples
  case $1 in
    c | cpp) wine "$BIN/sample_$1.exe" ;;
    vbscript) script "$samples/vbscript/status.vbs" ;;
    jscript) script "$samples/jscript/status.js" ;;
    powershell) powershell "$samples/powershell/status.ps1" ;;
    powershell_keys | powershell_display) powershell "$here/$1.ps1" ;;
    csharp) dotnet_program "$samples/csharp/Status.csproj" ;;
    *) fail "there is no sample $1" ;;
  esac
}
cd "$WORK" || exit 1
run "$1" >"$WORK/printed" 2>&1 || fail "$1 ends with $?: $(cat "$WORK/printed")"
diff "$here/$1.expected" "$WORK/printed" >&3
