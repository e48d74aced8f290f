#!/usr/bin/env bash
# annotations.sh ROOT: in the headers that another layer includes, each pointer that a function takes or returns, inline or called back, is annotated
# (src/annotations.h); a function with an output whose result may tell of a failure says when it has succeeded, unless that is an HRESULT.
set -u
cd "$1/src" || exit 2
headers=$(grep -roE --include='*.[ch]' '^ *# *include *"(chm01|runtime|jobs)/[^"]+"' chm01 runtime jobs com exe | sed -E 's/:.*"(.*)"/ \1/' |
  awk '{ split($1, from, "/"); split($2, to, "/"); if (from[1] != to[1]) print $2 }' | sort -u)
[ -n "$headers" ] || { echo "no header between layers found"; exit 1; }
# One declaration or head of a definition a line, without comments and the arguments of annotations, in front of it the header.
for header in $headers; do
  sed -e 's,//.*,,' -e 's,/\*.*\*/,,' -e '/\/\*/,/\*\//d' -e '/^ *#/d' "$header" | tr '\n' ' ' | sed 's/[;{}]/&\n/g' |
    sed -E ':a; s/(_[A-Z][A-Za-z_]*_)\(([^()]|\([^()]*\))*\)/\1/; ta; s/^ *(extern "C" *)?//; s/ +/ /g' |
    sed -nE '/^(return|#)|_Interlocked/d; /\(\*[A-Za-z]+\)\(/{p;d}; /^(typedef|struct|enum)/d; /^[A-Za-z_][A-Za-z0-9_ *]* \**[A-Za-z0-9_]+\(.*\) *[;{]$/p' |
    sed "s,^,$header: ,"
done | awk '
  function check(name, list,   i, count, parameters) {
    count = split(list, parameters, ",")
    for (i = 1; i <= count; i++)
      if (parameters[i] ~ /[*[]/ && parameters[i] !~ /^ *_[A-Z][A-Za-z_]*_ /) complain(name "(" parameters[i] "): the parameter has no annotation") }
  function complain(words) { print "src/" header " " words; bad = 1 }
  { header = $1; text = substr($0, length(header) + 2); seen++
    while (match(text, /\(\*[A-Za-z]+\)\([^()]*\)/)) {
      callback = substr(text, RSTART, RLENGTH); close_ = index(callback, ")")
      check(substr(callback, 3, close_ - 3), substr(callback, close_ + 2, length(callback) - close_ - 2))
      text = substr(text, 1, RSTART - 1) "callback" substr(text, RSTART + RLENGTH) }
    open = index(text, "(")
    if (!open || text ~ /^typedef/) next
    result = substr(text, 1, open - 1)
    check(result, substr(text, open + 1, length(text)))
    if (result ~ /\*/ && result !~ /^_(Ret|Must_inspect_result)_/) complain(result ": the result has no annotation")
    if (text ~ /_Out/ && result ~ /(DWORD|BOOL|bool|int|Status|Error) [A-Za-z0-9]+$/ && result !~ /_Success_/) complain(result ": it has outputs and no _Success_") }
  END { if (!seen) { print "no declarations found"; bad = 1 } exit bad }'
