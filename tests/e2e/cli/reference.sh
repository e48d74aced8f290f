#!/usr/bin/env bash
# reference.sh: docs/reference/options.md is what the programs say of their options.
set -u
PERFECTHASH_PREFIX=$("$WINE" --test --prefix)
export PERFECTHASH_PREFIX
diff "$ROOT/docs/reference/options.md" <("$ROOT/scripts/reference" --print "$BIN") ||
  { echo "docs/reference/options.md is stale: scripts/reference writes it"; exit 1; }
