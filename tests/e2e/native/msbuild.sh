#!/usr/bin/env bash
# msbuild.sh LANGUAGE: samples/msbuild is built by MSBuild in a folder with blanks and letters beyond ASCII: the C# project for two frameworks by
# "dotnet build" and the native generator, or C, both projects at once, by MSBuild with the Windows SDK and PerfectHashCreate.exe. A second build runs
# nothing, a changed line or option runs what it concerns, a wrong line is an error with its file and line, and clean leaves nothing.
set -u
language=$1 work=$(mktemp -d)
[ "$language" = csharp ] || . "$ROOT/tests/e2e/windows/tools.inc"
trap 'rm -rf "$work"' EXIT
complain() { echo "msbuild.sh, $language: $*"; tail -n 30 "$work/said"; exit 1; }
says() { grep -qF -- "$1" "$work/said" || complain "does not say: $1"; }
command -v dotnet >/dev/null || { echo 'SKIPPED: there is no dotnet'; exit 77; }
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

tree="$work/a [b] größe"
sample=$tree/samples/msbuild
mkdir -p "$tree/samples" "$work/bin"
cp -r "$ROOT/msbuild" "$tree"
cp -r "$ROOT/samples/msbuild" "$tree/samples"
cd "$sample" || exit 2
# Each run of the generator leaves a line.
touch "$work/runs"
generator=$BIN/perfecthash
[ "$language" = csharp ] || generator="$WINE --test $BIN/PerfectHashCreate.exe"
printf '#!/bin/sh\necho run >>"%s/runs"\nexec %s "$@"\n' "$work" "$generator" >"$work/bin/perfecthash"
chmod +x "$work/bin/perfecthash"
PATH=$work/bin:$PATH

case $language in
csharp)
  keys=status_codes.txt bad='x 17' told='status_codes.txt(6): error PH1007: ' project=csharp/Status.csproj each=2 all=2
  sed -i 's#<TargetFramework>.*#<TargetFrameworks>net10.0;net10.0-windows</TargetFrameworks><EnableWindowsTargeting>true</EnableWindowsTargeting>#
          s#</PropertyGroup>#<DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>&#' $project
  build() { dotnet build --nologo -v m $project "$@" >"$work/said" 2>&1; }
  program() { dotnet "$tree/build/samples/bin/Status/debug_net10.0/Status.dll" "$@"; }
  before='404: status code number 2' changed='418' after='418: status code number 4' asks='404 418' made=StatusCodes.cs ;;
c)
  keys=opcodes.csv bad='halt,300,0' told='opcodes.csv(7): error PH1007: ' project=c/Opcodes.vcxproj each=1 all=3
  dotnet restore -v q csharp || exit 1
  mkdir "$work/log"
  build() { "$tools/build-sln" Tables.sln Debug -p:TLogLocation="$work/log/" -p:PerfectHashBeforeTargets=_ShimRun "$@" >"$work/said" 2>&1; }
  program() { "$WINE" --test "$tree/build/samples/bin/Opcodes/Debug/Opcodes.exe" "$@" </dev/null | tr -d '\r'; }
  before='jump: code 16' changed='nop,7,0' after='nop: code 7' asks='jump nop 404' made=opcodes.h ;;
esac
runs() { # COUNT: so many tables were made since it was last asked
  [ "$(wc -l <"$work/runs")" = "$1" ] || complain "the generator ran $(wc -l <"$work/runs") times, not $1"
  : >"$work/runs"
}
tells() {
  program $asks >"$work/told" 2>&1
  grep -qxF "$1" "$work/told" || { cat "$work/told"; complain "the program does not say: $1"; }
}

build || complain 'cannot be built'
runs $all
tells "$before"
[ "$language" = csharp ] || tells '404: status code number 2'
build || complain 'the second build fails'
runs 0
sleep 0.01
echo "$changed" >>$keys
build || complain 'a changed line cannot be built'
runs $each
tells "$after"
sed -i '$d' $keys
echo "$bad" >>$keys
! build || complain 'a wrong line is built'
says "$sample/$told"
sed -i '$d' $keys
: >"$work/runs"

if [ "$language" = c ]; then # what Visual Studio asks: which files a table is made of, and which it made
  for kind in read write; do iconv -f UTF-16 -t UTF-8 "$work/log/PerfectHash-opcodes-"*".$kind.1.tlog" >"$work/$kind" || complain "there is no $kind.1.tlog"; done
  grep -qxF "^$sample/opcodes.csv" "$work/read" || complain 'the log of what is read lacks a keys file'
  grep -qxF "$tree/build/samples/obj/Opcodes/Debug/perfecthash/opcodes.h" "$work/write" || complain 'the log of what is written lacks a header'
fi
# A folder in the project, and a file that the table is made of besides.
folder=${project%/*}
sed -i '0,/ Options=/s// OutputFolder="made here" AdditionalInputs="more.txt" Options=/' $project
touch "$folder/more.txt"
build || complain 'with another folder it cannot be built'
[ -s "$folder/made here/$made" ] || complain "$made is not in OutputFolder"
: >"$work/runs"
sleep 0.01
touch "$folder/more.txt"
build || complain 'with a changed input it cannot be built'
[ -s "$work/runs" ] || complain "a changed input runs nothing"
build -t:Clean || complain 'clean fails'
! find "$tree" -name 'StatusCodes.*' -o -name opcodes.h -o -name perfecthash | grep . >"$work/said" || complain 'clean leaves files'
sed -i '0,/ Options=/s// Outputs="Rust" Options=/' $project
! build || complain 'an output that no project takes is built'
says 'Outputs is Rust; expected Header, CSource, Cpp or CSharp'
sed -i 's#Outputs="Rust" ##' $project
! build -p:PerfectHashGenerator=/nowhere/x || complain 'a generator that is not there makes tables'
says 'there is no /nowhere/x; the property PerfectHashGenerator names the generator'
