#!/usr/bin/env bash
# nuget_projects.sh: projects take the NuGet package from a folder of packages, make a table while they are built, and call the server that is registered nowhere:
# C# projects for two versions of .NET and for .NET Framework, and a C project by MSBuild with the Windows SDK, by packages.config and by PackageReference. A
# second build makes no table, another version of the package comes with its number, a project without the package builds, and a broken package is refused.
. "$ROOT/tests/e2e/packages/packages.inc"
. "$ROOT/tests/e2e/packages/nuget.inc"
made_nuget
package=$packages/PerfectHash.$version.nupkg next=0.2.0
here=$ROOT/tests/e2e/packages/nuget
export PERFECTHASH_PREFIX=$work/prefix NUGET_PACKAGES=$BUILD/nuget
trap '"$WINE" --stop; rm -rf "$work" "$NUGET_PACKAGES/perfecthash"' EXIT
"$WINE" --test cmd.exe /c exit </dev/null
rm -rf "$NUGET_PACKAGES/perfecthash"
mkdir -p "$work/feed" "$work/projects"
cp "$package" "$work/feed"
cat >"$work/projects/nuget.config" <<EOF
<configuration>
  <packageSources><add key="here" value="$work/feed" /></packageSources>
  <fallbackPackageFolders><add key="user" value="$HOME/.nuget/packages" /></fallbackPackageFolders>
</configuration>
EOF
printf '<Project />\n' >"$work/projects/Directory.Build.props"
# The generator of the package, by Wine; each run leaves a line.
printf '#!/bin/sh\necho run >>"%s/runs"\nexec "%s" --test "$@"\n' "$work" "$WINE" >"$work/wine"
chmod +x "$work/wine"
runs() { # COUNT
  [ "$(wc -l <"$work/runs")" = "$1" ] || complain "the generator ran $(wc -l <"$work/runs") times, not $1"
  : >"$work/runs"
}
: >"$work/runs"
generator() { echo "-p:PerfectHashGenerator=$1/tools/win-x64/PerfectHashCreate.exe" "-p:PerfectHashEmulator=$work/wine"; }
succeeds() { "$@" >"$work/said" 2>&1 || { unreachable "$work/said"; complain "$1 $2 fails in $PWD"; tail -n 20 "$work/said"; return 1; }; }
fails() { ! "$@" >"$work/said" 2>&1 || complain "it goes well: $*"; }
prints() { # PROGRAM LINE...
  WINEDLLOVERRIDES=mshtml= DOTNET_EnableWriteXorExecute=0 timeout -k 5 300 "$WINE" --test "$1" </dev/null 2>&1 >"$work/printed"
  printf '%s\n' "${@:2}" | diff - "$work/printed" || complain "$1 prints something else"
}

# csharp FRAMEWORK: a project for it, in which the commands that follow run
csharp() {
  mkdir "$work/projects/$1" && cd "$work/projects/$1" || exit 1
  sed "s/@FRAMEWORK@/$1/; s/@VERSION@/$version/" "$here/csharp/App.csproj" >App.csproj
  cp "$here/csharp/Program.cs" "$here/status.txt" .
}
read -r -a options <<<"$(generator "$NUGET_PACKAGES/perfecthash/$version")"
for framework in net8.0 net10.0; do
  csharp $framework
  publish() { dotnet publish --nologo -v q -r win-x64 --self-contained -o out "${options[@]}"; }
  succeeds publish || continue
  runs 1
  # Under Wine a program of .NET 8 prints this, too, but hangs once COM has thrown an exception.
  [ $framework = net8.0 ] || prints ./out/App.exe '404 is number 2' "PerfectHash $version: 404 is number 2 of 4" "none.txt: there is no such keys file (looked for at $(windows_path "$PWD/none.txt"))." 'a server, Stopped; a client, connected: False'
  succeeds publish && runs 0
  # A program that runs on any system has the DLL in the folder for its own.
  succeeds dotnet build --nologo -v q -o any -p:UseAppHost=false "${options[@]}"
  cmp any/runtimes/win-x64/native/PerfectHash.dll out/PerfectHash.dll || complain "$framework: another DLL is copied"
  : >"$work/runs"
