#!/usr/bin/env bash
# modules.sh ROOT: the includes of src/ follow the arrows of tests/repo/modules.txt, which make no circle; pure folders include
# pure C alone; only com and exe know COM. Names each include that does not.
set -u
modules=$1/tests/repo/modules.txt
. "$(dirname "$0")/modules.inc"
cd "$1/src" || exit 2

# What a layer may include of the contract's generated headers.
declare -A contract=([chm01]='' [runtime]='PerfectHashEvents.h' [jobs]='PerfectHashErrors.h' [native]='PerfectHashErrors.h PerfectHashMessages.h' [com]='PerfectHash.h PerfectHashErrors.h' [exe]='PerfectHash.h PerfectHashErrors.h')
com='^(unknwn|objbase|combaseapi|oaidl|oleauto|ole2|ocidl|olectl)\.h$'
c='assert.h limits.h math.h stdalign.h stdbool.h stddef.h stdint.h stdlib.h string.h wchar.h arm_neon.h cpuid.h emmintrin.h immintrin.h intrin.h'
bad=0 seen=0
complain() { echo "src/$1: $2"; bad=1; }
in_list() { [[ " $2 " == *" $1 "* ]]; }

while IFS=: read -r file line; do
  module_of "$file"
  from=$module layer=${file%%/*} seen=$((seen + 1))
  [ -n "${below[$from]+x}" ] || { complain "$file" "$from is in no line of modules.txt"; continue; }
  if [[ $line =~ \#[[:space:]]*include[[:space:]]*\"([^\"]+)\" ]]; then
    header=${BASH_REMATCH[1]}
    case $header in
      *..*) complain "$file" "\"$header\" leaves its folder; write \"<layer>/<folder>/...\"" ;;
      annotations.h | hresult.h) ;; # every layer's
      */* | version.h)
        [ -e "$header" ] || complain "$file" "\"$header\" does not exist"
        module_of "$header"
        may_use "$from" "$module" || complain "$file" "\"$header\" is not below $from"
        ;;
      *) [ -e "${file%/*}/$header" ] || in_list "$header" "${contract[$layer]}" || complain "$file" "\"$header\" is neither beside it nor $layer's to see" ;;
    esac
  elif [[ $line =~ \#[[:space:]]*include[[:space:]]*\<([^\>]+)\> ]]; then
    header=${BASH_REMATCH[1]}
    # A debug build says on stderr why it aborts.
    [ "$file $header" != "runtime/pure/check.c stdio.h" ] || continue
    ! is_pure "$from" || in_list "$header" "$c" || complain "$file" "<$header> is not for pure C"
    [ "$layer" = com ] || [ "$layer" = exe ] || ! [[ $header =~ $com ]] || complain "$file" "<$header>: $layer knows nothing of COM"
  else
    complain "$file" "an include that names no file: $line"
  fi
done < <(grep -rH --include='*.[ch]' '^[[:space:]]*#[[:space:]]*include' . | sed 's#^\./##')
[ $seen -gt 0 ] || { echo "no includes found"; exit 1; }
circle=$(for from in "${!below[@]}"; do for to in ${below[$from]}; do echo "$from $to"; done; done | tsort 2>&1 >/dev/null) ||
  { echo "modules.txt: a circle: $circle"; bad=1; }
exit $bad
