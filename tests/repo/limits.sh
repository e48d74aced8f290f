#!/usr/bin/env bash
# limits.sh ROOT: docs/reference/limits.md has the numbers of the code, and every limit of the code by its name. Names each row that is wrong and
# each constant that is missing.
set -u
cd "$1" || exit 2
page=docs/reference/limits.md bad=0 rows=0
# Constants of these names limit nothing that a user could meet: they follow from something else, or are room for texts of the program itself.
inner='ArgumentsMost|MaxDigits|MaxThreadsANode|MostArguments|MostChunks|MostConcurrency|MostFrames|MostMillionths|MostOwn|MostPassed|MostRounds|MostThreads'
inner+='|GenerationMostFiles|GridMostColumns|MostChars|MostDigits|MostGroups|MostUnitsFactor|PropertyMostGroups|SizeClassLimitShift|JobRecordMostBytes|MOST_BYTES|MOST_CHUNK_KEYS|LIST_MAX_SLOTS|MAX_LANES|MAX_RESIZES|MAX_SECONDS'
inner+='|NUMBERS_MAX|OUTPUT_SET_MAX|PartsMost|TABLE_MAX_BUCKETS|TABLE_MAX_SLOTS|TextDirectMost|TextDirectMostBits|TextGroupMost|TextSampleMost'
complain() { echo "$1"; bad=1; }
# The expression that the name stands for in the file: of a constant, of a macro, or the maximum of an option.
expression() {
  tr '\n' ' ' <"$1" | sed 's#/\*#\x01#g; s#\*/#\x02#g; s#\x01[^\x02]*\x02##g' |
    grep -oE "L\"$2\", [^}]*\}[^}]*\.maximum = [^,}]*|\b$2 = [^,}]*" | head -n 1 | sed -E 's#.* = ##' | grep . ||
    sed -nE "s@^#define $2 +@@p" "$1" | sed "s@/[*].*@@"
}
# Its value, where names of the file stand for numbers too.
number() {
  local text name
  text=$(expression "$1" "$2" | sed -E 's#\((size_t|u?int[0-9]+_t|ULONGLONG)\)##g; s#\b(0x[0-9A-Fa-f]+|[0-9]+)(u?ll|ul|u|l)\b#\1#g; s#UINT32_MAX#4294967295#g; s#U?INT32_MAX#2147483647#g')
  for name in $(grep -oE '\b[A-Za-z_]\w*' <<<"$text" | grep -vE '^0?x[0-9A-Fa-f]+$'); do
    text=${text//$name/$(number "$1" "$name")}
  done
  [ -n "$text" ] && echo $((text)) 2>/dev/null
}
while IFS='|' read -r _ limit written _ place _; do
  rows=$((rows + 1))
  written=${written%%(*} written=${written//[ ,]/}
  file=$(sed -nE 's/.*`(src[^`]*)`.*/\1/p' <<<"$place") name=$(sed -nE 's/.*\(`([^`]*)`\).*/\1/p' <<<"$place")
  [ -f "$file" ] || { complain "$page: there is no $file:$limit"; continue; }
  value=$(number "$file" "$name")
  [ "$value" = "$written" ] || complain "$page: $written, and $name is ${value:-not there}:$limit"
done < <(grep '`src/' "$page")
while read -r name; do
  grep -qE "\`$name\`" "$page" || complain "$page: nothing about $name"
done < <(grep -rhoE --include='*.[ch]' '(^#define|[{,]) *\w*(Most|Max[A-Z]|MAX_|_MAX|MOST_)\w* *[=( ] *[0-9(]|^ +\w*(Most|Max[A-Z])\w* = ' src |
  grep -oE '\w*(Most|Max[A-Z]|MAX|MOST)\w*' | sort -u | grep -vxE "$inner")
[ $rows -gt 0 ] || { echo "no limits found"; exit 1; }
exit $bad
