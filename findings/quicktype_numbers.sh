#!/usr/bin/env bash
# quicktype-core 26.0.0 (npm), which makes types of code from JSON, makes a floating-point number of a 64-bit key in Rust, Go and C#, so that 18446744073709551615 and 18446744073709551614 are
# one key, and a whole number of 1.0 and 2.0. So the C# that it makes refuses the JSON that it was made from.
. "$(dirname "$0")/debian.sh"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" quicktype-core@26.0.0
cat >"$work/types.mjs" <<'END'
import { readFileSync } from 'fs';
import { InputData, jsonInputForTargetLanguage, quicktype } from 'quicktype-core';
const [, , lang, file] = process.argv;
const input = jsonInputForTargetLanguage(lang);
await input.addSource({ name: 'Record', samples: readFileSync(file, 'utf8').trim().split('\n') });
const inputData = new InputData();
inputData.addInput(input);
console.log((await quicktype({ inputData, lang, rendererOptions: { 'just-types': 'true', namespace: 'Made' } })).lines.join('\n'));
END
printf '{"key":18446744073709551615,"weight":1.0}\n{"key":18446744073709551614,"weight":2.0}\n' >"$work/records.jsonl"

# Prints the lines of the made code that have a type of the two numbers in a language.
types() { node "$work/types.mjs" "$1" "$work/records.jsonl" | grep -iE '(key|weight).*(64|double|long)|(64|double|long).*(key|weight)' | xargs; }
same 'pub key: f64, pub weight: i64,' "$(types rust)"
same 'Key float64 json:key Weight int64 json:weight' "$(types go | tr -d '`' | tr -s ' ')"
same 'public double Key { get; set; } public long Weight { get; set; }' "$(types csharp)"

cat >"$work/records.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward></PropertyGroup></Project>
END
node "$work/types.mjs" csharp "$work/records.jsonl" >"$work/record.cs"
cat >"$work/main.cs" <<'END'
using System; using System.IO; using System.Text.Json; using Made;
var options = new JsonSerializerOptions { PropertyNameCaseInsensitive = true };
foreach (var line in File.ReadLines(args[0]))
    try { Console.WriteLine(JsonSerializer.Deserialize<Record>(line, options).Weight); } catch (JsonException e) { Console.WriteLine(e.Message.Split(". ")[0]); }
END
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
same 'The JSON value could not be converted to System.Int64
The JSON value could not be converted to System.Int64' "$(dotnet run --project "$work/records.csproj" "$work/records.jsonl")"
