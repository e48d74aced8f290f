#!/usr/bin/env bash
# reference.sh: docs/reference/errors.md and com.md are what scripts/reference-contract makes of the contract, which has an example of each
# member, and the pictures are made of the texts beside them and of the figures in the pages;
# so are the completions for shells of the page of options.
"$ROOT/scripts/reference-contract" --check && "$ROOT/scripts/pictures" --check && "$ROOT/scripts/shell-help" --check
