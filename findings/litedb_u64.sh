#!/usr/bin/env bash
# LiteDB 5.0.21, a document store for .NET, keeps a UInt64 as a signed number: keys from 2^63 on come back as they were put in, but they stand before all others, and the search for keys above 5
# does not find them, with an index and without one. The search for one key does.
. "$(dirname "$0")/debian.sh"
cat >"$work/keys.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward></PropertyGroup>
  <ItemGroup><PackageReference Include="LiteDB" Version="5.0.21" /></ItemGroup>
</Project>
END
cat >"$work/keys.cs" <<'END'
using System; using System.IO; using System.Linq; using LiteDB;
using var database = new LiteDatabase(new MemoryStream());
var records = database.GetCollection<Record>("records");
foreach (var key in new ulong[] { 1, 16, 9223372036854775808, 18446744073709551615 }) records.Insert(new Record { Key = key });
foreach (var index in new[] { false, true }) {
    if (index) records.EnsureIndex(record => record.Key);
    Console.WriteLine($"in order: {string.Join(" ", records.Query().OrderBy(record => record.Key).ToList().Select(record => record.Key))}");
    Console.WriteLine($"above 5: {string.Join(" ", records.Find(record => record.Key > 5).Select(record => record.Key))}");
    Console.WriteLine($"the greatest: {records.Count(record => record.Key == 18446744073709551615)}");
}
public class Record { public int Id { get; set; } public ulong Key { get; set; } }
END
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
seen='in order: 9223372036854775808 18446744073709551615 1 16
above 5: 16
the greatest: 1'
same "$seen
$seen" "$(dotnet run --project "$work/keys.csproj")"
