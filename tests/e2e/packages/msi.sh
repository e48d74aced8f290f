#!/usr/bin/env bash
# msi.sh: the Windows Installer packages in a Wine prefix of their own: installed, used by a script and on PATH, repaired, upgraded with the service, kept from a
# downgrade, and removed. What stays then is in msi.left, and is Wine's. What they write to the registry is what the DLL itself writes. No step takes
# longer than a minute or two: a hung installer ends the test.
. "$ROOT/tests/e2e/packages/packages.inc"
made zip msi
export PERFECTHASH_PREFIX=$work/prefix
trap '"$WINE" --stop; rm -rf "$work"' EXIT
unset DISPLAY
wine() { timeout -k 5 120 "$WINE" --test "$@" </dev/null; }
dos() { windows_path "$1"; }
installer() { # PACKAGE-OR-CODE WORD...: msiexec, without a window
  wine msiexec.exe /i "$1" "${@:2}" /qn >"$work/log" 2>&1
}
remove() { wine msiexec.exe /x "$1" /qn >"$work/log" 2>&1; }
installed=$PERFECTHASH_PREFIX/drive_c/Program\ Files/PerfectHash
used() { # VERSION: a script finds the server, and the programs are on PATH, once
  [ "$(wine cscript.exe //nologo "$(dos "$work/use.vbs")")" = "$1: 404 is number 2" ] || complain "a script does not find $1"
  [ "$(wine "$installed/PerfectHashCreate.exe" --version)" = "PerfectHashCreate $1" ] || complain "the program is not $1"
  [ "$(path | grep -oF ';C:\Program Files\PerfectHash\' | wc -l)" = 1 ] || complain "PATH is $(path)"
}
service() { wine sc.exe query PerfectHashServer >/dev/null 2>&1; }
echo 'WScript.Quit 0' >"$work/nothing.vbs"
cat >"$work/use.vbs" <<'END'
Set context = CreateObject("PerfectHash.IocpContext")
Set table = context.TableCreateFromKeys(Array(200, 301, 404, 500), "http")
WScript.Echo context.Version & ": 404 is number " & table.Index(404)
END
# exported KEY: a line for each key below it, and for each value the key with the value
exported() {
  wine reg.exe export "$1" "$(dos "$work/exported.reg")" /y >/dev/null 2>&1 || complain "$1 can't be read"
  iconv -f UTF-16 -t UTF-8 "$work/exported.reg" | tr -d '\r' |
    awk -v RS='' '{ gsub(/\\\n */, ""); n = split($0, line, "\n"); print line[1]; for (i = 2; i <= n; i++) print line[1] " " line[i] }' | sort
}
path() { wine reg.exe query 'HKLM\System\CurrentControlSet\Control\Session Manager\Environment' /v PATH | grep PATH; }
# snapshot: names all files of the prefix, what is in its registry, less what Wine writes at any time, and PATH
snapshot() {
  (cd "$PERFECTHASH_PREFIX" && find drive_c -printf '%p\n' | sort)
  { exported HKLM; exported HKCU; } | grep -vE '\\(ServiceCurrent\]|Control\\Video)|"PATH"='
  path
  wine reg.exe query 'HKCU\Environment' /v PATH | grep PATH
}
# classes HIVE: what the registry says of classes for 64-bit programs, less what the installer remembers. An empty value is a key alone where the installer wrote it.
classes() {
  exported "$1\\Software\\Classes" | grep -vF -e '\Installer' -e ' @=""' -e '\Wow6432Node' -e '\win32]' | sed -E 's/"[A-Z]:[^"]*PerfectHash\.dll"/DLL/I; s/HKEY_[A-Z_]*//'
}

machine=$packages/$name.msi user=$packages/$name-user.msi

