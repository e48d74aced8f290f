#!/usr/bin/env bash
# The Prometheus exporter of OpenTelemetry for .NET 1.20.1-beta.1 writes a series twice, with two values, when a tag is once the number 1 and once the text "1", which are two tags to the library, and
# when a histogram has a tag named le, which it leaves out without a word. prometheus_client's parser of OpenMetrics takes the text and keeps the first of the values.
. "$(dirname "$0")/debian.sh"
debian python3-prometheus-client=0.16.0-0.1 python3-decorator=5.1.1-3
cat >"$work/series.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType><TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward><NoWarn>NU1603</NoWarn>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="OpenTelemetry.Exporter.Prometheus.HttpListener" Version="1.20.1-beta.1" /></ItemGroup>
</Project>
END
cat >"$work/series.cs" <<'END'
using System; using System.Collections.Generic; using System.Diagnostics.Metrics; using System.Net; using System.Net.Http; using System.Net.Sockets; using OpenTelemetry; using OpenTelemetry.Metrics;
var free = new TcpListener(IPAddress.Loopback, 0);
free.Start();
var port = ((IPEndPoint)free.LocalEndpoint).Port;
free.Stop();
using var meter = new Meter("keys");
using var provider = Sdk.CreateMeterProviderBuilder().AddMeter("keys").AddView("wait", new ExplicitBucketHistogramConfiguration { Boundaries = new double[] { 1 } })
    .AddPrometheusHttpListener(options => { options.Host = "localhost"; options.Port = port; }).Build();
KeyValuePair<string, object> Tag(string name, object value) => new(name, value);
var jobs = meter.CreateCounter<long>("jobs");
jobs.Add(16, Tag("node", 1));
jobs.Add(17, Tag("node", "1"));
var wait = meter.CreateHistogram<double>("wait");
wait.Record(0.5, Tag("le", "get"));
wait.Record(1.5, Tag("le", "put"));
var request = new HttpRequestMessage(HttpMethod.Get, $"http://localhost:{port}/metrics");
request.Headers.TryAddWithoutValidation("Accept", "application/openmetrics-text; version=1.0.0");
Console.Write(await (await new HttpClient().SendAsync(request)).Content.ReadAsStringAsync());
END
cat >"$work/parse.py" <<'END'
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families
print([sample.value for family in text_string_to_metric_families(sys.stdin.read()) for sample in family.samples if sample.name == "jobs_total"])
END
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet run --project "$work/series.csproj" >"$work/metrics"
same 'jobs_total{otel_scope_name="keys",node="1"} 16
jobs_total{otel_scope_name="keys",node="1"} 17
wait_bucket{otel_scope_name="keys",le="1.0"} 1
wait_bucket{otel_scope_name="keys",le="+Inf"} 1
wait_count{otel_scope_name="keys"} 1
wait_bucket{otel_scope_name="keys",le="1.0"} 0
wait_bucket{otel_scope_name="keys",le="+Inf"} 1
wait_count{otel_scope_name="keys"} 1' "$(grep -E '^(jobs_total|wait_(bucket|count))' "$work/metrics")"
same '[16]' "$(PYTHONPATH=$work/root/usr/lib/python3/dist-packages /usr/bin/python3 -W ignore "$work/parse.py" <"$work/metrics")"
