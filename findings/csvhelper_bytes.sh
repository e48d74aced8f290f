#!/usr/bin/env bash
# CsvHelper 33.1.0 reads a cell of hexadecimal digits as twice as many bytes as it has, the second half of them zeros: the key 0102 becomes what the
# cell 0x01020000 is. With 0x before the digits, as CsvHelper writes bytes itself, it reads the bytes of the cell.
. "$(dirname "$0")/debian.sh"
cat >"$work/bytes.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward></PropertyGroup>
  <ItemGroup><PackageReference Include="CsvHelper" Version="33.1.0" /></ItemGroup>
</Project>
END
cat >"$work/bytes.cs" <<'END'
using System; using System.Globalization; using System.IO; using CsvHelper;
using var reader = new CsvReader(new StringReader("key\n0102\n01020000\n0x0102\n"), CultureInfo.InvariantCulture);
reader.Read();
reader.ReadHeader();
while (reader.Read()) Console.WriteLine($"{reader[0]} is {Convert.ToHexString(reader.GetField<byte[]>(0))}");
using var writer = new CsvWriter(Console.Out, CultureInfo.InvariantCulture);
writer.WriteField(new byte[] { 1, 2 });
writer.NextRecord();
END
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
same '0102 is 01020000
01020000 is 0102000000000000
0x0102 is 0102
0x0102' "$(dotnet run --project "$work/bytes.csproj" | tr -d '\r')"
