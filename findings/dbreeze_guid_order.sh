#!/usr/bin/env bash
# DBreeze 1.138.2026.603, an ordered store of keys for .NET, orders integers of all types by their values, but a Guid by its bytes in memory, whose first three fields have their
# lowest byte first. So its order of GUIDs is not that of their texts, which is Guid.CompareTo's too, and a range from one key to a greater one is empty.
. "$(dirname "$0")/debian.sh"
cat >"$work/order.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward></PropertyGroup>
  <ItemGroup><PackageReference Include="DBreeze" Version="1.138.2026.603" /></ItemGroup>
</Project>
END
cat >"$work/order.cs" <<'END'
using System; using System.Collections.Generic; using System.IO; using System.Linq; using DBreeze;
using var engine = new DBreezeEngine(Path.Combine(args[0], "data"));
using var transaction = engine.GetTransaction();
transaction.SynchronizeTables("numbers", "guids");
var guids = new[] { 1, 256, 65536 }.Select(a => new Guid(a, 0, 0, new byte[8])).ToArray();
foreach (var number in new ulong[] { 18446744073709551615, 256, 1, 65536 }) transaction.Insert("numbers", number, "");
foreach (var guid in guids) transaction.Insert("guids", guid, "");
transaction.Commit();
void Show<T>(string name, IEnumerable<T> keys) => Console.WriteLine($"{name}: {string.Join(" ", keys.Select(key => key.ToString().Split('-')[0]))}");
Show("numbers", transaction.SelectForward<ulong, string>("numbers").Select(row => row.Key));
Show("guids", transaction.SelectForward<Guid, string>("guids").Select(row => row.Key));
Show("sorted", guids.OrderBy(guid => guid));
Show("from 1 to 256", transaction.SelectForwardFromTo<Guid, string>("guids", guids[0], true, guids[1], true).Select(row => row.Key));
END
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
same 'numbers: 1 256 65536 18446744073709551615
guids: 00010000 00000100 00000001
sorted: 00000001 00000100 00010000
from 1 to 256: ' "$(dotnet run --project "$work/order.csproj" "$work")"
