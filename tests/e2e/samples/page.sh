#!/usr/bin/env bash
# page.sh PAGE: the commands of docs/PAGE.md print what the page says, in a folder that has what the ZIP has. `own` behind it gives the page a Wine prefix of
# its own, as its commands register the DLL or a service.
. "$ROOT/tests/e2e/samples/sample.inc"
if [ "${2-}" = own ]; then
  export PERFECTHASH_PREFIX=$WORK/prefix
  trap '"$WINE" --stop; rm -rf "$WORK"' EXIT
fi
export WINE WINEPATH SCRIPTS=$WORK/scripts
mkdir -p "$SCRIPTS" "$WORK/here"
cd "$WORK/here" || exit 1
if [ "${2-}" = own ]; then
  mkdir include
  cp "$BIN"/PerfectHash{.dll,Create.exe,Server.exe,Client.exe} "$ROOT"/regscripts/*.cmd .
  cp "$GENERATED"/PerfectHash{.h,_i.c} include
  WINEPATH=$(windows_path "$WORK/here")
else
  WINEPATH=$(windows_path "$BIN")
fi
python3 -B "$here/tutorial.py" "$ROOT/docs/$1.md"
