#!/usr/bin/env bash
# Tomlyn 2.10.2, a TOML parser of .NET, reads the greatest 64-bit key in hexadecimal digits as -1 and refuses it in decimal digits. TOML says that a number which a parser cannot hold is an
# error. Python's own tomllib, whose numbers have no end, reads both as the key.
. "$(dirname "$0")/debian.sh"
cat >"$work/keys.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward></PropertyGroup>
  <ItemGroup><PackageReference Include="Tomlyn" Version="2.10.2" /></ItemGroup>
</Project>
END
cat >"$work/keys.cs" <<'END'
using System; using System.Collections.Generic; using Tomlyn;
foreach (var text in new[] { "0x7FFFFFFFFFFFFFFF", "0xFFFFFFFFFFFFFFFF", "18446744073709551615" })
    try { Console.WriteLine($"{text} is {TomlSerializer.Deserialize<Dictionary<string, object>>($"key = {text}")["key"]}"); }
    catch (TomlException) { Console.WriteLine($"{text} is refused"); }
END
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
same '0x7FFFFFFFFFFFFFFF is 9223372036854775807
0xFFFFFFFFFFFFFFFF is -1
18446744073709551615 is refused' "$(dotnet run --project "$work/keys.csproj")"
same '18446744073709551615 18446744073709551615' "$(python3 -c 'import tomllib; print(*tomllib.loads("a = 0xFFFFFFFFFFFFFFFF\nb = 18446744073709551615").values())')"
