#!/usr/bin/env bash
# msbuild_items.sh: what the items of a project may say of their tables, by the targets alone and the native generator: tables of one name are apart, a second
# build runs nothing, and what would go wrong quietly is an error.
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
complain() { echo "msbuild_items.sh: $*"; tail -n 30 "$work/said"; exit 1; }
says() { grep -qF -- "$1" "$work/said" || complain "does not say: $1"; }
command -v dotnet >/dev/null || { echo 'SKIPPED: there is no dotnet'; exit 77; }
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
cd "$work" || exit 2
printf '200\n301\n404\n' >codes.txt

build() { # ITEM...: makes the tables of items with these attributes
  printf '<Project DefaultTargets="PerfectHashGenerate"><PropertyGroup><PerfectHashFolder>made</PerfectHashFolder></PropertyGroup><ItemGroup>' >x.proj
  printf '<PerfectHashKeys Include="codes.txt" %s />' "$@" >>x.proj
  printf '</ItemGroup><Import Project="%s/msbuild/PerfectHash.targets" /></Project>' "$ROOT" >>x.proj
  dotnet msbuild -nologo x.proj -p:PerfectHashGenerator="$BIN/perfecthash" >said 2>&1
}

three=('Outputs="Header" OutputFolder="one"' 'Outputs="Header" OutputFolder="two" Options="--Contains"' 'Outputs="Cpp" OutputFolder="two"')
build "${three[@]}" || complain 'three tables of one name are not made'
[[ -s one/codes.h && -s two/codes.h && -s two/codes.hpp ]] || complain 'a table of three of one name is not there'
[[ $(grep -c ' -> ' said) = 3 ]] || complain 'three tables are not made each for itself'
build "${three[@]}" || complain 'three tables of one name are not looked at again'
! grep -q ' -> ' said || complain 'a second build makes tables of one name again'

build 'Name="my table" Outputs="Header"' || complain 'a name with a blank makes no table'
[ -s 'made/my table.h' ] || complain 'a name with a blank is not that of the header'
for item in 'Name="my table"' 'Options="--Prefix=my_"' 'Name="my_table" Options="--NameStyle=Pascal"'; do
  ! build "Outputs=\"CSource\" $item" || complain "$item: C files are made that do not find each other"
  says 'error PH0004: '
done
says 'MyTable is what the generator calls the C files of my_table: with CSource, Name has to be an identifier'
build 'Outputs="Header" Options="--Prefix=my_"' || complain 'a prefix makes no header'
grep -q my_codesIndex made/codes.h || complain 'a prefix is not in the header'

for option in --Outputs=Java '--Contains -o x.h' --outputfile=x.h --PrintOutputs '&quot;--Outputs=Java&quot;'; do
  ! build "Outputs=\"Header\" Options=\"$option\"" || complain "$option is taken"
  says 'error PH0005: codes.txt: Options is '
done
build 'Outputs="Header" Options="--Prefix=o --KeysName=a-o"' || complain 'an option is taken for one of outputs'
