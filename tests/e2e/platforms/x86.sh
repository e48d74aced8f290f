#!/usr/bin/env bash
# x86.sh ROOT X86 X64 MSI: in a Debian with Wine for both bitnesses, which is made in ROOT when it is not there, the 32-bit programs make the same tables as the 64-bit
# ones; both DLLs are registered beside each other, by themselves and by the MSI, scripts of both bitnesses find theirs, and each is unregistered without harm to the other. As root: the
# Wine for 32 bits can't be installed beside that for 64 on Debian's own, so it runs in a root of its own.
set -u
root=$1 x86=$2 x64=$3 msi=$4
[ "$(id -u)" = 0 ] || { echo 'SKIPPED: only root can change to a root with Wine for 32 bits'; exit 77; }
if [ ! -e "$root/made" ]; then
  rm -rf "$root"
  mmdebstrap --quiet --mode=root --variant=essential --architectures=amd64,i386 --aptopt='APT::Install-Recommends "false"' \
    --include=wine32,wine64,libwine:i386,libwine:amd64 bookworm "$root" 'deb http://deb.debian.org/debian bookworm main' || exit 1
  touch "$root/made"
fi
rm -rf "$root/test" && mkdir -p "$root/test"/{x86,x64}
cp "$x86"/*.{exe,dll} "$root/test/x86" && cp "$x64"/PerfectHash{.dll,Create.exe,Client.exe,Server.exe} "$root/test/x64" || exit 1
cp "$msi" "$root/test/installer.msi" || exit 1
cd "$root/test" || exit 1
printf '200\n301\n404\n500\n' >few.txt
seq 1 7 400000 >many.txt
seq 1 3 60000 | sed 's/$/-key/' >text.txt
cat >use.vbs <<'END'
Set context = CreateObject("PerfectHash.IocpContext")
Set table = context.TableCreateFromKeys(Array(200, 301, 404, 500), "http")
WScript.Echo "404 is number " & table.Index(404)
END
cat >inside.sh <<'END'
export WINEPREFIX=/test/prefix WINEDEBUG=-all WINEARCH=win64 LC_ALL=C.UTF-8 HOME=/root PATH=/usr/lib/wine:/usr/sbin:/usr/bin:/sbin:/bin WINEDLLOVERRIDES=mscoree,mshtml,winedbg.exe=
cd /test
bad=0
complain() { echo "x86.sh: $*"; bad=1; }
with() { local wine=wine64; [ "$1" = x64 ] || wine=wine; timeout 120 $wine "${@:2}" </dev/null 2>/dev/null | tr -d '\r'; return "${PIPESTATUS[0]}"; }
system() { [ "$1" = x64 ] && echo 'C:\windows\system32' || echo 'C:\windows\syswow64'; }
wine64 wineboot -i </dev/null >/dev/null 2>&1
wineserver64 -w
for kind in few many 'text --Contains' 'many --Contains' 'many --HashFunction=MultiplyShiftR' 'many --Layout=Compact'; do
  set -- $kind
  for bits in x86 x64; do with $bits $bits/PerfectHashCreate.exe $1.txt "$bits.tables" "${@:2}" >log || { complain "$bits fails: $kind"; cat log; }; done
  diff -r x86.tables x64.tables || complain "the tables differ: $kind"
  [ -n "$(find x86.tables -name '*.pht')" ] || complain "there is no table: $kind"
  rm -rf x86.tables x64.tables
done
script() { with $1 "$(system $1)\\cscript.exe" //nologo 'Z:\test\use.vbs'; }
register() { with $1 "$(system $1)\\regsvr32.exe" "${@:2}" /s "Z:\\test\\$1\\PerfectHash.dll"; }
for bits in x64 x86; do register $bits || complain "the $bits DLL does not register"; done
for bits in x64 x86; do [ "$(script $bits)" = '404 is number 2' ] || complain "a script of $bits does not find its DLL"; done
register x86 /u || complain 'the x86 DLL does not unregister'
[ "$(script x64)" = '404 is number 2' ] || complain 'the x64 DLL is lost with the x86 one'
# (Wine still finds a server: it starts the other DLL in a process of its own, unasked.)
with x86 reg query 'HKLM\Software\Classes\CLSID\{D252FC77-FDAF-4A14-8719-A7E8F1FC5526}\InprocServer32' >/dev/null && complain 'the x86 DLL is still registered'
register x86 && register x64 /u || complain 'the x64 DLL does not unregister'
[ "$(script x86)" = '404 is number 2' ] || complain 'the x86 DLL is lost with the x64 one'
register x86 /u || complain 'the last one does not unregister'
for bits in x64 x86; do with $bits reg query 'HKLM\Software\Classes\PerfectHash.IocpContext' >/dev/null && complain "keys of $bits stay"; done
installer() { with x64 msiexec "$1" 'Z:\test\installer.msi' /qn; }
installer /i || complain 'the MSI does not install'
for bits in x64 x86; do [ "$(script $bits)" = '404 is number 2' ] || complain "a script of $bits does not find what the MSI installed"; done
installer /x || complain 'the MSI is not removed'
for bits in x64 x86; do with $bits reg query 'HKLM\Software\Classes\PerfectHash.IocpContext' >/dev/null && complain "keys of $bits stay after the MSI"; done
wineserver64 -k
exit $bad
END
unshare -m bash -c 'mount -t proc proc "$1/proc" && mount --bind /dev "$1/dev" && exec chroot "$1" bash /test/inside.sh' unshare "$root"
