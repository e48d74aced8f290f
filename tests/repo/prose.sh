#!/usr/bin/env bash
# prose.sh ROOT: the English of strings, comments and documents keeps to STYLE.md; see prose.py.
exec python3 -B "$(dirname "$0")/prose.py" "$1"
