#!/usr/bin/env bash
# msi_tables.sh: the Windows Installer packages tell what Windows asks of them: versions, identifiers that nothing else has, names of eight letters and three. They
# are small, the same for the same commit, and refuse a version that Windows Installer can't compare.
. "$ROOT/tests/e2e/packages/packages.inc"
# The packages for ARM64 hold what is named: here the programs for x64, marked as those for ARM64, since their tables alone are looked at.
export PERFECTHASH_ARM64=$work/arm64
mkdir "$work/arm64" && cp "$BIN"/PerfectHash{.dll,Create.exe,BulkCreate.exe,Server.exe,Client.exe} "$work/arm64"
for program in "$work/arm64"/*; do
  x86_64-w64-mingw32-strip "$program"
  header=$(od -An -t u4 -j 60 -N 4 "$program")
  printf '\x64\xaa' | dd of="$program" bs=1 seek=$((header + 4)) conv=notrunc status=none
done
made zip msi
machine=$packages/$name.msi user=$packages/$name-user.msi arm64=$packages/PerfectHash-$version-win-arm64.msi arm64_user=$packages/PerfectHash-$version-win-arm64-user.msi
for file in "$machine" "$user" "$arm64" "$arm64_user"; do
  [ "$(stat -c %s "$file")" -lt 3000000 ] || complain "${file##*/} has $(stat -c %s "$file") bytes"
  msiinfo export "$file" File >"$work/files"
  # Windows would take an installed program for newer than one whose version the package does not tell.
  [ "$(grep -cE "^[A-Za-z0-9_]+\.(exe|dll)	.*	${version//./\\.}\.0	1033	" "$work/files")" = 6 ] || complain "${file##*/} does not tell the programs' versions"
  # Both DLLs are registered, the one for 32 bits by a component of 32 bits.
  for dll in PerfectHash.dll _x86_PerfectHash.dll; do
    msiinfo export "$file" Registry | grep -qE "InprocServer32	[^	]*	\[#$dll\]	$dll" || complain "${file##*/} does not register $dll"
  done
  [ "$(msiinfo export "$file" Component | awk -F '\t' '$1 ~ /_?PerfectHash.dll/ { printf "%s ", $4 }')" = '256 0 ' ] || complain "${file##*/} takes a DLL for one of other bits"
  [ "$(tail -n +4 "$work/files" | cut -f 3 | grep -cvE '^F[0-9]+(\.[A-Z0-9]{1,3})?\|')" = 0 ] || complain "${file##*/} has files without a short name"
  [ "$(msiinfo export "$file" Component | tail -n +4 | cut -f 2 | sort | uniq -d)" = '' ] || complain 'two components have one identifier'
done
for file in "$machine" "$user"; do msiinfo suminfo "$file" | grep -q '^Template: x64;1033' || complain "${file##*/} is not for x64"; done
for file in "$arm64" "$arm64_user"; do msiinfo suminfo "$file" | grep -q '^Template: Arm64;1033' || complain "${file##*/} is not for ARM64"; done
[ "$(for file in "$machine" "$user" "$arm64" "$arm64_user"; do msiinfo export "$file" Property | grep '^ProductCode'; done | sort -u | wc -l)" = 4 ] || complain 'two packages are one product'
diff <(msiinfo export "$machine" Registry) <(msiinfo export "$arm64" Registry) || complain 'the package for ARM64 registers something else'
diff <(msiinfo export "$machine" Upgrade) <(msiinfo export "$arm64" Upgrade) || complain 'the package for ARM64 does not replace that for x64'
[ "$(for file in "$machine" "$arm64"; do msiinfo export "$file" Component | tail -n +4 | cut -f 2; done | sort | uniq -d)" = '' ] || complain 'the packages of two processors share components'
[ "$(msiinfo export "$machine" Component | cut -f 2 | cat - <(msiinfo export "$user" Component | tail -n +4 | cut -f 2) | sort | uniq -d | grep -c '{')" = 0 ] || complain 'the packages share components'

(umask 077; TZ=Asia/Tokyo PERFECTHASH_PACKAGES=$work/again "$ROOT/package" msi >"$work/log" 2>&1) || complain "they can't be made again: $(tail -n 3 "$work/log")"
for file in "$machine" "$user" "$arm64" "$arm64_user"; do cmp "$file" "$work/again/${file##*/}" || complain "${file##*/} differs when it is made again"; done

PERFECTHASH_ARM64=$BIN PERFECTHASH_PACKAGES=$work/refused "$ROOT/package" msi >"$work/log" 2>&1 && complain 'programs for x64 are packed for ARM64'
holds "$work/log" 'PerfectHash.dll is for another processor'

mkdir "$work/tree" && (cd "$work/tree" && unzip -q "$packages/$name.zip")
for refused in 1.0.65536 256.0.0 1.256.0 1.2 1.2.3.4 1.2.x; do
  env STAGE="$work" OUT="$work" "$ROOT/packages/msi/database" "$work/tree/$name" $refused machine "$work/refused.msi" 2>"$work/log" && complain "the version $refused is not refused"
  holds "$work/log" "no version $refused"
  [ ! -e "$work/refused.msi" ] || complain "a package of the version $refused is made"
done
exit $bad
