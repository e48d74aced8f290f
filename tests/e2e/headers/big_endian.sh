#!/usr/bin/env bash
# big_endian.sh HEADERS SOURCES CHECK: on big-endian machines, emulated, headers with data give the positions, and those over a table file refuse it.
set -u
headers=$1 sources=$2 check=$3 bad=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for machine in s390x powerpc64; do
  compiler=$machine-linux-gnu-gcc emulator=qemu-${machine/powerpc64/ppc64}
  command -v "$compiler" >/dev/null && command -v "$emulator" >/dev/null || { echo "SKIPPED: no $compiler or no $emulator: scripts/setup all installs them"; exit 77; }
  "$compiler" -std=c11 -O1 -static -Wall -Wextra -Werror -I"$headers" "$sources/$check" -o "$work/check" || { bad=1; continue; }
  "$emulator" "$work/check" "$headers" >"$work/said" 2>&1 && grep -q ' 0 failures' "$work/said" || { echo "$machine: $(tail -5 "$work/said")"; bad=1; }
done
exit $bad