# ---- versions to go up and down: the same programs, which say that they are another version ----
mkdir "$work/tree" && (cd "$work/tree" && unzip -q "$packages/$name.zip")
next=0.2.0
python3 - "$version" $next "$work/tree/$name"/*.exe "$work/tree/$name"/*.dll <<'END' || complain 'the programs have no version to change'
import struct, sys
old, new = sys.argv[1:3]
packed = lambda text: struct.pack('<HHHH', *(int(part) for part in (text.split('.')[i] for i in (1, 0))), 0, int(text.split('.')[2]))
for path in sys.argv[3:]:
    data = open(path, 'rb').read()
    fixed = data.index(struct.pack('<II', 0xFEEF04BD, 0x10000))
    assert data[fixed + 8:fixed + 16] == packed(old)
    data = data[:fixed + 8] + packed(new) + packed(new) + data[fixed + 24:]
    open(path, 'wb').write(data.replace(old.encode('utf-16-le'), new.encode('utf-16-le')).replace(old.encode(), new.encode()))
END
database() { # VERSION FILE
  env STAGE="$work" OUT="$work" "$ROOT/packages/msi/database" "$work/tree/$name" "$1" machine "$2"
}
database $next "$work/next.msi" || complain 'the next version is not made'

# ---- for the machine ----
wine cscript.exe //nologo "$(dos "$work/nothing.vbs")"      # registers what scripts need
snapshot >"$work/before"
installer "$(dos "$machine")" || complain "it is not installed: $?"
used "$version"
[ "$(cd "$work" && wine cmd.exe /c 'PerfectHashCreate --version')" = "PerfectHashCreate $version" ] || complain 'a prompt does not find the program'
service && complain 'there is a service that nobody asked for'
classes HKLM >"$work/by-installer"
for file in PerfectHashServer.exe include/PerfectHash.h docs/reference/options.txt LICENSE.txt; do [ -s "$installed/$file" ] || complain "there is no $file"; done

rm "$installed/PerfectHash.dll"
wine reg.exe delete 'HKLM\Software\Classes\PerfectHash.IocpContext' /f >/dev/null
installer "$(dos "$machine")" REINSTALL=ALL REINSTALLMODE=amus || complain "it is not repaired: $?"
used "$version"
installer "$(dos "$machine")" ADDLOCAL=Service || complain "the service is not added: $?"
service || complain 'there is no service'
wine sc.exe start PerfectHashServer >/dev/null || complain 'the service does not start'
wine "$installed/PerfectHashClient.exe" --Ping >"$work/log" 2>&1 || { complain 'the service does not answer'; cat "$work/log"; }

# Windows keeps the features that were chosen; Wine is told.
installer "$(dos "$work/next.msi")" ADDLOCAL=ALL || complain "it is not upgraded: $?"
used $next
service || complain 'the service does not survive an upgrade'
wine sc.exe start PerfectHashServer >/dev/null || complain 'the upgraded service does not start'
installer "$(dos "$machine")" && complain 'a downgrade is not refused'
used $next
remove "$(dos "$work/next.msi")" || complain "it is not removed: $?"
service && complain 'the service stays'
snapshot >"$work/after"
diff "$work/before" "$work/after" | grep '^[<>]' >"$work/left"

# ---- for a user: Wine finds no such class, so the rows are what there is to see ----
installer "$(dos "$user")" || complain "it is not installed for a user: $?"
classes HKCU >"$work/by-user"
[ -s "$PERFECTHASH_PREFIX"/drive_c/users/*/AppData/Local/Programs/PerfectHash/PerfectHash.dll ] || complain 'there is no DLL of the user'
remove "$(dos "$user")" || complain "it is not removed for a user: $?"
snapshot >"$work/after-user"
diff "$work/after" "$work/after-user" | grep '^[<>]' >"$work/left-user"

# ---- and by the DLL itself ----
wine regsvr32.exe /s "$(dos "$work/tree/$name/PerfectHash.dll")" || complain 'the DLL does not register'
classes HKLM | sed "s/${next//./\\.} Type/$version Type/" >"$work/by-itself"
diff "$work/by-itself" "$work/by-installer" || complain 'the installer registers something else than the DLL'
cat "$work/left" "$work/left-user" | sort >"$work/all-left"
diff "$ROOT/tests/e2e/packages/msi.left" "$work/all-left" || complain 'something else stays'
exit $bad
