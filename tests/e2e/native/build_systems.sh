#!/usr/bin/env bash
# build_systems.sh TOOL: the sample of make, meson, go, cargo or npm, which docs/how-to/build-systems.md shows as it is. It is built; a second build runs nothing;
# a changed line is built again; and a wrong line fails with its place.
set -u
tool=$1 work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
complain() { echo "build_systems.sh, $tool: $*"; tail -n 20 "$work/said"; exit 1; }
skip() { echo "SKIPPED: there is no $1"; exit 77; }
unset MAKEFLAGS MFLAGS
export PATH=/usr/bin:/bin GOCACHE=$work/cache GOFLAGS=-mod=mod GO111MODULE=on
mkdir "$work/bin" "$work/a folder"
# Each run of the generator leaves a line.
printf '#!/bin/sh\necho run >>"%s/runs"\nexec "%s" "$@"\n' "$work" "$BIN/perfecthash" >"$work/bin/perfecthash"
chmod +x "$work/bin/perfecthash"
PATH=$work/bin:$PATH
cd "$work/a folder" || exit 2

# block LANGUAGE NUMBER: that fenced block of the page
block() {
  awk -v fence='```'"$1" -v wanted="$2" '/^```/ { if (inside) inside = 0; else { inside = 1; count += $0 == fence; shown = $0 == fence && count == wanted } next }
    inside && shown' "$ROOT/docs/how-to/build-systems.md"
}
sample=$tool keys=opcodes.csv known=jump code=16 new=nop line='nop,7,0' newCode=7 wrong='halt,300,0' told='opcodes.csv: line 8, column 6 ("code")'
case $tool in
make)
  shown=('makefile 1 Makefile')
  build() { make --no-print-directory; }
  program() { ./opcodes "$@"; } ;;
meson)
  command -v meson >/dev/null || skip meson
  sample=make shown=('meson 1 meson.build')
  build() { { [ -d out ] || meson setup out; } && ninja -C out; }
  program() { out/opcodes "$@"; } ;;
go)
  command -v go >/dev/null || skip go
  shown=('go 1 main.go')
  build() { { [ "$(cat opcodes.csv)" = "$(cat made.csv 2>/dev/null)" ] || { go generate && cp opcodes.csv made.csv; }; } && go build -o main; }
  program() { ./main "$@"; } ;;
cargo)
  command -v cargo >/dev/null || skip cargo
  shown=('rust 1 build.rs' 'rust 2 src/main.rs')
  build() { cargo build --offline --quiet; }
  program() { target/debug/opcodes "$@"; } ;;
npm)
  command -v npm >/dev/null || skip npm
  shown=('json 1 package.json' 'javascript 1 tables.mjs' 'javascript 2 main.mjs')
  keys=status_codes.txt known=404 code=2 new=418 line=418 newCode=4 wrong='x 17' told='status_codes.txt: line 7'
  build() { npm run --silent build; }
  program() { npm start --silent -- "$@"; } ;;
esac
cp -r "$ROOT/samples/$sample/." .
for file in "${shown[@]}"; do
  read -r language number name <<<"$file"
  block "$language" "$number" | cmp - "$name" || { echo "docs/how-to/build-systems.md shows another $name than samples/$sample"; exit 1; }
done
runs() { [ "$(wc -l <"$work/runs")" = "$1" ] || complain "the generator ran $(wc -l <"$work/runs") times, not $1"; }
tells() { program "$2" >"$work/said" && grep -qxF "$2: code $1" "$work/said" || complain "$2 is not $1"; }

build >"$work/said" 2>&1 || complain 'cannot be built'
runs 1
tells $code $known
tells -1 $new
build >"$work/said" 2>&1 || complain 'the second build fails'
runs 1
sleep 1.1 # a second, for tools that count in seconds
echo "$line" >>$keys
build >"$work/said" 2>&1 || complain 'a changed line cannot be built'
runs 2
tells $newCode $new
sleep 1.1
echo "$wrong" >>$keys
! build >"$work/said" 2>&1 || complain 'a wrong line is built'
grep -qF "$told" "$work/said" || complain 'the line is not named'
