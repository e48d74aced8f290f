#!/usr/bin/env bash
# layers.sh ROOT: includes point down only: exe -> com -> jobs -> {runtime, chm01}; chm01, runtime/pure and jobs/text are pure C, and
# only com and exe know COM. Names each that does not.
set -u
cd "$1/src" || exit 2

# What a layer may include from other folders, and of the contract's generated headers.
declare -A below=([chm01]='chm01' [runtime]='runtime' [jobs]='chm01 runtime jobs' [com]='chm01 runtime jobs com' [exe]='com jobs exe')
declare -A contract=([chm01]='' [runtime]='' [jobs]='PerfectHashErrors.h' [com]='PerfectHash.h PerfectHashErrors.h version.h' [exe]='PerfectHash.h PerfectHashErrors.h version.h')
com='^(unknwn|objbase|combaseapi|oaidl|oleauto|ole2|ocidl|olectl)\.h$'
pure='assert.h limits.h math.h stdalign.h stdbool.h stddef.h stdint.h string.h emmintrin.h immintrin.h intrin.h'
# The pure parts that take memory, or say why they end.
declare -A more=([chm01]='' [runtime/pure]='stdio.h stdlib.h' [jobs/text]='stdlib.h')
bad=0 seen=0
complain() { echo "src/$1: $2"; bad=1; }
in_list() { [[ " $2 " == *" $1 "* ]]; }

while IFS=: read -r file line; do
  layer=${file%%/*} seen=$((seen + 1))
  [ -n "${below[$layer]+x}" ] || { complain "$file" "$layer is no layer"; continue; }
  if [[ $line =~ \#[[:space:]]*include[[:space:]]*\"([^\"]+)\" ]]; then
    header=${BASH_REMATCH[1]}
    case $header in
      *..*) complain "$file" "\"$header\" leaves its folder; write \"<layer>/...\"" ;;
      */*)
        in_list "${header%%/*}" "${below[$layer]}" || complain "$file" "\"$header\" is not below $layer"
        [ -e "$header" ] || complain "$file" "\"$header\" does not exist"
        ;;
      *) [ -e "${file%/*}/$header" ] || in_list "$header" "${contract[$layer]}" || complain "$file" "\"$header\" is neither beside it nor $layer's to see" ;;
    esac
  elif [[ $line =~ \#[[:space:]]*include[[:space:]]*\<([^\>]+)\> ]]; then
    header=${BASH_REMATCH[1]}
    part=$layer
    [ -n "${more[$part]+x}" ] || part=${file%/*}
    [ -z "${more[$part]+x}" ] || in_list "$header" "$pure ${more[$part]}" || complain "$file" "<$header> is not for pure C"
    [ "$layer" = com ] || [ "$layer" = exe ] || ! [[ $header =~ $com ]] || complain "$file" "<$header>: $layer knows nothing of COM"
  else
    complain "$file" "an include that names no file: $line"
  fi
done < <(grep -rH --include='*.[ch]' '^[[:space:]]*#[[:space:]]*include' .  | sed 's#^\./##')
[ $seen -gt 0 ] || { echo "no includes found"; exit 1; }
exit $bad
