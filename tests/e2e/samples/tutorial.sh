#!/usr/bin/env bash
# tutorial.sh PAGE: the commands of a page of docs/tutorial print what the page says.
. "$ROOT/tests/e2e/samples/sample.inc"
WINEPATH=$(windows_path "$BIN")
export WINE WINEPATH
export SCRIPTS=$WORK/scripts
mkdir "$SCRIPTS" "$WORK/here"
cd "$WORK/here" || exit 1
python3 -B "$here/tutorial.py" "$ROOT/docs/tutorial/$1.md"
