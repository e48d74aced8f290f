#!/usr/bin/env bash
# module.sh: the PowerShell module, unpacked into a folder of modules in a Wine prefix in which nothing is registered, does what its help says; and it keeps
# the rules of Windows PowerShell 5.1, which a spoilt copy of it breaks.
. "$ROOT/tests/e2e/packages/packages.inc"
[ -n "${WINDOWS_TOOLS-}" ] || { echo 'SKIPPED: WINDOWS_TOOLS names no folder: PowerShell is not run'; exit 77; }
made module
export PERFECTHASH_PREFIX=$work/prefix
trap '"$WINE" --stop; rm -rf "$work"' EXIT
mkdir "$work/modules" "$work/tables"
(cd "$work/modules" && unzip -q "$packages/PerfectHash-$version-module.zip")
for file in $(sed -n "s/.*FileList = @(\(.*\))/\1/p" "$work/modules/PerfectHash/$version/PerfectHash.psd1" | tr -d "',\r" | tr '\\' /); do
  [ -s "$work/modules/PerfectHash/$version/$file" ] || complain "there is no $file"
done
"$WINE" --test cmd.exe /c exit </dev/null
powershell() {
  WINEPREFIX=$work/prefix "$WINDOWS_TOOLS/bin/pwsh" -NoProfile -NonInteractive -File "$@" </dev/null | tr -d '\r'
  return "${PIPESTATUS[0]}"
}
powershell "$ROOT/tests/e2e/packages/module.ps1" "$(windows_path "$work/modules")" "$(windows_path "$work/tables")" >"$work/raw" || complain "module.ps1 ends with $?"
here=$(windows_path "$work/tables")
sed "s/${here//\\/\\\\}/HERE/" "$work/raw" >"$work/printed"
sed "s/@VERSION@/$version/" "$ROOT/tests/e2e/packages/module.expected" | diff - "$work/printed" || complain 'module.ps1 prints something else'
names=$("$WINE" --test "$BIN/PerfectHashCreate.exe" --HashFunction='=?' </dev/null 2>&1 | grep -oE '\b(Quadx|Mul[A-Za-z0-9]+)\b' | sort -u | tr '\n' ' ')
[ "$names" = "$(sed -n '/^Quadx Mul/p' "$work/printed" | tr ' ' '\n' | sort | tr '\n' ' ')" ] || complain "the completion offers other hash functions than $names"

rules() { powershell "$ROOT/tests/e2e/packages/module_rules.ps1" "$(windows_path "$1")" >"$work/rules"; }
rules "$work/modules" || { complain 'it breaks the rules of PowerShell 5.1'; cat "$work/rules"; }
spoil() { # FILE TEXT: appended to that file of a copy
  rm -rf "$work/spoilt"
  cp -r "$work/modules" "$work/spoilt"
  printf '%s\n' "$2" >>"$work/spoilt/PerfectHash/$version/$1"
  ! rules "$work/spoilt" || complain "5.1's rules allow: $2"
}
spoil PerfectHash.psm1 '$x = $true ? 1 : 2'
spoil PerfectHash.psm1 '$x = $null ?? 2'
spoil PerfectHash.psm1 'Join-Path a b && Join-Path c d'
spoil PerfectHash.psm1 'Join-String a'
spoil PerfectHash.psm1 '# ü'
spoil Activation.cs 'class C { int D => 1; }'
exit $bad
