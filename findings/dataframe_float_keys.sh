#!/usr/bin/env bash
# LoadCsvFromString of Microsoft.Data.Analysis 0.23.1 guesses a column of whole numbers to be of 32-bit floating-point numbers, so that the keys 16777216 and 16777217 come out as
# one key. With the type given (dataTypes) they stay two.
. "$(dirname "$0")/debian.sh"
cat >"$work/frame.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.Data.Analysis" Version="0.23.1" /></ItemGroup>
</Project>
END
cat >"$work/frame.cs" <<'END'
using System; using System.Linq; using Microsoft.Data.Analysis;
const string csv = "key\n16777216\n16777217\n";
foreach (var types in new[] { null, new[] { typeof(uint) } }) {
    var keys = DataFrame.LoadCsvFromString(csv, dataTypes: types).Columns["key"];
    Console.WriteLine($"{keys.DataType.Name}: {string.Join(" ", keys.Cast<object>())}, {keys.ValueCounts().Rows.Count} different");
}
END
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
same 'Single: 16777216 16777216, 1 different
UInt32: 16777216 16777217, 2 different' "$(dotnet run --project "$work/frame.csproj")"
