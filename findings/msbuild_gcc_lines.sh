#!/usr/bin/env bash
# MSBuild's reader of a program's messages (Microsoft.Build.Utilities.Core 17.11.48) knows gcc's form of an error with a line and a column and makes up a code for it, G and eight hexadecimal
# digits, which is another one in each run. An error of gcc's form with a line alone is plain text to it, without file and line; Microsoft's form is known with a line alone. And a text that
# has the words "error 404:" is an error.
. "$(dirname "$0")/debian.sh"
cat >"$work/lines.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.Build.Utilities.Core" Version="17.11.48" /><PackageReference Include="Microsoft.Build.Framework" Version="17.11.48" /></ItemGroup>
</Project>
END
cat >"$work/lines.cs" <<'END'
using System; using System.Collections; using Microsoft.Build.Framework; using Microsoft.Build.Utilities;
foreach (var line in new[] { "keys.txt(3): error PH1: no number", "keys.txt:3: error: no number", "keys.txt:3:5: error: no number", "key 7, error 404: not found" })
    new TaskLoggingHelper(new Engine(), "task").LogMessageFromText(line, MessageImportance.High);
class Engine : IBuildEngine {
    public bool ContinueOnError => false;
    public int LineNumberOfTaskNode => 0;
    public int ColumnNumberOfTaskNode => 0;
    public string ProjectFileOfTaskNode => "";
    public bool BuildProjectFile(string file, string[] targets, IDictionary properties, IDictionary outputs) => false;
    public void LogCustomEvent(CustomBuildEventArgs e) { }
    public void LogErrorEvent(BuildErrorEventArgs e) => Console.WriteLine($"error, file {e.File}, line {e.LineNumber}, code {e.Code}: {e.Message}");
    public void LogWarningEvent(BuildWarningEventArgs e) { }
    public void LogMessageEvent(BuildMessageEventArgs e) => Console.WriteLine($"text: {e.Message}");
}
END
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
for run in one two; do dotnet run --project "$work/lines.csproj" >"$work/$run"; done
same 'error, file keys.txt, line 3, code PH1: no number
text: keys.txt:3: error: no number
error, file keys.txt, line 3, code GXXXXXXXX: no number
error, file TASK, line 0, code 404: not found' "$(sed -E 's/G[0-9A-F]{8}/GXXXXXXXX/' "$work/one")"
same 1 "$(diff "$work/one" "$work/two" | grep -c '^> .*code G')"
