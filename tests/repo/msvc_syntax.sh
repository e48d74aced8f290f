#!/usr/bin/env bash
# msvc_syntax.sh LIST INCLUDE...: clang reads the sources as Microsoft's compiler would, as strict C11, and warns of nothing.
# LIST: a line per file: the file's own flags separated by commas, a tab, its path. windows.h, which is most of what a file includes, is compiled once;
# the pure folders do without it.
set -u
list=$1; shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Microsoft's compiler takes literals of 65,535 bytes; C's least is 4,095.
flags=(--target=x86_64-pc-windows-msvc -fgnuc-version=4.2.1 -std=c11 -Wall -Wextra -Wpedantic -Wgnu -Wvla -Werror -Wno-overlength-strings
  -isystem /usr/share/mingw-w64/include -DUNICODE -D_UNICODE -DCOBJMACROS -DWIN32_LEAN_AND_MEAN -D_WIN32_WINNT=0x0A00 "${@/#/-I}")
keyword=(-include "$(dirname "$0")/msvc_syntax.h")
pure="/src/($(sed -n 's/^pure : //p' "$(dirname "$0")/modules.txt" | tr ' ' '|'))/"

# read_files FLAG...: clang reads the files whose lines come in.
read_files() {
  tr ',\t\n' '  \0' | xargs -0 -P "$(nproc)" -I{} bash -c 'own=($1); shift; exec clang "$@" "${own[@]}"' clang {} -fsyntax-only "${flags[@]}" "$@"
}
[ -s "$list" ] || { echo "no files were given"; exit 1; }
printf '#include <%s>\n' windows.h ole2.h olectl.h >"$work/windows.h"
clang "${flags[@]}" "${keyword[@]}" -x c-header "$work/windows.h" -o "$work/windows.pch" || exit 1
grep -vE "$pure" "$list" | read_files -include-pch "$work/windows.pch"
windows=$?
grep -E "$pure" "$list" | read_files "${keyword[@]}" && [ $windows = 0 ]
