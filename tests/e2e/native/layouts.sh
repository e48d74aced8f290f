#!/usr/bin/env bash
# layouts.sh: the figures of docs/explanation/layouts.md are what the generator makes: it makes each row's table of the keys 1 to n. Names each row that is wrong.
set -u
page=$ROOT/docs/explanation/layouts.md bad=0 rows=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
while IFS='|' read -r _ n options _ bytes each _; do
  rows=$((rows + 1)) n=${n//[ ,]/} bytes=${bytes//[ ,]/} options=${options//\`/}
  seq "$n" >"$work/n.txt"
  made=$("$BIN/perfecthash" "$work/n.txt" $options --NoFileIo --Json | sed -nE 's/.*"tableBytes": ([0-9]*).*/\1/p')
  [ "$made $(awk -v b="$bytes" -v n="$n" 'BEGIN { printf "%.2f", b / n }')" = "$bytes ${each// /}" ] ||
    { echo "$page: $n $options gives ${made:-nothing}, not $bytes and $each"; bad=1; }
done < <(sed -n '/^## Figures/,/^## /p' "$page" | grep -E '^\| [0-9]')
[ $rows -gt 10 ] || { echo 'no figures found'; exit 1; }
exit $bad
