#!/usr/bin/env bash
# hash_function.sh: docs/how-to/add-a-hash-function.md is true. Its files and diffs are applied to a copy of the repository, where a build without the part
# for other languages fails and one with it makes a table of the new function; header and Python find every key.
set -u
page=$ROOT/docs/how-to/add-a-hash-function.md
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
fail() { echo "$1"; exit 1; }
# block LANGUAGE NUMBER: prints a block of the page.
block() { awk -v fence='```'"$1" -v number="$2" '/^```/ { shown = !inside && $0 == fence && ++count == number; inside = !inside; next } inside && shown' "$page"; }

cp -r "$ROOT"/{CMakeLists.txt,CMakePresets.json,LICENSE,cmake,idl,packages,readers,scripts,src,msbuild} "$copy" && cd "$copy" || fail 'no copy'
file=$(sed -n 's/^`\(src[^`]*\)`:$/\1/p' "$page")
block c 1 >"$file"
for number in 1 2; do block diff $number | patch -p1 -s --fuzz=0 --no-backup-if-mismatch || fail "the diff $number does not apply"; done
gcc -std=c11 -fsyntax-only -I src src/chm01/language/language_facts.c 2>said && fail 'other languages build without a lookup of the new function'
grep -q 'have the lookup of each hash function' said || fail "another error: $(cat said)"
for number in 3 4; do block diff $number | patch -p1 -s --fuzz=0 --no-backup-if-mismatch || fail "the diff $number does not apply"; done
block text 1 >keys.txt
cmake -S . -B build/native -G Ninja -DCMAKE_BUILD_TYPE=None -DBUILD_TESTING=OFF >said 2>&1 && ninja -C build/native perfecthash >said 2>&1 || fail "the build fails: $(tail -n 20 said)"
block sh 1 >commands
grep -v '^scripts/build ' commands >after
[ "$(wc -l <after)" -ge 4 ] || fail 'the page has no commands'
bash -eu after || fail 'the commands of the page fail'
