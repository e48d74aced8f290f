#!/usr/bin/env bash
# readmes.sh ROOT: each folder below src/<layer>/ that has sources has a README.md of at most 14 lines, which begins with the folder's name, and the files
# that it names are in the folder or, with a path, below src/ or the root. Names each README that is not so.
set -u
cd "$1" || exit 2
bad=0 seen=0
complain() { echo "$1/README.md: $2"; bad=1; }
for folder in $(find src -mindepth 3 -name '*.[ch]' -printf '%h\n' | sort -u); do
  seen=$((seen + 1))
  readme=$folder/README.md
  [ -e "$readme" ] || { complain "$folder" "it is missing"; continue; }
  [ "$(head -n 1 "$readme")" = "# ${folder#src/}" ] || complain "$folder" "its first line is not '# ${folder#src/}'"
  [ "$(wc -l <"$readme")" -le 14 ] || complain "$folder" "it has more than 14 lines"
  for file in $(grep -oE '[A-Za-z0-9_./-]+\.(c|h|cpp|py|rc|def|manifest|md)\b' "$readme"); do
    [ -e "$folder/$file" ] || [ -e "src/${folder#src/}/../$file" ] || [ -e "src/$file" ] || [ -e "$file" ] || complain "$folder" "there is no $file"
  done
done
[ $seen -gt 0 ] || { echo "no folders with sources found below src/<layer>"; exit 1; }
exit $bad
