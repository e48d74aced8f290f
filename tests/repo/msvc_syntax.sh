#!/usr/bin/env bash
# msvc_syntax.sh LIST INCLUDE...: clang reads the sources as Microsoft's compiler would, as strict C11, and warns of nothing.
# LIST: a line per file: the file's own flags separated by commas, a tab, its path.
set -u
list=$1; shift
flags=(--target=x86_64-pc-windows-msvc -fgnuc-version=4.2.1 -std=c11 -fsyntax-only -Wall -Wextra -Wpedantic -Wgnu -Wvla -Werror
  -isystem /usr/share/mingw-w64/include -DUNICODE -D_UNICODE -DCOBJMACROS -D_WIN32_WINNT=0x0A00 "${@/#/-I}"
  -include "$(dirname "$0")/msvc_syntax.h")
count=0 bad=0
while IFS= read -r line; do
  IFS=, read -ra own <<<"${line%%$'\t'*}"
  clang "${flags[@]}" ${own[@]+"${own[@]}"} "${line#*$'\t'}" || bad=1
  count=$((count + 1))
done <"$list"
[ $count -gt 0 ] || { echo "no files were given"; exit 1; }
exit $bad
