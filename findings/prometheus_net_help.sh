#!/usr/bin/env bash
# prometheus-net 8.2.1 writes the help text of a metric as it is. The format has escapes there, which it does write in labels: a backslash must be \\, so the help text
# "Keys of C:\new" comes out of a parser of OpenMetrics (prometheus_client 0.16.0) with a new line in the path, while the label is what it was.
. "$(dirname "$0")/debian.sh"
debian python3-prometheus-client=0.16.0-0.1 python3-decorator=5.1.1-3
cat >"$work/help.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType><TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward><NoWarn>NU1603</NoWarn>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="prometheus-net" Version="8.2.1" /></ItemGroup>
</Project>
END
cat >"$work/help.cs" <<'END'
using System; using Prometheus;
Metrics.SuppressDefaultMetrics();
Metrics.CreateGauge("keys", @"Keys of C:\new", "folder").WithLabels(@"C:\new").Set(16);
await Metrics.DefaultRegistry.CollectAndExportAsTextAsync(Console.OpenStandardOutput(), ExpositionFormat.OpenMetricsText);
END
cat >"$work/parse.py" <<'END'
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families
print([(family.documentation, family.samples[0].labels["folder"]) for family in text_string_to_metric_families(sys.stdin.read())])
END
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet run --project "$work/help.csproj" >"$work/metrics"
same '# HELP keys Keys of C:\new
# TYPE keys gauge
keys{folder="C:\\new"} 16.0
# EOF' "$(cat "$work/metrics")"
same "[('Keys of C:\\new', 'C:\\\\new')]" "$(PYTHONPATH=$work/root/usr/lib/python3/dist-packages python3 "$work/parse.py" <"$work/metrics")"
