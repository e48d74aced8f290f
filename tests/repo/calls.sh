#!/usr/bin/env bash
# calls.sh ROOT BUILD: the symbols that the objects of BUILD take from each other follow the arrows of tests/repo/modules.txt, and so
# do calls of functions that a file declares itself. Names each that does not.
set -u
root=$(cd "$1" && pwd) modules=$1/tests/repo/modules.txt
. "$(dirname "$0")/modules.inc"
cd "$2" || exit 2
bad=0 seen=0
# An object stays in a build folder when its source moves.
of_sources() {
  while IFS= read -r -d '' object; do
    source=${object#*.dir/}
    [ -e "$root/${source%.obj}" ] && printf '%s\0' "$object"
  done
}
# What takes the place of a function of the compiler's library, which begins with __, is everybody's.
# nm: FILE:[ADDRESS] TYPE SYMBOL. Pairs of the user's folder and the owner's, each with an example.
while read -r from to user symbol owner; do
  seen=$((seen + 1))
  may_use "$from" "$to" || { echo "src/$user calls $symbol of src/$owner: $to is not below $from"; bad=1; }
done < <(find . -path './CMakeFiles/*.dir/src/*.obj' -print0 | of_sources | xargs -0 "${NM:-x86_64-w64-mingw32-nm}" -A -g |
  sed -nE 's#^\./CMakeFiles/[^/]*\.dir/src/([^:]*)\.obj:[0-9a-f ]*([A-Z]) ([^ ]+)$#\1 \2 \3#p' |
  awk '$2 == "U" { uses[$1 " " $3]; next } $3 !~ /^__/ { owner[$3] = $1 }
       function module(file, part) { split(file, part, "/"); return part[1] "/" part[2] }
       END { for (use in uses) { split(use, u, " "); if (u[2] in owner) print module(u[1]), module(owner[u[2]]), u[1], u[2], owner[u[2]] } }')
[ $seen -gt 0 ] || { echo "no calls found"; exit 1; }
exit $bad
