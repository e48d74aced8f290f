#!/usr/bin/env bash
# registered.sh: registers the server of this build in the tests' Wine prefix, for the samples.
. "$ROOT/tests/e2e/samples/sample.inc"
# On a busy machine Wine now and then can't start a process ("ShellExecuteEx failed: Internal error"); so this is tried twice.
register() { wine regsvr32.exe /s "$(windows_path "$BIN/PerfectHash.dll")" >"$WORK/printed" 2>&1; }
register || register || fail "PerfectHash.dll can't be registered"
