#!/usr/bin/env bash
# tidy.sh LIST INCLUDE...: clang-tidy finds nothing in the sources by the checks of .clang-tidy. LIST is what msvc_syntax.sh takes.
# Each check walks through all that windows.h declares, for each file: these files are spared the checks that take longest, and windows.h is
# compiled once.
set -u
list=$1; shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
flags=(--target=x86_64-w64-mingw32 -march=x86-64-v4 -std=c11 -DUNICODE -D_UNICODE -DCOBJMACROS -DWIN32_LEAN_AND_MEAN -D_WIN32_WINNT=0x0A00 "${@/#/-I}")
slow='assert-side-effect chained-comparison dangling-handle infinite-loop multiple-statement-macro not-null-terminated-result'
slow+=' bool-pointer-implicit-conversion suspicious-semicolon suspicious-string-compare swapped-arguments unused-return-value'
pure="/src/($(sed -n 's/^pure : //p' "$(dirname "$0")/modules.txt" | tr ' ' '|'))/"

# tidy CHECKS FLAG...: what clang-tidy says of the files whose names come in.
tidy() {
  local checks=$1; shift
  xargs -P "$(nproc)" -n 8 bash -c 'exec clang-tidy-19 --quiet --checks="$1" "${@:3+$2}" -- "${@:3:$2}"' tidy "$checks" $((${#flags[@]} + $#)) "${flags[@]}" "$@" 2>&1
}
[ -s "$list" ] || { echo "no files were given"; exit 1; }
printf '#include <%s>\n' windows.h ole2.h olectl.h >"$work/windows.h"
clang-19 "${flags[@]}" -x c-header "$work/windows.h" -o "$work/windows.pch" || exit 1
findings=$(
  cut -f 2 "$list" | grep -vE "$pure" | tidy "$(printf ',-bugprone-%s' $slow)" -include-pch "$work/windows.pch"
  cut -f 2 "$list" | grep -E "$pure" | tidy ''
)
# Version 19 can't leave out what .clang-tidy's MissingIncludes leaves out.
findings=$(grep -E ' (warning|error): |^(clang-tidy|xargs|bash)' <<<"$findings" | grep -v ': no header providing ' | sort -u)
[ -z "$findings" ] || { echo "$findings"; exit 1; }
