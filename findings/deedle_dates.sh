#!/usr/bin/env bash
# Deedle 8.1.0, data frames for .NET, guesses the types of a CSV's columns: the keys 1-2 and 3-4 become dates of the year in which the program runs, so that next year's table has other keys, 5% becomes
# the number 5, and the column of one country, NO, becomes a Boolean. With inferTypes false they stay texts.
. "$(dirname "$0")/debian.sh"
cat >"$work/keys.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><RollForward>Major</RollForward><NoWarn>NU1603</NoWarn></PropertyGroup>
  <ItemGroup><PackageReference Include="Deedle" Version="8.1.0" /></ItemGroup>
</Project>
END
cat >"$work/keys.cs" <<'END'
using System; using System.IO; using System.Linq; using System.Text; using Deedle;
foreach (var infer in new[] { true, false }) {
    using var csv = new MemoryStream(Encoding.UTF8.GetBytes("key,share,country\n1-2,5%,NO\n3-4,6%,NO\n"));
    var frame = Frame.ReadCsv(csv, inferTypes: infer);
    foreach (var name in frame.ColumnKeys) {
        var cells = frame.Columns[name].Values.Select(cell => cell is DateTime date ? date.Year == DateTime.Now.Year ? $"{date.Month}/{date.Day} of this year" : "another year" : cell.ToString());
        Console.WriteLine($"{name}: {frame.Columns[name].GetAt(0).GetType().Name} {string.Join(", ", cells)}");
    }
}
END
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
same 'key: DateTime 1/2 of this year, 3/4 of this year
share: Int32 5, 6
country: Boolean False, False
key: String 1-2, 3-4
share: String 5%, 6%
country: String NO, NO' "$(dotnet run --project "$work/keys.csproj")"
