#!/usr/bin/env bash
# kubernetes.sh: samples/cluster/job.yaml is two Jobs as Kubernetes takes them, and `shard` makes of each pod's index the right shard.
set -u
cluster=$ROOT/samples/cluster
fail() { echo "kubernetes.sh: $1"; exit 1; }
shards=$(sed -n 's/^  completions: //p' "$cluster/job.yaml")
[ "$shards" -gt 1 ] || fail 'job.yaml has no completions'
# What runs is told to echo what it was called with.
for index in $(seq 0 $((shards - 1))); do
  printed=$(env -u SLURM_ARRAY_TASK_ID JOB_COMPLETION_INDEX="$index" SHARDS="$shards" PERFECTHASH=echo "$cluster/shard" 'keys here' out) || fail 'shard fails'
  [ "$printed" = "keys here out --Shard=$((index + 1))/$shards --Resume" ] || fail "pod $index: $printed"
done
printed=$(SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_COUNT=5 PERFECTHASH=echo "$cluster/shard" k o)
[ "$printed" = 'k o --Shard=5/5 --Resume' ] || fail "a task of an array: $printed"
env -u SLURM_ARRAY_TASK_ID -u JOB_COMPLETION_INDEX PERFECTHASH=echo "$cluster/shard" k o 2>/dev/null && fail 'shard runs without an index'
/usr/bin/python3 -c 'import yaml' 2>/dev/null || { echo 'SKIPPED: job.yaml is not parsed without python3-yaml'; exit 77; }
/usr/bin/python3 - "$cluster/job.yaml" <<'END' || fail 'job.yaml is not what it should be'
import sys, yaml
shard, merge = yaml.safe_load_all(open(sys.argv[1]))
for job in (shard, merge):
    assert (job["apiVersion"], job["kind"]) == ("batch/v1", "Job"), job
    pod = job["spec"]["template"]["spec"]
    assert pod["restartPolicy"] in ("OnFailure", "Never")
    volumes = {volume["name"] for volume in pod["volumes"]}
    for container in pod["containers"]:
        assert container["image"] and all(isinstance(word, str) for word in container["command"] + container["args"])
        assert {mount["name"] for mount in container["volumeMounts"]} <= volumes
spec = shard["spec"]
assert spec["completionMode"] == "Indexed" and spec["completions"] == spec["parallelism"]
environment = {variable["name"]: variable["value"] for variable in spec["template"]["spec"]["containers"][0]["env"]}
assert environment["SHARDS"] == str(spec["completions"])
assert shard["spec"]["template"]["spec"]["containers"][0]["args"][1] == merge["spec"]["template"]["spec"]["containers"][0]["args"][1]
END
echo "$shards pods"
