#!/usr/bin/env bash
# links.sh ROOT: the links and anchors of all Markdown files lead somewhere; see links.py.
exec python3 -B "$(dirname "$0")/links.py" "$1"
