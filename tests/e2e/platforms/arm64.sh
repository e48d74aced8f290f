#!/usr/bin/env bash
# arm64.sh ROOT ARM64 X64: in a Debian for ARM64 with Wine, which is made in ROOT when it is not there and run by qemu, the programs for ARM64 make the tables
# that those for x64 make, and the DLL is registered and unregistered. (qemu keeps the order of memory that x64 has: it shows no race that ARM64 would.)
set -u
here=$(dirname "$(readlink -f "$0")")
root=$(readlink -m "$1") arm64=$(readlink -f "$2") x64=$(readlink -f "$3")
[ "$(id -u)" = 0 ] || { echo 'SKIPPED: only root can change to a root of another processor'; exit 77; }
if [ ! -e "$root/made" ]; then
  rm -rf "$root"
  mmdebstrap --quiet --variant=extract --architectures=arm64 --aptopt='APT::Install-Recommends "false"' --include=wine64,bash,coreutils \
    bookworm "$root" || exit 1
  touch "$root/made"
fi
rm -rf "$root/test" && mkdir -p "$root/test/arm64" "$root/proc" "$root/dev"
cp "$arm64"/*.{exe,dll} "$root/test/arm64" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root/test" || exit 1
printf '200\n301\n404\n500\n' >few.txt
seq 1 7 400000 >many.txt
seq 1 3 60000 | sed 's/$/-key/' >text.txt
cat >kinds <<'END'
few
many
text --Contains
many --Contains
many --HashFunction=MultiplyShiftR
many --Layout=Compact
END
cat >inside.sh <<'END'
export WINEPREFIX=/test/prefix WINEDEBUG=-all LC_ALL=C HOME=/root PATH=/usr/lib/wine:/usr/sbin:/usr/bin:/sbin:/bin WINEDLLOVERRIDES=mscoree,mshtml,winedbg.exe= WINESERVER=/usr/lib/wine/wineserver64
cd /test
bad=0
complain() { echo "arm64.sh: $*"; bad=1; }
with() { timeout 300 wine64 "$@" </dev/null 2>/dev/null; }
wine64 wineboot -i </dev/null >/dev/null 2>&1
number=0
while read -r -a kind; do
  number=$((number + 1))
  with arm64/PerfectHashCreate.exe "${kind[0]}.txt" "tables.$number" "${kind[@]:1}" >log || { complain "it fails: ${kind[*]}"; cat log; }
done <kinds
regsvr32() { with 'C:\windows\system32\regsvr32.exe' "$@" /s 'Z:\test\arm64\PerfectHash.dll'; }
class='HKLM\Software\Classes\PerfectHash.IocpContext'
regsvr32 && with reg query "$class" >/dev/null || complain 'the DLL does not register'
regsvr32 /u || complain 'the DLL does not unregister'
with reg query "$class" >/dev/null && complain 'keys stay'
wineserver64 -k
exit $bad
END
# A user namespace has a list of its own of what runs programs for other processors; the machine's stays as it is.
unshare --user --map-root-user --mount bash -c '
  mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc &&
  printf "%s" ":arm64:M::\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\xb7\\x00:\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff:$(command -v qemu-aarch64-static):F" >/proc/sys/fs/binfmt_misc/register &&
  mount --rbind /proc "$1/proc" && mount --rbind /dev "$1/dev" && exec chroot "$1" /bin/bash /test/inside.sh' unshare "$root" || exit
number=0 bad=0
while read -r -a kind; do
  number=$((number + 1))
  "$here/../../../scripts/wine" --test "$x64/PerfectHashCreate.exe" "${kind[0]}.txt" "$work/$number" "${kind[@]:1}" </dev/null >"$work/log" 2>&1 || { cat "$work/log"; bad=1; }
  diff -r "tables.$number" "$work/$number" || { echo "arm64.sh: the tables differ: ${kind[*]}"; bad=1; }
  [ -n "$(find "tables.$number" -name '*.pht')" ] || { echo "arm64.sh: there is no table: ${kind[*]}"; bad=1; }
done <kinds
exit $bad
