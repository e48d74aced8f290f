#!/usr/bin/env bash
# run.sh BUILD FOLDER: brings the packages of packages.txt into FOLDER, by npm and dotnet, reads all programs in them by list_functions of the build and
# by reader.py, and compares. Prints how many programs and functions there are, what the programs without functions are, and what differs.
set -u
here=$(cd "$(dirname "$0")" && pwd)
build=$(realpath "$1") && mkdir -p "$2" && cd "$2" || exit 2
for tool in npm dotnet python3; do command -v $tool >/dev/null || { echo "$tool is missing"; exit 3; }; done

npm_package() { # npm_package NAME VERSION
  local folder=npm/${1//\//+}
  [ -e "$folder/package" ] && return
  mkdir -p "$folder" && (cd "$folder" && npm pack --silent "$1@$2" >/dev/null && tar xzf ./*.tgz && rm ./*.tgz)
}

nuget_packages() { # the project that has them all, from lines "NAME VERSION"
  mkdir -p restore && cat >restore/restore.csproj.new <<PROJECT
<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup><ItemGroup>
$(while read -r name version; do echo "<PackageDownload Include=\"$name\" Version=\"[$version]\" />"; done)
</ItemGroup></Project>
PROJECT
  cmp -s restore/restore.csproj.new restore/restore.csproj && [ -e restore/done ] && return
  mv restore/restore.csproj.new restore/restore.csproj
  dotnet restore restore/restore.csproj --packages nuget >restore/log 2>&1 && touch restore/done || { cat restore/log; return 1; }
}

while read -r registry name version; do
  [ "$registry" != npm ] || npm_package "$name" "$version" || { echo "$name $version can't be had from npm"; exit 3; }
done <"$here/packages.txt"
sed -n 's/^nuget //p' "$here/packages.txt" | nuget_packages || exit 3

# What begins as a program does, whatever its name, once each.
python3 - >programs <<'SCRIPT'
import hashlib, os
seen = set()
for top in ('npm', 'nuget'):
    for name in sorted(os.path.join(folder, file) for folder, _, files in os.walk(top) for file in files):
        with open(name, 'rb') as file:
            if file.read(2) == b'MZ' and os.path.getsize(name) > 1024:
                digest = hashlib.sha256(file.read()).digest()
                if digest not in seen:
                    print(name)
                seen.add(digest)
SCRIPT
tr '\n' '\0' <programs | xargs -0 "$build/bin/list_functions" >product || exit 1
tr '\n' '\0' <programs | xargs -0 python3 "$here/reader.py" >reader || exit 1
sed -E 's/^([A-Z][a-z]+) - .*/\1 -/; s/^([A-Z][a-z]+ [0-9]+ [0-9a-f]+) [0-9]+$/\1/' product >product.plain
awk '/^file / {files++; name = $2} /^Both [0-9]/ {functions += $2; ms = $4 / 1000; if (ms > most) {most = ms; slowest = name; count = $2}}
  /^Unwind [0-9]/ {unwind += $2} /^Exports [0-9]/ {exports += $2} /^Pieces [0-9]/ {pieces += $2}
  END {print files " programs, " functions " functions: " unwind " in function tables, " pieces - unwind " pieces beside, " exports " exported"
       print "longest: " count " functions of " slowest " in " most " ms"}' product
sed -n 's/^Both - /without functions: /p' product | sort | uniq -c
[ "$(wc -l <programs)" -ge 60 ] || { echo "fewer than 60 programs"; exit 1; }
diff product.plain reader >differences && echo "both readers agree" && exit
echo "the readers differ:"
head -40 differences
exit 1
