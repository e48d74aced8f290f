#!/usr/bin/env bash
# deb.sh: the Debian package, installed into a folder of its own by dpkg, upgraded there and removed: the native generator and the programs by Wine make the same
# table, and nothing stays. Made again it has the same bytes.
. "$ROOT/tests/e2e/packages/packages.inc"
command -v dpkg-deb >/dev/null || { echo 'SKIPPED: there is no dpkg-deb'; exit 77; }
made deb
deb=$packages/perfecthash_${version}_amd64.deb
(umask 077; TZ=Asia/Tokyo PERFECTHASH_PACKAGES=$work/again "$ROOT/package" deb >"$work/log" 2>&1) || complain "it can't be made again: $(tail -n 3 "$work/log")"
cmp "$deb" "$work/again/${deb##*/}" || complain 'it differs when it is made again'

root=$work/root
package() { dpkg --root="$root" --log="$work/dpkg.log" --force-not-root --force-depends --force-script-chrootless "$@" >"$work/log" 2>&1 || { complain "dpkg $1 fails"; cat "$work/log"; }; }
mkdir -p "$root/var/lib/dpkg"/{info,updates,triggers} "$root/kept" && touch "$root/var/lib/dpkg"/{status,available}
# files: what is there, less dpkg's own
files() { (cd "$root" && find . -path ./var/lib/dpkg -prune -o -printf '%p %s\n' | grep -v '^\. ' | sort); }
files >"$work/before"
package --install "$deb"
[ "$(dpkg --root="$root" --verify perfecthash)" = '' ] || complain 'dpkg --verify finds other files'
[ -x "$root/usr/bin/perfecthash" ] || complain 'there is no native generator'

printf '200\n301\n404\n500\n' >"$work/http.txt"
"$root/usr/bin/perfecthash" "$work/http.txt" "$work/native" >"$work/log" 2>&1 || { complain 'the native generator fails'; cat "$work/log"; }
cmake_finds "$root/usr"
# The commands name their programs by the path that they have once they are installed.
for command in PerfectHashCreate PerfectHashBulkCreate PerfectHashServer PerfectHashClient; do
  sed "s#/usr/lib/perfecthash#$root/usr/lib/perfecthash#" "$root/usr/bin/$command" >"$work/$command" || complain "there is no command $command"
  printed=$(WINEPREFIX=$("$WINE" --prefix) sh "$work/$command" --version </dev/null | tr -d '\r')
  [ "$printed" = "$command $version" ] || complain "$command --version prints: $printed"
done
PERFECTHASH_PREFIX=$ROOT/build/test-prefix "$WINE" --test "$root/usr/lib/perfecthash/PerfectHashCreate.exe" "$(windows_path "$work/http.txt")" "$(windows_path "$work/wine")" </dev/null >"$work/log" 2>&1 || complain 'the program for Windows fails'
cmp "$work/native/http_Chm01_Quadx_And/http.pht" "$work/wine/http_Chm01_Quadx_And/http.pht" || complain 'the two generators make other tables'

package --install "$deb"
package --remove perfecthash
package --purge perfecthash
files | diff "$work/before" - || complain 'something stays'
for field in ', wine64 | wine' "Version: $version"; do dpkg-deb --info "$deb" >"$work/info"; holds "$work/info" "$field"; done
exit $bad
