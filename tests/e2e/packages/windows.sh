#!/usr/bin/env bash
# windows.sh: what package.cmd does after Visual Studio's build makes a ZIP of the same files, byte for byte, except the pages as HTML, as ./package does of the same binaries, and again
# the same ZIP; the notes are the same, too.
. "$ROOT/tests/e2e/packages/packages.inc"
[ -n "${WINDOWS_TOOLS-}" ] || { echo 'SKIPPED: WINDOWS_TOOLS names no folder: PowerShell is not run'; exit 77; }
made zip notes
"$WINE" --test cmd.exe /c exit </dev/null
mkdir -p "$work"/{debian,windows} "$work/build"/{bin/x86,generated}
(cd "$work/debian" && unzip -q "$packages/$name.zip")
cp "$work/debian/$name"/*.{exe,dll} "$work/build/bin"
cp "$work/debian/$name"/x86/*.dll "$work/build/bin/x86"
cp "$GENERATED"/*.{h,c,tlb} "$work/build/generated"
package() { # OUT
  WINEPREFIX=$("$WINE" --prefix) "$WINDOWS_TOOLS/bin/pwsh" -NoProfile -NonInteractive -File "$ROOT/scripts/package.ps1" "$(windows_path "$ROOT")\\." \
    "$(windows_path "$work/build")" "$(windows_path "$1")" </dev/null >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
}
package "$work/first"
package "$work/second"
diff -r "$work/first" "$work/second" || complain 'made again it differs'
(cd "$work/first" && sha256sum --quiet -c SHA256SUMS) || complain 'SHA256SUMS is wrong'
rm -r "$work/debian/$name/docs/html" # by a tool of Debian's; the same pages are there as text
(cd "$work/windows" && unzip -q "$work/first/$name.zip")
diff -r "$work/debian" "$work/windows" || complain 'the ZIP holds something else'
diff "$packages/PerfectHash-$version-notes.md" "$work/first" || complain 'the notes differ'
exit $bad
