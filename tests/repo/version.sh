#!/usr/bin/env bash
# version.sh ROOT: src/version.h alone says the product's version. Its lines agree with each other, what can't include it (manifests, the changelog)
# agrees with it, and no other file repeats it. Names each file that is wrong.
set -u
cd "$1" || exit 2
bad=0
complain() { echo "$1"; bad=1; }
# holds FILE TEXT: the file has a line with this text.
holds() { grep -qF -- "$2" "$1" || complain "$1: expected: $2"; }

version=$(sed -n 's/^#define PRODUCT_VERSION "\(.*\)"$/\1/p' src/version.h)
library=$(sed -n 's/^#define TYPE_LIBRARY_VERSION //p' src/version.h)
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || { echo "src/version.h: PRODUCT_VERSION is no version: $version"; exit 1; }
IFS=. read -r major minor patch <<<"$version"
holds src/version.h "PRODUCT_VERSION_NUMBERS $major, $minor, $patch, 0"
holds src/version.h "PRODUCT_VERSION_PACKED $(printf '0x%02x%02x%02x' "$major" "$minor" "$patch")"
holds src/version.h "PRODUCT_TYPE_LIBRARY \"PerfectHash $version Type Library\""
holds src/version.h "TYPE_LIBRARY_VERSION_TEXT \"$library\""
holds src/version.h "TYPE_LIBRARY_MAJOR ${library%.*}"
holds src/version.h "TYPE_LIBRARY_MINOR ${library#*.}"

files=$(git ls-files 2>/dev/null || true)
[ -n "$files" ] || files=$(find . -type f -not -path './build/*' -not -path './.git/*' | sed 's#^\./##')
manifests=$(grep '\.manifest$' <<<"$files")
[ -n "$manifests" ] || complain "no manifests found"
for manifest in $manifests; do
  holds "$manifest" "version=\"$version.0\" processorArchitecture="
  ! grep -q '<typelib' "$manifest" || holds "$manifest" "version=\"$library\" helpdir="
done
holds CHANGELOG.md "## $version"
holds idl/PerfectHash.idl 'version(TYPE_LIBRARY_VERSION)'

# copies PATTERN FILE...: complains of each line of the files that has the pattern.
copies() {
  local hits
  hits=$(grep -nHIE -- "$@") || return 0
  sed 's#$#    <- src/version.h says it#' <<<"$hits"
  bad=1
}
copies "(^|[^0-9.])$major\.$minor\.$patch([^0-9]|\$)" $(grep -vxE 'src/version\.h|CHANGELOG\.md|.*\.manifest' <<<"$files")
copies '^(FILE|PRODUCT)VERSION +[0-9]|^project\(.* VERSION +[0-9]' /dev/null $(grep -E '\.rc$|(^|/)CMakeLists\.txt$' <<<"$files")
exit $bad
