#!/usr/bin/env bash
# server.sh CONFIGURATION: the COM tests pass with the server of PerfectHash.sln too. They find it beside them. A process runs the cases of one
# file, as elsewhere, and three run at once, since many wait.
. "$(dirname "$0")/tools.inc"
bin=$ROOT/build/msvc/$1/bin
[ -s "$bin/PerfectHash.dll" ] || { echo "$bin/PerfectHash.dll was not built"; exit 1; }
cp "$BIN"/com_{tests.exe,plugin.dll,plugin_host.exe} "$bin/"
cd "$ROOT/tests"
printf '%s\n' com/*/*_test.cpp | xargs -P 3 -I{} "$ROOT/tests/support/doctest_file.sh" "$bin/com_tests.exe" '--source-file=*/{}' 2>&1
