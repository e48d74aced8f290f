#!/usr/bin/env bash
# zip.sh: the portable ZIP, used as README.txt in it says: three commands lead to a compiled program with a table. Made again, at another time and under
# another mask, it has the same bytes; it is small, its binaries are hardened and free of symbols, and its sums and its bill of materials tell the truth.
. "$ROOT/tests/e2e/packages/packages.inc"
. "$ROOT/tests/e2e/packages/pe.inc"
made zip sbom notes

(umask 077; TZ=Asia/Tokyo PERFECTHASH_PACKAGES=$work/again "$ROOT/package" zip sbom notes >"$work/log" 2>&1) || complain "it can't be made again: $(tail -n 3 "$work/log")"
diff -r "$packages" "$work/again" || complain 'made again it differs'
(cd "$packages" && sha256sum --quiet -c SHA256SUMS) || complain 'SHA256SUMS is wrong'
for file in "$packages"/*; do [[ $file == */SHA256SUMS ]] || holds "$packages/SHA256SUMS" "  ${file##*/}"; done
[ "$(stat -c %s "$packages/$name.zip")" -lt 2000000 ] || complain "the ZIP has $(stat -c %s "$packages/$name.zip") bytes"
"$ROOT/package" nothing >"$work/log" 2>&1 && complain 'a kind that is unknown is made'
holds "$work/log" 'unknown kind: nothing'

# Three commands, the first without a registered server: the prefix has never seen one.
export PERFECTHASH_PREFIX=$work/prefix
trap '"$WINE" --stop; rm -rf "$work"' EXIT
cd "$work" || exit 1
unzip -q "$packages/$name.zip"
cd "$name" || exit 1
"$WINE" --test ./PerfectHashCreate.exe 'start\http.txt' start </dev/null >"$work/created" || complain 'PerfectHashCreate.exe fails'
x86_64-w64-mingw32-gcc-posix -Wall -Wextra -Werror -I start/http_Chm01_Quadx_And start/start.c -o start.exe || complain 'start.c does not compile'
[ "$("$WINE" --test ./start.exe </dev/null)" = '404 is number 2' ] || complain 'start.exe prints something else'
for words in 'PerfectHashCreate.exe start\http.txt start' 'gcc -I start/http_Chm01_Quadx_And start/start.c -o start.exe' '404 is number 2'; do holds README.txt "$words"; done
for program in *.exe; do
  [ "$program" = start.exe ] || "$WINE" --test "./$program" --version </dev/null | grep -qwF "$version" || complain "$program does not say its version"
done

cmake_finds "$work/$name" "-DPERFECTHASH_EMULATOR=$WINE;--test"

# What README.txt names is there, and the other way round.
for file in $(grep -oE '[A-Za-z-]+\.(exe|dll|cmd|manifest)\b' README.txt | sort -u); do [ -e "$file" ] || complain "README.txt names $file"; done
for file in *; do [ "$file" = README.txt ] || [[ $file == LICENSE* || $file == *.ps1 ]] || [[ $file == @(CHANGELOG|SECURITY).txt ]] || holds README.txt "${file%.*}"; done
grep -lE '\]\(|`' -r --exclude-dir=html README.txt docs && complain 'these are no text'
grep -L $'\r' -r --exclude-dir=html ./*.txt docs ./*.cmd | grep . && complain 'these have no lines of Windows'
# A page that is named is there.
for page in docs/*.txt docs/*/*.txt; do
  for link in $(grep -oE '\([A-Za-z0-9_./-]+\.txt\)' "$page" | tr -d '()'); do [ -e "$(dirname "$page")/$link" ] || complain "$page names $link"; done
done
python3 -B "$ROOT/tests/e2e/packages/pages_html.py" . || bad=1
# The headers and the contract serve: a C file that uses both compiles.
printf '#include <windows.h>\n#include "PerfectHash.h"\n#include "PerfectHashErrors.h"\nHRESULT E = PERFECTHASH_E_NOT_FOUND;\n' >"$work/uses.c"
error=$(grep -oE 'PERFECTHASH_E_[A-Z_]+' include/PerfectHashErrors.h | head -n 1)
sed -i "s/PERFECTHASH_E_NOT_FOUND/$error/" "$work/uses.c"
x86_64-w64-mingw32-gcc-posix -DCOBJMACROS -fsyntax-only -I include "$work/uses.c" || complain 'the headers do not compile'
x86_64-w64-mingw32-widl -I/usr/include/wine/wine/windows -L/usr/lib/x86_64-linux-gnu/wine/x86_64-windows --win64 -h -H "$work/made.h" idl/PerfectHash.idl || complain 'the IDL does not compile'

rm start.exe
grep -rlF "$ROOT" . && complain 'these name the folder of the build'
hardened ./*.exe ./*.dll
lean ./*.exe ./*.dll
[ "$(stat -c %s PerfectHash.dll)" -le 1048576 ] || complain "PerfectHash.dll has $(stat -c %s PerfectHash.dll) bytes"
[ "$("$ROOT/package" --sizes | grep -cE '^ *[0-9]+  [^ ]+$')" = 10 ] || complain '--sizes does not list ten files'
# The library's time is that of its commit.
"$ROOT/scripts/typelib-time" --check include/PerfectHash.tlb || complain 'the type library has another time than its commit'
SOURCE_DATE_EPOCH=1 "$ROOT/scripts/typelib-time" --check include/PerfectHash.tlb && complain 'any time passes for that of a commit'
# A time whose bytes are ends of lines is found, too.
cp include/PerfectHash.tlb "$work/library"
for time in 168430090 1; do
  { SOURCE_DATE_EPOCH=$time "$ROOT/scripts/typelib-time" "$work/library" && SOURCE_DATE_EPOCH=$time "$ROOT/scripts/typelib-time" --check "$work/library"; } || complain "the time $time can't be set"
done

# What a debugger wants is found by the name and the sum in each binary, and knows the sources' lines.
mkdir "$work/debug" && cd "$work/debug" && unzip -q -j "$packages/$name-debug.zip"
for program in PerfectHash.dll PerfectHashCreate.exe PerfectHashBulkCreate.exe PerfectHashServer.exe PerfectHashClient.exe; do
  x86_64-w64-mingw32-objdump -h "$work/$name/$program" | grep -q gnu_debuglink || complain "$program does not name its .debug"
  x86_64-w64-mingw32-objdump --dwarf=decodedline "$program.debug" 2>/dev/null | grep -qE '[a-z_]+\.c +[0-9]+ +0x' || complain "$program.debug has no lines"
done
grep -qF "$ROOT" ./*.debug && complain 'a .debug names the folder of the build'

# The bill has each program, with the sum of the one in the ZIP.
bill=$packages/PerfectHash-$version.cdx.json
for program in "$work/$name"/*.exe "$work/$name"/*.dll "$work/$name"/x86/*.dll; do holds "$bill" "\"${program#"$work/$name/"}\", \"version\": \"$version\", \"hashes\": [{\"alg\": \"SHA-256\", \"content\": \"$(sha256sum <"$program" | cut -d ' ' -f 1)\"}]"; done
holds "$bill" '{"ref": "x86/PerfectHash.dll", "dependsOn": ["mingw-w64-runtime-x86", "libgcc-x86"]}'
holds "$packages/PerfectHash-$version-notes.md" '[NEW]'
grep '^## ' "$packages/PerfectHash-$version-notes.md" && complain 'the notes are of more than one version'
exit $bad
