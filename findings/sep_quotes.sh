#!/usr/bin/env bash
# Sep 0.17.1, a CSV reader and writer of .NET, leaves the quotes of cells and of names in the header as they are: the column "key" is not there under the name key. Its writer puts no quotes around a
# text with a separator, so that three cells are written as four. With Unescape and Escape set it does both as RFC 4180 says.
. "$(dirname "$0")/debian.sh"
cat >"$work/quotes.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward></PropertyGroup>
  <ItemGroup><PackageReference Include="Sep" Version="0.17.1" /></ItemGroup>
</Project>
END
cat >"$work/quotes.cs" <<'END'
using System; using System.Collections.Generic; using nietras.SeparatedValues;
foreach (var escape in new[] { false, true }) {
    using var reader = Sep.Reader(options => options with { Unescape = escape }).FromText("\"key\",text\n16,\"say \"\"hi\"\"\"\n");
    reader.MoveNext();
    Console.WriteLine($"{string.Join(" ", reader.Header.ColNames)}: {reader.Current[1]}, has key: {reader.Header.TryIndexOf("key", out _)}");
    using var writer = Sep.New(',').Writer(options => options with { Escape = escape }).ToText();
    using (var row = writer.NewRow()) {
        row["key"].Set("16");
        row["text"].Set("get, put");
        row["last"].Set("end");
    }
    Console.WriteLine(writer.ToString().Trim());
}
END
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
same '"key" text: "say ""hi""", has key: False
key,text,last
16,get, put,end
key text: say "hi", has key: True
key,text,last
16,"get, put",end' "$(dotnet run --project "$work/quotes.csproj")"
