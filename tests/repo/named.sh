#!/usr/bin/env bash
# named.sh ROOT: the tests and benchmarks that documents name are there; see named.py.
exec python3 -B "$(dirname "$0")/named.py" "$1"
