#!/usr/bin/env bash
# options.sh: perfecthash knows each option that a program of this product has (docs/reference/options.md): it takes it, or says whose option it is. What
# PerfectHashCreate has and decides about a table, it takes.
set -u
program=$BIN/perfecthash page=$ROOT/docs/reference/options.md bad=0 seen=0
for option in $(grep -oE '^  --[A-Za-z]+' "$page" | sort -u); do
  seen=$((seen + 1))
  told=$("$program" no.keys "$option=1" 2>&1)
  [[ $told != *'there is no such option'* ]] || { echo "$option: $told"; bad=1; }
done
[ $seen -gt 90 ] || { echo "only $seen options were found in $page"; bad=1; }

# --help has the options of tables and none that is refused.
work=$(mktemp)
trap 'rm -f "$work"' EXIT
"$program" --help | grep -oE '^  --[A-Za-z]+' | sort -u >"$work"
for option in --KeyColumn --HashFunction --Layout --Outputs --Gperf --Ranges --Durable --Json; do
  grep -qx "  $option" "$work" || { echo "--help has no $option"; bad=1; }
done
while read -r option; do
  told=$("$program" no.keys "$option=1" 2>&1)
  [[ $told != *'it is an option of'* ]] || { echo "--help has $option, which is refused: $told"; bad=1; }
done <"$work"

# Each example in --help works.
folder=$(mktemp -d)
trap 'rm -rf "$work" "$folder"' EXIT
printf '200\n301\n404\n500\n' >"$folder/codes.txt"
printf 'name,port\nhttp,80\nhttps,443\n' >"$folder/services.csv"
mapfile -t examples < <("$program" --help | sed -n 's/^  Example: perfecthash //p')
[ ${#examples[@]} -ge 5 ] || { echo "only ${#examples[@]} examples in --help"; bad=1; }
for example in "${examples[@]}"; do
  (cd "$folder" && "$program" $example >/dev/null) || { echo "this example fails: $example"; bad=1; }
done

# A culture with a comma before tenths changes no byte.
printf 'name,ratio\nhttp,1.5\nhttps,-0.25\nssh,1234567.125\n' >"$folder/ratios.csv"
localedef -i de_DE -f UTF-8 "$folder/de_DE.UTF-8" 2>/dev/null
in_culture() { LOCPATH=$folder LC_ALL=$1 "${@:2}"; }
[ "$(in_culture de_DE.UTF-8 bash -c 'printf %.1f 1')" = 1,0 ] || { echo 'there is no German culture here'; bad=1; }
for culture in C.UTF-8 de_DE.UTF-8; do
  (cd "$folder" && mkdir out &&
    in_culture $culture "$program" ratios.csv out --KeyColumn=name --Outputs=Header,CSharp,Java,Python,Rust,Go,JavaScript --Json |
    sed 's/"\([a-zA-Z]*icroseconds\)": [0-9]*/"\1": T/g' >out/printed && mv out "$culture.out") || { echo "nothing is made in $culture"; bad=1; }
done
grep -q '1234567\.125' "$folder"/C.UTF-8.out/*/ratios.h || { echo 'the header has no fraction'; bad=1; }
diff -r "$folder/C.UTF-8.out" "$folder/de_DE.UTF-8.out" || { echo 'the German culture makes a difference'; bad=1; }

# Errors are printed as compilers do, when they are asked for.
printf '1\n2x\n' >"$work"
says() { # TEXT ARGUMENTS...
  local text=$1 told
  shift
  told=$("$program" "$@" 2>&1 >/dev/null)
  [[ $told == "$text"* ]] || { echo "$*: $told, where $text was expected"; bad=1; }
}
says "perfecthash: $work: line 2, column 2" "$work" --KeyType=Number
says "$work(2): error PH1007: " "$work" --KeyType=Number --ErrorFormat=msvc
says "$work:2:2: error: PH1007: " "$work" --KeyType=Number --ErrorFormat=gnu
says 'nowhere.keys : error PH1000: ' nowhere.keys --ErrorFormat=msvc
says 'short:2:2: error: PH1007: ' "$work" --KeyType=Number --KeysName=short --ErrorFormat=gnu
says 'perfecthash : error PH1043: --NameStyle=x' no.keys --NameStyle=x --ErrorFormat=msvc
[[ $("$program" --version 2>&1 >/dev/full) == *"stdout: can't be written: No space left on device." ]] || { echo 'a lost line is not told'; bad=1; }
says "perfecthash: /MaxThreads=3: the third argument is the algorithm, Chm01" no.keys out /MaxThreads=3
says 'perfecthash: /no.keys: there is no such' /no.keys
for words in '--Json --MaxThreads=1' '--Json -o' '--Nothing --json'; do
  told=$("$program" no.keys $words 2>/dev/null)
  [[ $? = 2 && $told == '{"error": "'* ]] || { echo "$words: no object of JSON"; bad=1; }
  told=$("$program" no.keys --Silent $words 2>&1)
  [[ $? = 2 && -z $told ]] || { echo "$words --Silent: $told"; bad=1; }
done
exit $bad
