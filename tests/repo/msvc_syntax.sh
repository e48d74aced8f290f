#!/usr/bin/env bash
# msvc_syntax.sh LIST INCLUDE...: clang reads the sources as Microsoft's compiler would, as strict C11, and warns of nothing.
# LIST: a line per file: the file's own flags separated by commas, a tab, its path.
set -u
list=$1; shift
# Microsoft's compiler takes literals of 65,535 bytes; C's least is 4,095.
flags=(--target=x86_64-pc-windows-msvc -fgnuc-version=4.2.1 -std=c11 -fsyntax-only -Wall -Wextra -Wpedantic -Wgnu -Wvla -Werror -Wno-overlength-strings
  -isystem /usr/share/mingw-w64/include -DUNICODE -D_UNICODE -DCOBJMACROS -DWIN32_LEAN_AND_MEAN -D_WIN32_WINNT=0x0A00 "${@/#/-I}"
  -include "$(dirname "$0")/msvc_syntax.h")
[ -s "$list" ] || { echo "no files were given"; exit 1; }
tr ',\t\n' '  \0' <"$list" | xargs -0 -P "$(nproc)" -I{} bash -c 'own=($1); shift; exec clang "$@" "${own[@]}"' clang {} "${flags[@]}"
