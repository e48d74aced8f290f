#!/usr/bin/env bash
# The SDK's message compiler takes the manifest of events, and makes of it what is committed.
. "$(dirname "$0")/tools.inc"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$ROOT/scripts/events" "$work" || exit 1
for file in PerfectHashEvents.h PerfectHashEvents.template.bin; do
  cmp "$work/$file" "$ROOT/idl/$file" || { echo "idl/$file is stale: run scripts/events"; exit 1; }
done
# The DLL has it, so that wevtutil finds what the manifest names.
python3 -c 'import sys; sys.exit(open(sys.argv[1], "rb").read() not in open(sys.argv[2], "rb").read())' \
  "$ROOT/idl/PerfectHashEvents.template.bin" "$BIN/PerfectHash.dll" || { echo "PerfectHash.dll lacks the events"; exit 1; }
