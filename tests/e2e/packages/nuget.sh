#!/usr/bin/env bash
# nuget.sh: the NuGet package has the files that it should and no others, a nuspec that is valid by its schema, which refuses each way to spoil it, and a type for
# each part. Made again, at another time and under another mask, it has the same bytes. No file of it names a host or the folder of the build.
. "$ROOT/tests/e2e/packages/packages.inc"
. "$ROOT/tests/e2e/packages/pe.inc"
. "$ROOT/tests/e2e/packages/nuget.inc"
made_nuget
(umask 077; TZ=Asia/Tokyo PERFECTHASH_PACKAGES=$work/again "$ROOT/package" nuget >"$work/log" 2>&1) || complain "it can't be made again: $(tail -n 3 "$work/log")"
diff -r "$packages" "$work/again" || complain 'made again it differs'
(cd "$packages" && sha256sum --quiet -c SHA256SUMS) || complain 'SHA256SUMS is wrong'

mkdir "$work/tree" && cd "$work/tree" || exit 1
unzip -q "$packages/PerfectHash.$version.nupkg" || complain 'it is no ZIP'
find . -type f -printf '%P\n' | sort | diff "$ROOT/tests/e2e/packages/nuget.files" - || complain 'it holds other files'
sed 's#2015/06/nuspec.xsd#2013/05/nuspec.xsd#' "$ROOT/tests/e2e/packages/schemas/nuspec.xsd" >"$work/nuspec.xsd"
valid() { xmllint --noout --schema "$work/nuspec.xsd" "$1" >"$work/log" 2>&1; }
valid PerfectHash.nuspec || { complain 'the nuspec is not valid'; cat "$work/log"; }
for spoil in '/<id>/d' '/<version>/d' 's/<version>.*</<version>new</' '/<authors>/d' '/<description>/d' 's/<tags>/<tags\/><tags>/' 's/2013/2012/' 's/type="expression"//' \
  's/>MIT</>GPL</' 's/README.md/README/' 's/net8.0/net eight/' 's/targetFramework/framework/' 's/https:/http:/' 's/minClientVersion/minVersion/'; do
  sed "$spoil" PerfectHash.nuspec >"$work/spoilt.nuspec"
  ! valid "$work/spoilt.nuspec" || complain "the nuspec is valid after $spoil"
done
holds PerfectHash.nuspec "<version>$version</version>"
for file in PerfectHash.nuspec '[Content_Types].xml' _rels/.rels build/*/PerfectHash.{props,targets} lib/*/*.xml; do xmllint --noout "$file" || complain "$file is no XML"; done
# Each part has a type: by its extension, or by its name.
find . -type f -printf '%P\n' | grep -vxF '[Content_Types].xml' | while read -r file; do
  grep -qF -e "PartName=\"/$file\"" -e "Extension=\"${file##*.}\"" '[Content_Types].xml' || echo "$file"
done | grep . && complain 'these have no type'
for target in $(grep -oE 'Target="/[^"]*' _rels/.rels | cut -c 10-); do [ -s "$target" ] || complain "a relation names $target"; done

cmp runtimes/win-x64/native/PerfectHash.dll tools/win-x64/PerfectHash.dll || complain 'there are two DLLs'
hardened tools/win-x64/*.{exe,dll}
lean tools/win-x64/*.{exe,dll}
"$WINE" --test tools/win-x64/PerfectHashCreate.exe --version </dev/null | grep -qwF "$version" || complain 'the generator does not say its version'
for word in "$ROOT" "$work" /tmp/; do { grep -rlF -- "$word" . || strings -el lib/*/*.dll | grep -F -- "$word"; } && complain "these name $word"; done
hosts=$(grep -rohE 'https?://[A-Za-z0-9.-]+' . --include='*.nuspec' --include='*.md' --include='*.xml' --include='.rels' --include='*.psmdcp' --include='*.targets' --include='*.props' | sort -u |
  grep -vxE 'https://perfecthash.example|http://(schemas.microsoft.com|schemas.openxmlformats.org|purl.org)')
[ -z "$hosts" ] || complain "hosts: $hosts"
exit $bad