done
csharp net472
sed -i 's#<NuGetAudit>#<PlatformTarget>x64</PlatformTarget>&#' App.csproj
succeeds dotnet build --nologo -v q -o out "${options[@]}" && cmp out/PerfectHash.dll "$work/projects/net8.0/out/PerfectHash.dll" || complain 'a program for .NET Framework has no DLL'
for platform in x86 AnyCPU; do
  system=win-${platform/AnyCPU/x64}
  succeeds dotnet build --nologo -v q -o $platform -p:PlatformTarget=$platform "${options[@]}" &&
    cmp $platform/PerfectHash.dll "$NUGET_PACKAGES/perfecthash/$version/runtimes/$system/native/PerfectHash.dll" || complain "a program for $platform has no DLL, or another"
done

# Another version, and none.
cd "$work/projects/net8.0" || exit 1
mkdir "$work/next" && (cd "$work/next" && unzip -q "$package" && sed -i "s#<version>$version#<version>$next#" PerfectHash.nuspec && zip -q -r "$work/feed/PerfectHash.$next.nupkg" .)
sed -i "s/\"$version\"/\"$next\"/" App.csproj
read -r -a options <<<"$(generator "$NUGET_PACKAGES/perfecthash/$next")"
succeeds dotnet build --nologo -v q -o next "${options[@]}" && grep -qF "PerfectHash/$next" next/App.deps.json || complain 'it is not upgraded'
sed -i '/PerfectHash/d' App.csproj
echo 'System.Console.WriteLine("without");' >Program.cs
succeeds dotnet build --nologo -v q -o without && ls without | grep PerfectHash && complain 'the package stays'
head -c 700000 "$package" >"$work/feed/PerfectHash.0.3.0.nupkg"
sed -i 's#</Project>#<ItemGroup><PackageReference Include="PerfectHash" Version="0.3.0" /></ItemGroup>&#' App.csproj
fails dotnet restore

# C, by packages.config as NuGet writes it, and by PackageReference.
[ -n "${WINDOWS_TOOLS-}" ] || { echo 'WINDOWS_TOOLS names no folder: no C project is built'; exit $bad; }
native() { # HOW BEFORE AFTER
  mkdir "$work/projects/$1" && cd "$work/projects/$1" || exit 1
  awk -v before="$2" -v after="$3" '/BEFORE:/ { next } /^ *@BEFORE@/ { print before; next } /^ *@AFTER@/ { print after; next } { print }' "$here/c/App.vcxproj" >App.vcxproj
  cp "$here/c/main.c" "$here/status.txt" .
}
build() { # PACKAGE
  local options
  read -r -a options <<<"$(generator "$1")"
  : >"$work/runs"
  succeeds "$WINDOWS_TOOLS/bin/build-sln" App.vcxproj Release -p:PerfectHashBeforeTargets=_ShimRun "${options[@]}" || return
  runs 1
  prints ./bin/App.exe '404 is number 2' "PerfectHash $version"
  succeeds "$WINDOWS_TOOLS/bin/build-sln" App.vcxproj Release -p:PerfectHashBeforeTargets=_ShimRun "${options[@]}" && runs 0
}
folder='packages\PerfectHash.'$version'\build\native\PerfectHash'
native packages.config "<Import Project=\"${folder//\\/\\\\}.props\" />" "<Import Project=\"${folder//\\/\\\\}.targets\" />"
mkdir -p "packages/PerfectHash.$version" && (cd "packages/PerfectHash.$version" && unzip -q "$package")
build "$PWD/packages/PerfectHash.$version"
native reference '<PropertyGroup><RestoreProjectStyle>PackageReference</RestoreProjectStyle><MSBuildProjectExtensionsPath>$(MSBuildProjectDirectory)/obj/</MSBuildProjectExtensionsPath><TargetFramework>native</TargetFramework><TargetFrameworkMoniker>native,Version=v0.0</TargetFrameworkMoniker></PropertyGroup>
  <ItemGroup><PackageReference Include="PerfectHash" Version="'"$version"'" /></ItemGroup>
  <Import Project="obj\\App.vcxproj.nuget.g.props" Condition="Exists('"'obj\\\\App.vcxproj.nuget.g.props'"')" />' \
  '<Import Project="obj\\App.vcxproj.nuget.g.targets" Condition="Exists('"'obj\\\\App.vcxproj.nuget.g.targets'"')" /><Import Project="$(MSBuildToolsPath)\\NuGet.targets" />'
succeeds dotnet msbuild -nologo -v:q -t:Restore App.vcxproj -p:Configuration=Release -p:Platform=x64 -p:VCTargetsPath="$WINDOWS_TOOLS/lib/vctargets" && build "$NUGET_PACKAGES/perfecthash/$version"
exit $bad
