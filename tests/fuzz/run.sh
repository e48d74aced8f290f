#!/usr/bin/env bash
# run.sh PROGRAM FOUND CORPUS: fuzzes for FUZZ_SECONDS (5) and says how many inputs that were; what is new goes to the folder FOUND, an input that fails beside it.
# When that is 60 seconds or more the protocol's decoder goes on until it has got a hundred million: the fuzzer's inputs, and each that differs from one by a bit.
seconds=${FUZZ_SECONDS:-5} least=0 inputs=0 log=$2.log
[[ $1 != *fuzz_protocol || $seconds -lt 60 ]] || least=100000000
while :; do
  "$1" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=1024 -max_len=8192 -verbosity=0 -print_final_stats=1 \
    -artifact_prefix="$2-" "$2" "$3" >"$log" 2>&1
  code=$?
  [ $code = 0 ] || { cat "$log"; exit $code; }
  more=$(sed -n 's/^stat::decoded_inputs: *//p; s/^stat::number_of_executed_units: *//p' "$log" | sort -n | tail -n 1)
  [ "${more:-0}" -gt 0 ] || { cat "$log"; echo "$1 tried nothing"; exit 1; }
  inputs=$((inputs + more))
  [ $inputs -lt $least ] || break
done
echo "INPUTS: $(basename "$1"): $inputs"
