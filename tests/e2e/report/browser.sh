#!/usr/bin/env bash
# browser.sh BIN FOLDER: makes a report by the programs in BIN and looks at it in Chromium (browser.mjs), which Debian has, driven by packages that npm
# brings into FOLDER. Pictures of the page stay there, too.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
bin=$(realpath "$1") && mkdir -p "$2" && cd "$2" || exit 2
for tool in chromium node npm; do command -v $tool >/dev/null || { echo "$tool is missing"; exit 3; }; done
[ -e node_modules/puppeteer-core ] && [ -e node_modules/axe-core ] ||
  npm install --silent --no-save --no-package-lock puppeteer-core@25.16.0 axe-core@4.14.1 >npm.log 2>&1 || { cat npm.log; exit 3; }
rm -rf keys out && mkdir keys
for i in $(seq 10 260); do seq $((i * 1000)) $((i * 1000 + i * i % 4000)) >"keys/set $i.txt"; done
printf '1\nno number\n' >'keys/bad & <b>.txt'
printf '1\n2\n' >'keys/<img src=x onerror=alert(1)>.txt'
seq 5 7 140000 >many.txt
seq 5 7 1400 >small.txt
printf '%s\n' GET PUT POST '</script><b>' >words.txt
windows_path() { printf 'Z:%s' "${1//\//\\}"; }
"$root/scripts/wine" --test "$bin/PerfectHashBulkCreate.exe" "$(windows_path "$PWD/keys")" "$(windows_path "$PWD/out")" --SimulatedNumaNodes=3 --Quiet \
  --Include='*.txt;</script><img src=x onerror=alert(2)>' --Report="$(windows_path "$PWD/bulk.html")" </dev/null 2>/dev/null
page() { "$root/scripts/wine" --test "$bin/PerfectHashCreate.exe" "$(windows_path "$PWD/$1.txt")" --Quiet --Report="$(windows_path "$PWD/$2.html")" "${@:3}" </dev/null; }
page many table --FindBestGraph --BestCoverageType=LowestMaxAssignedPerCacheLineCount --BestCoverageAttempts=200 && page small small && page words words || exit
[ -s bulk.html ] || { echo 'there is no report'; exit 1; }
exec node "$here/browser.mjs" "$PWD"
