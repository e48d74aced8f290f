#!/usr/bin/env bash
# volatiles.sh LIST INCLUDE...: each plain read or write of a volatile in the sources is one that volatiles.txt gives a reason for; all others go through the functions of
# src/runtime/pure/atomic.h and src/chm01/base/portable.h, which have an order on every processor. LIST is what msvc_syntax.sh takes. Names each that is not listed, and each
# line of the list that nothing needs.
set -u
list=$1; shift
here=$(dirname "$(readlink -f "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
flags=(--target=x86_64-w64-mingw32 -march=x86-64-v4 -std=c11 -w -DUNICODE -D_UNICODE -DCOBJMACROS -DWIN32_LEAN_AND_MEAN -D_WIN32_WINNT=0x0A00 "${@/#/-I}")
pure="/src/($(sed -n 's/^pure : //p' "$here/modules.txt" | tr ' ' '|'))/"
[ -s "$list" ] || { echo "no files were given"; exit 1; }

# The plain accesses, as clang's own tree of the program has them.
cat >"$work/query" <<'END'
set bind-root false
match implicitCastExpr(hasCastKind("CK_LValueToRValue"), hasSourceExpression(ignoringParens(expr(hasType(qualType(isVolatileQualified()))).bind("read"))))
match binaryOperator(isAssignmentOperator(), hasLHS(ignoringParens(expr(hasType(qualType(isVolatileQualified()))).bind("write"))))
match unaryOperator(hasAnyOperatorName("++", "--"), hasUnaryOperand(ignoringParens(expr(hasType(qualType(isVolatileQualified()))).bind("write"))))
END
# query FLAG...: what clang finds in the files whose names come in, in a file of its own for each few.
query() {
  xargs -P "$(nproc)" -n 8 bash -c 'out=$(mktemp -p "$1" found.XXXXXX); exec clang-query-19 -f "$1/query" "${@:3+$2}" -- "${@:3:$2}" >"$out" 2>&1' query \
    "$work" $((${#flags[@]} + $#)) "${flags[@]}" "$@"
}
printf '#include <%s>\n' windows.h ole2.h olectl.h >"$work/windows.h"
clang-19 "${flags[@]}" -x c-header "$work/windows.h" -o "$work/windows.pch" || exit 1
cut -f 2 "$list" | grep -vE "$pure" | query -include-pch "$work/windows.pch" || exit 1
cut -f 2 "$list" | grep -E "$pure" | query || exit 1
! grep -h ' error: ' "$work"/found.* || exit 1
[ -n "$(grep -l '"read" binds here' "$work"/found.*)" ] || { echo "clang found nothing"; exit 1; }

# A note, its line and what is underlined there; a field's name is the last in that.
cat "$work"/found.* | sed -n 's#^.*/\(src/[^:]*\):[0-9]*:[0-9]*: note: "\(read\|write\)" binds here$#\1 \2#p; s/^ *[0-9][0-9]* | \(.*\)$/=\1/p; s/^ *| \(.*\)$/-\1/p' |
  awk '/^src/ { where = $0; next } /^=/ { line = substr($0, 2); next }
       /^-/ && where != "" { at = index($0, "^") - 1; match(substr($0, at + 1), /\^~*/); name = substr(line, at, RLENGTH)
         gsub(/\[[^\]]*\]|\)/, "", name); sub(/^.*[^A-Za-z0-9_]/, "", name); print where, name; where = "" }' | sort -u >"$work/plain"
sed -n 's/^\(src[^ ]* [a-z]* [A-Za-z]*\) .*/\1/p' "$here/volatiles.txt" | sort -u >"$work/listed"
bad=0
reasons=$(sed -n 's/^# \([a-z]*\): .*/\1/p' "$here/volatiles.txt")
grep -v '^#' "$here/volatiles.txt" | grep -vE " ($(tr '\n' '|' <<<"$reasons")-)$" | sed 's#^#tests/repo/volatiles.txt gives a reason that it does not explain: #' | grep . && bad=1
while read -r file access name; do
  echo "$file: a plain $access of $name, which is volatile: it has no order (src/runtime/pure/atomic.h), and tests/repo/volatiles.txt has no reason for it"
  bad=1
done < <(comm -23 "$work/plain" "$work/listed")
comm -13 "$work/plain" "$work/listed" | sed 's#^#tests/repo/volatiles.txt lists what is not there: #' | grep . && bad=1
exit $bad
