#!/usr/bin/env bash
# A library of .NET that was compiled ahead for Linux on x64 (of microsoft.aspnetcore.app.runtime.linux-x64 10.0.12) is a PE32+ file with a function table of x64's 12-byte
# entries, but its machine is 0xFD1D: x64's 0x8664 XOR 0x7B79. .NET's own System.Reflection.Metadata 10.0.1 has no name for that machine; GNU objdump 2.40 takes it for x64.
. "$(dirname "$0")/debian.sh"
debian binutils-mingw-w64-x86-64=2.40-2+10.4
nuget microsoft.aspnetcore.app.runtime.linux-x64 10.0.12
library=$work/microsoft.aspnetcore.app.runtime.linux-x64/runtimes/linux-x64/lib/net10.0/Microsoft.AspNetCore.Http.dll

cat >"$work/machine.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType><TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward><EnableDefaultCompileItems>false</EnableDefaultCompileItems>
  </PropertyGroup>
  <ItemGroup><Compile Include="machine.cs" /><PackageReference Include="System.Reflection.Metadata" Version="10.0.1" /></ItemGroup>
</Project>
END
cat >"$work/machine.cs" <<'END'
using System; using System.IO; using System.Linq; using System.Reflection.PortableExecutable;
using var image = new PEReader(File.OpenRead(args[0]));
var machine = image.PEHeaders.CoffHeader.Machine;
Console.WriteLine($"machine {(int)machine:X}, {(int)machine ^ 0x7B79:X} XOR 7B79, has a name: {Enum.IsDefined(machine)}");
var table = image.PEHeaders.PEHeader.ExceptionTableDirectory;
var reader = image.GetSectionData(table.RelativeVirtualAddress).GetReader();
var begins = Enumerable.Range(0, table.Size / 12).Select(i => { reader.Offset = 12 * i; return reader.ReadUInt32(); }).ToArray();
Console.WriteLine($"{begins.Length} functions, in order: {begins.Zip(begins.Skip(1), (a, b) => a < b).All(inOrder => inOrder)}");
END
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
same 'machine FD1D, 8664 XOR 7B79, has a name: False
797 functions, in order: True' "$(dotnet run --project "$work/machine.csproj" "$library")"
same pei-x86-64 "$("$work/root/usr/bin/x86_64-w64-mingw32-objdump" -f "$library" | sed -n 's/.*file format //p')"
