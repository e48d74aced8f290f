#!/usr/bin/env bash
# blocks.sh ROOT: the blocks of commands in documents are run, or counted; see blocks.py.
exec python3 -B "$(dirname "$0")/blocks.py" "$1"
