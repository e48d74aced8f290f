#!/usr/bin/env bash
# format.sh ROOT: the C and C++ of the repository is as clang-format leaves it; a line has at most
# 120 columns, one that is all comment 100; and what can be said in two ways is said in one.
# Names each line that is not so.
set -u
cd "$1" || exit 2
files=$(git ls-files '*.c' '*.h' '*.cpp' 2>/dev/null || true)
[ -n "$files" ] || files=$(find . -name '*.[ch]' -o -name '*.cpp' | sed 's#^\./##')
files=$(grep -vx idl/PerfectHashEvents.h <<<"$files") # made by Microsoft's message compiler
[ -n "$files" ] || { echo "no sources found"; exit 1; }
command -v clang-format >/dev/null || { echo "clang-format is missing: scripts/setup test installs it"; exit 1; }
bad=0

wrong=$(xargs -n 16 -P "$(nproc)" bash -c 'clang-format --style=file --dry-run -Werror "$@" 2>&1 | grep -E ": error: |^Error reading"' format <<<"$files")
[ -z "$wrong" ] || { echo "$wrong"; bad=1; }

wide=$(xargs awk '
  FNR == 1 { inside = 0 }
  {
    comment = inside || /^ *\/[\/*]/
    rest = $0
    if (!inside && /^ *\/\*/) { inside = 1; sub(/^ *\/\*/, "", rest) }
    if (inside && (end = index(rest, "*/"))) { inside = 0; if (substr(rest, end + 2) !~ /^ *$/) comment = 0 }
    most = comment ? 100 : 120
    if (length > most) print FILENAME ":" FNR ": " length " columns, " most " at most"
  }' <<<"$files")
[ -z "$wide" ] || { echo "$wide"; bad=1; }

# reject PATTERN WHY [FILES that may not, a pattern]
reject() {
  local hits
  hits=$(grep -P -- "${3:-.}" <<<"$files" | xargs grep -nHP -e "$1")
  [ -n "$hits" ] || return 0
  sed "s#\$#    <- $2#" <<<"$hits"
  bad=1
}
# The programs may not include the runtime, and tests have std::atomic.
reject '\bInterlocked(?!\w*SList)' 'write Atomic... (atomic.h)' '^src/(?!exe/)'
reject '\bsizeof ?\((?!(const|unsigned|struct)\b|(char|short|int|long|float|double|bool|void|wchar_t|\w+_t)\b)[*&a-z]' 'write sizeof x'
reject '^\s*(\+\+|--)[\w.>[\]-]+;|\bfor \([^;]*;[^;]*;.*(?<=[ ;])(\+\+|--)[\w.>[\]-]+[,)]' 'write i++'
exit $bad
