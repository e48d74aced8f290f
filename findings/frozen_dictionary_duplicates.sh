#!/usr/bin/env bash
# ToFrozenDictionary of System.Collections.Immutable 10.0.1 takes pairs with the same key, keeps the last one and says nothing; ToDictionary and ToImmutableDictionary
# refuse the same pairs. So a frozen table of keys with a mistake in them is made, with fewer keys.
. "$(dirname "$0")/debian.sh"
cat >"$work/frozen.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward></PropertyGroup>
  <ItemGroup><PackageReference Include="System.Collections.Immutable" Version="10.0.1" /></ItemGroup>
</Project>
END
cat >"$work/frozen.cs" <<'END'
using System; using System.Collections.Frozen; using System.Collections.Generic; using System.Collections.Immutable; using System.Linq;
var pairs = new[] { KeyValuePair.Create("get", 1), KeyValuePair.Create("put", 2), KeyValuePair.Create("get", 3) };
Console.WriteLine(typeof(FrozenDictionary).Assembly.GetName().Version);
var frozen = pairs.ToFrozenDictionary();
Console.WriteLine($"frozen: {frozen.Count} keys, get is {frozen["get"]}");
foreach (var (name, make) in new (string, Func<int>)[] {
        ("ToDictionary", () => pairs.ToDictionary().Count), ("ToImmutableDictionary", () => pairs.ToImmutableDictionary().Count) })
    try { Console.WriteLine($"{name}: {make()} keys"); } catch (ArgumentException) { Console.WriteLine($"{name}: refused"); }
END
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
same '10.0.0.0
frozen: 2 keys, get is 3
ToDictionary: refused
ToImmutableDictionary: refused' "$(dotnet run --project "$work/frozen.csproj")"
