#!/usr/bin/env bash
# clocks.sh ROOT: no test measures how long something takes, which a slow machine would fail: tests wait by support/patience.h, and ./bench
# measures. Names each line that reads a clock.
set -u
cd "$1" || exit 2
# A timer is compared with the clock that it goes by, and stress lasts as long as it is told.
may='tests/runtime/engine/(timer|stress)_test.cpp'
clocks='GetTickCount(64)?|QueryPerformanceCounter|GetSystemTime\w*|ClockMs|\w+_clock::now|date \+%s|EPOCHREALTIME'
bad=0 seen=0
while IFS= read -r file; do
  seen=$((seen + 1))
  hits=$(sed -E 's#//.*##' "$file" | grep -nE "\b($clocks)\b") || continue
  sed "s#^#$file:#; s#\$#    <- waits are those of support/patience.h, times are for ./bench#" <<<"$hits"
  bad=1
done < <(find tests -type f \( -name '*_test.cpp' -o -path 'tests/e2e/*.sh' \) | grep -vxE "$may" | sort)
[ $seen -gt 0 ] || { echo "no tests found"; exit 1; }
exit $bad
