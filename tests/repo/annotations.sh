#!/usr/bin/env bash
# annotations.sh ROOT: in the headers that another layer includes, every parameter and result that is a pointer has its annotation (src/annotations.h).
set -u
cd "$1/src" || exit 2
headers=$(grep -roE --include='*.[ch]' '^ *# *include *"(chm01|runtime|jobs)/[^"]+"' chm01 runtime jobs com exe | sed -E 's/:.*"(.*)"/ \1/' |
  awk '{ split($1, from, "/"); split($2, to, "/"); if (from[1] != to[1]) print $2 }' | sort -u)
[ -n "$headers" ] || { echo "no header between layers found"; exit 1; }
# One declaration a line, without comments, in front of it the header.
for header in $headers; do
  sed -e 's,//.*,,' -e 's,/\*.*\*/,,' -e '/\/\*/,/\*\//d' -e '/^ *#/d' "$header" | tr '\n' ' ' | sed 's/[;{}]/&\n/g' |
    sed -nE 's/^ *(extern "C" *)?//; /^(typedef|static|CHM_INLINE|struct|enum|return)/d; /_Interlocked/d; s/ +/ /g; /^[A-Za-z_][A-Za-z0-9_ *]* \**[A-Za-z0-9_]+\(.*\);$/p' | sed "s,^,$header: ,"
done | awk '
  { header = $1; text = substr($0, length(header) + 2)
    gsub(/\(\*[A-Za-z]*\)\([^()]*\)/, "callback", text)
    while (match(text, /_[A-Za-z_]+_\([^()]*(\([^()]*\))?[^()]*\)/)) text = substr(text, 1, RSTART - 1) "_Annotated_" substr(text, RSTART + RLENGTH)
    open = index(text, "("); result = substr(text, 1, open - 1); seen++
    if (result ~ /\*/ && result !~ /^_(Ret|Must_inspect_result)_/) { print "src/" header " " result ": the result has no annotation"; bad = 1 }
    count = split(substr(text, open + 1), parameters, ",")
    for (i = 1; i <= count; i++)
      if (parameters[i] ~ /[*[]/ && parameters[i] !~ /^ *_[A-Z][A-Za-z_]*_ /) { print "src/" header " " result "(" parameters[i] "): the parameter has no annotation"; bad = 1 } }
  END { if (!seen) { print "no declarations found"; bad = 1 } exit bad }'
