#!/usr/bin/env bash
# ZoneTree 2.1.3, a sorted store of keys and values for .NET, takes the value 0 (or another type's default) for the mark of a deleted record, unless it is told how deleted records
# look: a table from keys to indices loses the key of index 0 without an error. DisableDeletion keeps it.
. "$(dirname "$0")/debian.sh"
cat >"$work/zero.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward></PropertyGroup>
  <ItemGroup><PackageReference Include="ZoneTree" Version="2.1.3" /></ItemGroup>
</Project>
END
cat >"$work/zero.cs" <<'END'
using System; using System.IO; using System.Linq; using ZoneTree;
foreach (var deletion in new[] { true, false }) {
    var factory = new ZoneTreeFactory<string, int>().SetDataDirectory(Path.Combine(args[0], $"data-{deletion}"));
    if (!deletion) factory.DisableDeletion();
    using var indices = factory.OpenOrCreate();
    var keys = new[] { "get", "put", "end" };
    for (var i = 0; i < keys.Length; i++) indices.Upsert(keys[i], i);
    Console.WriteLine($"deletion {deletion}: {indices.Count()} keys, {string.Join(", ", keys.Select(key => indices.TryGet(key, out var i) ? $"{key} {i}" : $"{key} is not there"))}");
}
END
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
same 'deletion True: 2 keys, get is not there, put 1, end 2
deletion False: 3 keys, get 0, put 1, end 2' "$(dotnet run --project "$work/zero.csproj" "$work")"
