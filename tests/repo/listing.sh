#!/usr/bin/env bash
# listing.sh ROOT: each source file below src/ is listed in exactly one .vcxproj (programs may share files, and all the debugger's views), each
# file that a .vcxproj lists exists, and the solution holds each .vcxproj. Names what is wrong.
set -u
cd "$1" || exit 2
bad=0
complain() { echo "$1"; bad=1; }

projects=$(find src idl -name '*.vcxproj' | sort)
listed=$(for project in $projects; do
  sed -n 's/.*<\(ClCompile\|ClInclude\|ResourceCompile\|Midl\|CustomBuild\|Manifest\|None\|Natvis\) Include="\([^"]*\)".*/\2/p' "$project" | grep -v '^\$(' | tr '\\' '/' |
    sed "s#^#${project%/*}/#"
done | xargs -d '\n' -r realpath -m --relative-to=. | sort)
sources=$(find src -path src/native -prune -o \( -name '*.c' -o -name '*.h' -o -name '*.rc' \) -print | sort)  # src/native is not for Windows
[ -n "$sources" ] || complain "no sources found"

for file in $(grep -vE '^(src/exe|debug)/' <<<"$listed" | uniq -d); do complain "$file: listed more than once"; done
for file in $(comm -23 <(echo "$sources") <(uniq <<<"$listed")); do complain "$file: listed in no .vcxproj"; done
for file in $listed; do [ -e "$file" ] || complain "$file: listed, but not there"; done
for project in $projects; do grep -qF "\"${project//\//\\}\"" PerfectHash.sln || complain "$project: not in PerfectHash.sln"; done
exit $bad
