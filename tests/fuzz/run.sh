#!/usr/bin/env bash
# run.sh PROGRAM FOUND CORPUS: fuzzes for FUZZ_SECONDS (5); what is new goes to the folder FOUND, an input that fails beside it.
exec "$1" -max_total_time="${FUZZ_SECONDS:-5}" -timeout=20 -rss_limit_mb=1024 -max_len=8192 -verbosity=0 -print_final_stats=1 \
  -artifact_prefix="$2-" "$2" "$3"
