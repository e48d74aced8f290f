"""Run in gdb after debug/gdb.py: prints a value in each view of PerfectHash.natvis, opened, and names a view that none of them has."""

import gdb

from perfecthash import commands, memory, views

table = next(job for kind, job in commands.jobs() if kind == "TableJob" and job["core"]["failure"]["code"] != 0)
bulk = next(job for kind, job in commands.jobs() if kind == "BulkJob")
worker = commands.worker_of(next(commands.workers())[0])
entry = memory.at("Interface", int(gdb.parse_and_eval("jobs[0]")))
shown = set()
for value in (table, table["core"]["failure"], table["core"]["rundown"], table["core"]["references"], table["begin"], table["blocking"]["admission"], bulk,
              bulk["slots"].dereference(), worker, worker["trace"], worker["trace"]["events"][0], worker["node"].dereference(),
              entry, entry["object"].dereference(), entry["object"]["objectClass"].dereference(), entry["object"]["objectClass"]["entries"][0]):
    print("view %s: %s" % (value.type.strip_typedefs().tag, value.format_string(max_elements=4)))
    shown.add(value.type.strip_typedefs().tag)
print("views without an example: %s" % (sorted(set(views.views) - shown) or "none"))
