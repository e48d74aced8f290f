#!/usr/bin/env bash
# slurm.sh: samples/cluster under a real Slurm on this machine: the shards of a job array, merged, are what one run makes.
set -u
for program in munged slurmctld slurmd sbatch; do
  command -v $program >/dev/null || { echo "SKIPPED: there is no $program here (apt-get install slurmctld slurmd slurm-client munge)"; exit 77; }
done
[ "$(id -u)" -eq 0 ] || { echo 'SKIPPED: this starts daemons of its own and needs to be root'; exit 77; }
work=$(mktemp -d)
cluster=$ROOT/samples/cluster
trap '"$cluster/slurm-node" stop "$work/slurm"; rm -rf "$work"' EXIT
fail() { echo "slurm.sh: $1"; cat "$work"/*.log "$work"/slurm/*.log; exit 1; }
windows_path() { printf 'Z:%s' "${1//\//\\}"; }

export SLURM_CONF=$work/slurm/slurm.conf SLURM_LOGS=$work SLURM_PORT=$((20000 + $$ % 20000))
mkdir "$work/slurm" "$work/keys here"
"$cluster/slurm-node" start "$work/slurm" || fail 'Slurm does not start'
for i in $(seq 100 130); do seq $((i * 1000)) $((i * 1000 + i)) >"$work/keys here/set $i.txt"; done
keys=$(windows_path "$work/keys here")
"$WINE" --test "$BIN/PerfectHashBulkCreate.exe" "$keys" "$(windows_path "$work/whole")" --Silent </dev/null || fail 'no whole run'

export PERFECTHASH="$WINE --test $BIN/PerfectHashBulkCreate.exe"
timeout 150 "$cluster/slurm-run" 4 "$keys" "$(windows_path "$work/out")" >"$work/run.log" 2>&1 || fail "slurm-run ends with $?"
[ "$(ls "$work"/shard-*.log | wc -l)" = 4 ] || fail 'not four tasks'
[ "$(ls "$work"/out/PerfectHashBulkCreate.*-of-4.csv | wc -l)" = 4 ] || fail 'not four shards'
timeless() { sed -E 's/(,[0-9]*){11}\r$//' "$1/PerfectHashBulkCreate.csv"; }
cmp <(timeless "$work/whole") <(timeless "$work/out") || fail 'the merged CSV is not that of a whole run'
diff -r --exclude='PerfectHashBulkCreate*' "$work/whole" "$work/out" || fail 'the tables are not those of a whole run'
echo '4 tasks, merged'
