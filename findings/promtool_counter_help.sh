#!/usr/bin/env bash
# promtool 2.42.0 reads an OpenMetrics text by the rules of Prometheus' older format: there a counter's # HELP bears the name with _total, in OpenMetrics
# the name without it. So `promtool check metrics` says of each documented counter that it has no help text, with exit code 3. prometheus_client's parser takes the text.
. "$(dirname "$0")/debian.sh"
debian prometheus=2.42.0+ds-5+deb12u1 python3-prometheus-client=0.16.0-0.1
printf '# TYPE jobs counter\n# HELP jobs Jobs that ended.\njobs_total 3\n# EOF\n' >"$work/metrics"

code=0
"$work/root/usr/bin/promtool" check metrics <"$work/metrics" >"$work/output" 2>&1 || code=$?
same 'jobs_total no help text' "$(cat "$work/output")"
same 3 $code
cat >"$work/parse.py" <<'END'
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families
print([(family.name, family.documentation) for family in text_string_to_metric_families(sys.stdin.read())])
END
same "[('jobs', 'Jobs that ended.')]" "$(PYTHONPATH=$work/root/usr/lib/python3/dist-packages python3 "$work/parse.py" <"$work/metrics")"
