#!/usr/bin/env bash
# dnlib 4.5.0 reads a library of .NET that was compiled ahead (of microsoft.aspnetcore.app.runtime.linux-x64 10.0.12) and writes it without its native code and function table, but with the flags
# and the machine of a library that has them: .NET on Linux loads the first one and not the second one, until the flag ILOnly and a machine without an operating system are set by hand.
# Mono.Cecil 0.11.6 refuses to write such a library.
. "$(dirname "$0")/debian.sh"
nuget microsoft.aspnetcore.app.runtime.linux-x64 10.0.12
cat >"$work/write.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType><TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward><EnableDefaultCompileItems>false</EnableDefaultCompileItems>
  </PropertyGroup>
  <ItemGroup><Compile Include="write.cs" /><PackageReference Include="dnlib" Version="4.5.0" /><PackageReference Include="Mono.Cecil" Version="0.11.6" /></ItemGroup>
</Project>
END
cat >"$work/write.cs" <<'END'
using System; using System.IO; using System.Reflection.PortableExecutable; using System.Runtime.Loader; using dnlib.DotNet; using dnlib.DotNet.MD; using dnlib.DotNet.Writer; using Machine = dnlib.PE.Machine;
void Show(string name, string file) {
    using var image = new PEReader(File.OpenRead(file));
    var loaded = "loads";
    try { new AssemblyLoadContext(null).LoadFromAssemblyPath(file); } catch (BadImageFormatException e) { loaded = e.GetType().Name; }
    Console.WriteLine($"{name}: machine {(int)image.PEHeaders.CoffHeader.Machine:X}, {image.PEHeaders.CorHeader.Flags}, {image.PEHeaders.PEHeader.ExceptionTableDirectory.Size} bytes of functions, {loaded}");
}
Show("read", args[0]);
foreach (var (flags, machine) in new (ComImageFlags, Machine?)[] { (default, null), (ComImageFlags.ILOnly, null), (ComImageFlags.ILOnly, Machine.AMD64) }) {
    var module = ModuleDefMD.Load(File.ReadAllBytes(args[0]));
    var options = new ModuleWriterOptions(module);
    options.Cor20HeaderOptions.Flags |= flags;
    if (machine != null) options.PEHeadersOptions.Machine = machine;
    var file = Path.Combine(args[1], $"written-{flags}-{machine}.dll");
    module.Write(file, options);
    Show("written", file);
}
try { Mono.Cecil.ModuleDefinition.ReadModule(args[0]).Write(Path.Combine(args[1], "cecil.dll")); } catch (NotSupportedException e) { Console.WriteLine(e.Message); }
END
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
same 'read: machine FD1D, ILLibrary, StrongNameSigned, 9564 bytes of functions, loads
written: machine FD1D, ILLibrary, StrongNameSigned, 0 bytes of functions, BadImageFormatException
written: machine FD1D, ILOnly, ILLibrary, StrongNameSigned, 0 bytes of functions, BadImageFormatException
written: machine 8664, ILOnly, ILLibrary, StrongNameSigned, 0 bytes of functions, loads
Writing mixed-mode assemblies is not supported' \
  "$(dotnet run --project "$work/write.csproj" "$work/microsoft.aspnetcore.app.runtime.linux-x64/runtimes/linux-x64/lib/net10.0/Microsoft.AspNetCore.Http.dll" "$work")"
