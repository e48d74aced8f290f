#!/usr/bin/env bash
# readme.sh LANGUAGE: README.md's examples in that language are at most ten lines and print what it says; `console`: what it shows of ./run
# is what comes out, microseconds aside; `bat`: its commands for Windows print what it says; `options`: docs/reference/programs.md and docs/how-to/bulk-runs.md have the options that the programs have.
. "$ROOT/tests/e2e/samples/sample.inc"
readme=$ROOT/README.md
language=$1

# blocks WORDS: each block fenced as ```WORDS goes to a file of its own, WORK/block.1 and so on.
blocks() {
  awk -v fence='```'"$1" -v out="$WORK/block." '
    /^```/ { if (inside) inside = 0; else { inside = 1; wanted = ($0 == fence); if (wanted) count++ } next }
    inside && wanted { print > (out count) }' "$readme"
  [ -e "$WORK/block.1" ] || fail "README.md has no block of $1"
}

# tables KEYS FOLDER: what ./run KEYS FOLDER does and prints, in the server under test.
tables() { wine "$BIN/PerfectHashCreate.exe" "$1" "$(windows_path "$2")" | sed '/Z:\\/{s#Z:\\#/#g; s#\\#/#g}'; }
timeless() { sed 's/ [0-9]* us / N us /'; }

compile_c() {
  if grep -q 'int main' "$1"; then cp "$1" "$1.c"; else cp "$here/readme/main.c" "$1.c"; fi
  x86_64-w64-mingw32-gcc-posix -std=c11 -Wall -Wextra -Werror -DFRAGMENT="\"$1\"" -I"$GENERATED" -I"$(dirname "$header")" -o "$1.exe" \
    "$1.c" "$GENERATED/PerfectHash_i.c" -lole32 -loleaut32 || fail "$1 does not compile"
}
compile_cpp() {
  x86_64-w64-mingw32-g++-posix -std=c++17 -static -Wall -Wextra -Werror -DFRAGMENT="\"$1\"" -I"$GENERATED" -o "$1.exe" \
    "$here/readme/main.cpp" "$GENERATED/PerfectHash_i.c" -lole32 -loleaut32 || fail "$1 does not compile"
}
# A project whose only program is the example. It stays in the build folder, and is built again when the example has changed.
csharp() {
  local project=$BUILD/dotnet/readme
  mkdir -p "$project"
  cp -u "$ROOT"/samples/csharp/{PerfectHash.cs,Directory.Build.props} "$project"
  cp -u "$ROOT/samples/csharp/Status.csproj" "$project/Readme.csproj"
  cmp -s "$1" "$project/Program.cs" || cp "$1" "$project/Program.cs"
  dotnet_program "$project/Readme.csproj"
}
example() {
  case $language in
    c | cpp) "compile_$language" "$1"; wine "$1.exe" ;;
    csharp) csharp "$1" ;;
    powershell) mv "$1" "$1.ps1"; powershell "$1.ps1" ;;
    vbscript) mv "$1" "$1.vbs"; script "$1.vbs" ;;
    *) fail "there are no examples in $language" ;;
  esac
}

cd "$WORK" || exit 1
blocks console
keys=$(sed -n "s/^\$ printf '%s.n' \(.*\) >http.txt$/\1/p" block.1)
printf '%s\n' $keys >http.txt
tables http.txt "$WORK/out" >run.printed || fail "no table is made of the keys in README.md"
header=$(echo out/*/http.h)

case $language in
  bat)
    WINEPATH=$(windows_path "$BIN") SCRIPTS=$WORK/scripts
    export WINE WINEPATH SCRIPTS
    mkdir "$SCRIPTS" "$WORK/here"
    cd "$WORK/here" && python3 -B "$here/tutorial.py" "$readme" bat
    exit
    ;;
  options)
    names() { grep -oE -- '--[A-Za-z]{4,}' | sort -u; }
    wine "$BIN/PerfectHashCreate.exe" --help | names >has
    [ "$(wc -l <has)" -gt 10 ] || fail "--help was not understood"
    grep '^| `--' "$ROOT/docs/reference/programs.md" | cut -d'|' -f2 | names | diff has - >&3 || exit 1
    wine "$BIN/PerfectHashBulkCreate.exe" --help | names | comm -13 has - >own
    grep '^| `--' "$ROOT/docs/how-to/bulk-runs.md" | cut -d'|' -f2 | names | diff own - >&3
    exit
    ;;
  console)
    grep '^http ' block.1 | timeless >shown
    sed "s#$WORK/out#/tmp/tables#" run.printed | timeless | diff shown - >&3 || exit 1
    grep -q "^\$ ./run http.txt /tmp/tables$" block.1 || fail "README.md shows another command"
    for program in "$ROOT"/src/exe/PerfectHash*.vcxproj; do
      grep -qw "build\" mingw .*$(basename "$program" .vcxproj)" "$ROOT/run" || fail "./run does not build $(basename "$program" .vcxproj)"
    done
    shape='^[a-z0-9_]+  [0-9]+ keys  [0-9]+ us  [0-9]+ attempts?  [0-9]+ bytes  [^ ]*/[a-z0-9_]+\.h, [a-z0-9_]+\.pht$'
    grep -qE "$shape" run.printed || fail "./run prints lines of another shape: $(cat run.printed)"
    blocks 'text run'
    grep -vE "$shape" block.1 | grep -vE '^\.\.\.$|^[a-z0-9_]+: the function at 0x[0-9A-F]+ is number [0-9]+$' >&3 && fail "./run prints no such line"
    blocks 'c excerpt'
    while IFS= read -r line; do grep -qxF -- "$line" "$header" || fail "the header has no line: $line"; done <block.1
    exit 0
    ;;
esac

expected=$(sed -n 's/.*Each of these examples prints `\([^`]*\)`.*/\1/p' "$readme")
[ -n "$expected" ] || fail "README.md doesn't say what the examples print"
rm block.*
blocks "$language"
for block in "$WORK"/block.[0-9]; do
  [ "$(wc -l <"$block")" -le 10 ] || fail "an example in $language has more than ten lines"
  example "$block" >printed 2>&1 || fail "an example in $language fails: $(cat printed)"
  diff <(echo "$expected") <(without_wine_errors <printed) >&3 || fail "(an example in $language)"
done
if [ "$language" = powershell ]; then
  rm block.*
  blocks 'powershell services'
  awk '/^```text$/ { inside = 1; next } /^```/ { inside = 0 } inside && (found || /^name,port/) { found = 1; print }' "$readme" >services.csv
  example "$WORK/block.1" >printed 2>&1 || fail "the example of a CSV file fails: $(cat printed)"
  grep -q "prints \`$(without_wine_errors <printed)\`:" "$readme" || fail "the example of a CSV file prints: $(cat printed)"
fi
