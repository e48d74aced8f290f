#!/usr/bin/env bash
# names.sh: names of every kind, in each style and behind a prefix and a namespace, give C identifiers that no language reserves:
# headers of numbers, of text keys and of records, and pairs, which gcc takes as C and C++ and links into one program.
set -u
generator=$BIN/perfecthash bad=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
complain() { echo "names.sh: $*"; bad=1; }

names=('' - _ __ __x _X a__b X__ 7zip 1 int for class new std linux unix NULL errno EOF WIN32 i386 size_t uint32_t offsetof key length index table value
  low high first at product bytes find contains keys record HTTPStatus 'http-status 2' 'x/*y*/' "a'b" 'a\b' $'a\nb' '$(x)' '%s' 'Größe' 日本 T t template and
  bool asm near stdin inline restrict _Bool alignas $'\x7f' 'b c' int8_t true "$(printf 'n%.0s' {1..120})")
seq 5 >numbers.txt
printf 'alpha\nbeta\n' >texts.txt
printf 'name,port,kind\nhttp,80,A\nssh,22,B\n' >records.csv
n=0 turn=0
for options in '' --NameStyle=snake --NameStyle=camel --NameStyle=Pascal '--Prefix=in' '--Namespace=A.new_2::C --Prefix=p_ --NameStyle=snake'; do
  turn=$((1 - turn)) # every other name in each style
  for name in "${names[@]}"; do
    n=$((n + 1))
    [ $((n % 2)) = $turn ] || continue
    case $((n / 2 % 4)) in
      0) kind=(numbers.txt --Outputs=Header) ;; 1) kind=(texts.txt --Outputs=Header) ;; 2) kind=(records.csv --KeyColumn=name --Outputs=Header) ;;
      3) kind=(numbers.txt --Outputs=CSource --Contains) ;;
    esac
    [ -n "$name" ] || name=$n
    # shellcheck disable=SC2086
    said=$("$generator" "${kind[@]:0:1}" "out/${options//[^A-Za-z]/}" "${kind[@]:1}" --Name="$name" $options 2>&1) || { complain "$options '$name': $said"; continue; }
  done
done
declare -A seen
for header in out/*/*/*.h out/*_And/*.h; do
  identifier=$(sed -n 's/^#define PERFECTHASH_H_\([^ ]*\) .*/\1/p' "$header" | head -n 1)
  [[ $identifier =~ ^[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*_?$ ]] || complain "$header: the identifier is '$identifier'"
  [ -z "${seen[$identifier]-}" ] || continue # of the same name in another style
  seen[$identifier]=1
  echo "#include \"$header\"" >>all.c
done
[ "${#seen[@]}" -ge 120 ] || complain "only ${#seen[@]} identifiers"
echo 'int main(void) { return 0; }' >>all.c
cp all.c all.cpp
warnings='-Wall -Wextra -Wno-unused -Wpedantic -Werror'
gcc -std=gnu11 $warnings -fsyntax-only all.c 2>said || complain "C: $(grep -m3 error said)"
g++ -std=gnu++17 $warnings -fsyntax-only all.cpp 2>said || complain "C++: $(grep -m3 error said)"
for pair in out/*/*/*.c out/*_And/*.c; do grep -qF "#include \"${pair%.c}.h\"" all.c && echo "$pair"; done >pairs
[ "$(wc -l <pairs)" -ge 20 ] || complain "only $(wc -l <pairs) pairs"
mapfile -t pairs <pairs
gcc -std=c11 -o all all.c "${pairs[@]}" 2>said || complain "pairs: $(head -n 3 said)"
# Paths are known before; a name that no file can have is told, and nothing is made.
"$generator" texts.txt plain --Outputs=Header,TableFile,Java --NameStyle=Pascal --Prefix=My --PrintOutputs >planned || complain 'no paths'
[ ! -e plain ] || complain 'something is written'
"$generator" texts.txt plain --Outputs=Header,TableFile,Java --NameStyle=Pascal --Prefix=My --Quiet
find plain -type f | sort | cmp - <(sort planned) || complain 'other paths'
"$generator" texts.txt -o x/y.rs --PrintOutputs | cmp - <(echo x/y.rs) || complain 'not the path of -o'
"$generator" texts.txt --PrintOutputs 2>said && complain 'paths of nothing'
grep -q -- '--PrintOutputs: no file would be written' said || complain "not told: $(cat said)"
"$generator" texts.txt plain --PrintOutputs --Quiet --Json | cmp - <(echo '{"files": ["plain/texts_Chm01_Text_And/texts.h", "plain/texts_Chm01_Text_And/texts.pht"]}') || complain 'not the paths as JSON'

# One key is a key; a column that JavaScript's objects have, too, gets a _, and the texts of an enum are a union.
echo 5 >one.txt
"$generator" one.txt one --Quiet --Outputs=Header,CSharp,Cpp,Rust,Go,Java,JavaScript,Python,PowerShell || complain 'no table of one key'
grep -L 'table of 1 key[. :]' one/*/* | grep . && complain 'of 1 keys'
printf 'k,to string,state:enum\nx,a,open\ny,b,shut\n' >members.csv
"$generator" members.csv members --Quiet --KeyColumn=k --Outputs=JavaScript,TypeScript || complain 'no module'
grep -q 'toString_: ' members/*/members.mjs && grep -q 'readonly toString_: ' members/*/members.d.mts || complain 'a record has no toString of its own'
grep -qF 'readonly state: "open" | "shut";' members/*/members.d.mts || complain "no union: $(grep state members/*/members.d.mts)"
"$generator" numbers.txt none -o - 2>said && complain 'two places'
"$generator" numbers.txt none --Name="$(printf '日%.0s' {1..115})" 2>said && complain 'a name of 345 bytes was taken'
grep -q 'too long' said && [ ! -e none ] || complain "not told: $(cat said)"
"$generator" numbers.txt --Quiet -o "$(printf 'n%.0s' {1..253}).h" || complain 'a name of 255 bytes was not taken'
"$generator" numbers.txt --Quiet -o "$(printf 'n%.0s' {1..254}).h" 2>said && complain 'a name of 256 bytes was taken'
grep -q 'too long' said || complain "not told: $(cat said)"
printf 'a\nb\n' >words.gperf
"$generator" words.gperf none --NameStyle=snake 2>said && complain 'a style of a file for gperf was taken'
grep -q -- '--NameStyle: a file for gperf' said || complain "not told: $(cat said)"
# One table in two styles has two headers, although it has the same name in both.
for kind in numbers texts; do
  "$generator" $kind.txt -o one.h --Name=codes --Quiet
  "$generator" $kind.txt -o other.h --Name=codes --NameStyle=snake --Quiet
  gcc -fsyntax-only -include one.h -include other.h -x c /dev/null 2>said && complain "$kind: the second header is passed over"
  grep -q 'two different tables have the name codes' said || complain "not told: $(cat said)"
done
# What an error tells: the namespace as a whole, and nothing is written.
"$generator" numbers.txt none --Namespace=A::__b 2>said && complain 'a reserved namespace was taken'
grep -q 'A::__b' said && [ ! -e none ] || complain "not named: $(cat said)"
exit $bad
