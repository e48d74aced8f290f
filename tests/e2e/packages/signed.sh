#!/usr/bin/env bash
# signed.sh: given a certificate, ./package signs each program and the MSIs, and the signatures hold, until a file changes; a wrong password ends it with the reason
# and without a package.
. "$ROOT/tests/e2e/packages/packages.inc"
command -v osslsigncode >/dev/null || { echo 'SKIPPED: there is no osslsigncode'; exit 77; }
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/key" -out "$work/certificate" -days 2 -subj '/CN=PerfectHash test' -addext 'extendedKeyUsage=codeSigning' 2>/dev/null
openssl pkcs12 -export -inkey "$work/key" -in "$work/certificate" -passout pass:open -out "$work/certificate.pfx"
export PERFECTHASH_SIGN_PFX=$work/certificate.pfx PERFECTHASH_SIGN_PASSWORD=open
made zip msi
mkdir "$work/zip" && (cd "$work/zip" && unzip -q "$packages/$name.zip")
for file in "$work/zip/$name"/*.exe "$work/zip/$name"/*.dll "$packages"/*.msi; do
  osslsigncode verify -CAfile "$work/certificate" -in "$file" >"$work/log" 2>&1 || { complain "the signature of ${file##*/} does not hold"; tail -n 5 "$work/log"; }
done
"$WINE" --test "$work/zip/$name/PerfectHashCreate.exe" --version </dev/null | grep -qF "$version" || complain 'a signed program does not run'
printf 'x' | dd of="$work/zip/$name/PerfectHash.dll" bs=1 seek=5000 conv=notrunc 2>/dev/null
osslsigncode verify -CAfile "$work/certificate" -in "$work/zip/$name/PerfectHash.dll" >/dev/null 2>&1 && complain 'a changed file passes for signed'

rm -rf "$work/refused"
PERFECTHASH_SIGN_PASSWORD=wrong PERFECTHASH_PACKAGES=$work/refused "$ROOT/package" zip >"$work/log" 2>&1 && complain 'a wrong password is no error'
holds "$work/log" "osslsigncode can't sign"
[ ! -e "$work/refused/$name.zip" ] || complain 'there is a ZIP without signatures'
exit $bad
