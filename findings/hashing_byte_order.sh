#!/usr/bin/env bash
# The bytes of a hash are in no one order. Hash of System.IO.Hashing 10.0.1 has a CRC-32 with its lowest byte first but a CRC-64 and an xxHash with the highest first, all on
# one machine; DigestBytes of K4os.Hash.xxHash 1.0.8 has the lowest byte of the latter hash first. The numbers are equal.
. "$(dirname "$0")/debian.sh"
cat >"$work/order.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward></PropertyGroup>
  <ItemGroup><PackageReference Include="System.IO.Hashing" Version="10.0.1" /><PackageReference Include="K4os.Hash.xxHash" Version="1.0.8" /></ItemGroup>
</Project>
END
cat >"$work/order.cs" <<'END'
using System; using System.IO.Hashing; using K4os.Hash.xxHash;
var key = "get"u8.ToArray();
void Show(string name, ulong number, int digits, byte[] bytes) => Console.WriteLine($"{name}: {number.ToString($"X{digits}")} is {Convert.ToHexString(bytes)}");
Show("Crc32", Crc32.HashToUInt32(key), 8, Crc32.Hash(key));
Show("Crc64", Crc64.HashToUInt64(key), 16, Crc64.Hash(key));
Show("XxHash32", XxHash32.HashToUInt32(key), 8, XxHash32.Hash(key));
var hash = new XXH32();
hash.Update(key, 0, key.Length);
Show("XXH32", hash.Digest(), 8, hash.DigestBytes());
END
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
same 'Crc32: FD3B2E70 is 702E3BFD
Crc64: CC23E2DC20F72EC8 is CC23E2DC20F72EC8
XxHash32: FDFAA067 is FDFAA067
XXH32: FDFAA067 is 67A0FAFD' "$(dotnet run --project "$work/order.csproj")"
