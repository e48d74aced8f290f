#!/usr/bin/env bash
# natvis.sh ROOT: each type of debug/PerfectHash.natvis is a struct of src/, and each name in its expressions stands in the header that
# defines the struct, or in one that it includes by name. Names what is not there.
set -u
cd "$1" || exit 2
file=debug/PerfectHash.natvis
bad=0 seen=0
while IFS=$'\t' read -r type expression; do
  seen=$((seen + 1))
  header=$(grep -rlE "(^struct $type \{|^typedef struct $type \{)" src --include='*.h' --include='*.c' | head -n 1)
  [ -n "$header" ] || { echo "$file: no header defines struct $type"; bad=1; continue; }
  for word in $(grep -oE '[A-Za-z_][A-Za-z0-9_]*' <<<"$expression"); do
    case $word in void | i | su | hr) continue ;; esac
    grep -rqwF -- "$word" "$header" src/runtime/pure/ref_count.h src/com/object/object.h || { echo "$file: $type has no $word ($header)"; bad=1; }
  done
done < <(tr '\n' ' ' <"$file" | sed 's/&lt;/</g' | grep -oE '<Type Name="[A-Za-z]+">.*' | sed 's#<Type #\n<Type #g' | sed -nE 's#^<Type Name="([A-Za-z]+)">(.*)</Type>.*#\1\t\2#p' |
  awk -F'\t' '{ text = $2; out = ""
    while (match(text, /Condition="[^"]*"|\{[^}]*\}|<Size>[^\/]*<\/|<ValueNode>[^\/]*<\//)) {
      part = substr(text, RSTART, RLENGTH); text = substr(text, RSTART + RLENGTH)
      gsub(/Condition=|<Size>|<ValueNode>|<\//, "", part); out = out " " part }
    print $1 "\t" out }')
[ $seen -gt 0 ] || { echo "$file holds no types"; bad=1; }
exit $bad
