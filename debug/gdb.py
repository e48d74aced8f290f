"""Looks into PerfectHash: a program that runs, a core or a minidump. README.md beside this file tells how.

In gdb:          source debug/gdb.py, then `help user-defined` lists the commands.
Without gdb:     python3 debug/gdb.py DUMP prints the last events of each worker. This needs no symbols.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

# gdb has a module of this file's name, and has loaded it before it reads the file.
if "gdb" in sys.modules:
    from perfecthash import commands
    commands.define()
elif __name__ == "__main__":
    from perfecthash import rings
    if len(sys.argv) != 2:
        sys.exit("gdb.py DUMP: prints the last events of each worker in a dump")
    sys.exit(rings.print_file(sys.argv[1]))
