"""The commands for gdb, and where workers, jobs and objects are found."""
import atexit
import tempfile

import gdb

from perfecthash import memory, minidump, rings, views

# Each kind of job: its type, and the file of the callback of its work item `begin`, by which it is found.
JOBS = (
    ("TableJob", "table_job.c"),
    ("BulkJob", "bulk_job.c"),
)
ITEM_SIGNATURE = b"ITEM"        # Signature in work_item.c


def workers():
    """Yields the address of each worker's ring, and the ring's events."""
    for address in memory.search(rings.MARK):
        try:
            events = rings.ring_events(memory.read(address, rings.RING_BYTES))
        except gdb.MemoryError:
            continue
        if events:
            yield address, events


def worker_of(ring):
    """Returns the worker that a ring belongs to; None without symbols."""
    try:
        return memory.at("Worker", ring - memory.offset_of("Worker", "trace"))
    except gdb.error:
        return None


def jobs():
    """Yields the jobs. A job's work item has a signature, its callback is in the job's file, and the core's callback is in job_core.c."""
    for address in memory.search(ITEM_SIGNATURE):
        for kind, file in JOBS:
            job = memory.at(kind, address - memory.offset_of(kind, "begin.signature"))
            try:
                if memory.is_in_file(views.evaluate(job, "begin.callback"), file) and memory.is_in_file(views.evaluate(job, "core.rundown.finish"), "job_core.c"):
                    yield kind, job
            except gdb.MemoryError:
                pass            # this work item is not in a job


def object_at(address):
    """Returns the object at an address, or the one whose interface is there. None: there is no object."""
    for found in (address, int(memory.at("Interface", address)["object"])):
        try:
            described = memory.at("Object", found)["objectClass"].dereference()
            if memory.name_of(int(described.address)) != hex(int(described.address)) and described["size"] > described["entries"][0]["offset"] > 0:
                return memory.at("Object", found)
        except gdb.MemoryError:
            pass
    return None


def path_and_folder(text):
    words = gdb.string_to_argv(text)
    if not 0 < len(words) < 3:
        raise gdb.GdbError("expected FILE and perhaps FOLDER")
    return words[0], words[1] if len(words) == 2 else None


# ---- commands: each is named after its function, and its help is the function's ----

def ph_symbols(text):
    """Loads the symbols of a process under Wine, or of its core: ph-symbols [FOLDER]
FOLDER = where the modules are, if they are not where they were run."""
    memory.load_symbols(list(memory.modules()), text or None)


def ph_dump(text):
    """Opens a minidump and loads the symbols of its modules: ph-dump FILE [FOLDER]
FOLDER = where the modules are, if they are not where they were run."""
    path, folder = path_and_folder(text)
    core = tempfile.NamedTemporaryFile(suffix=".core")
    atexit.register(core.close)
    with open(path, "rb") as dump:
        modules = minidump.write_core(dump.read(), core)
    core.flush()
    gdb.execute("core-file " + core.name)
    memory.load_symbols(modules, folder)


def ph_events(text):
    """Prints the last events of all workers, or of one, the oldest first: ph-events [WORKER]
WORKER = its place in the list of all, from 0. Without symbols a callback is an address."""
    found = list(workers())
    for address, events in found if not text else found[int(text):][:1]:
        worker = worker_of(address)
        gdb.write(f"worker's ring at {address:#x}: {len(events)} events{'' if worker is None else ' of ' + views.summary(worker)}\n")
        gdb.write("\n".join(rings.ring_lines(events, memory.name_of)) + "\n")
    if not found:
        gdb.write("no worker's ring was found\n")


def ph_jobs(text):
    """Prints the jobs, with what each waits for: ph-jobs"""
    found = list(jobs())
    for kind, job in found:
        gdb.write(f"({kind} *)0x{int(job.address):x}  {views.summary(job)}\n")
    if not found:
        gdb.write("no job was found\n")


def ph_object(text):
    """Prints the COM object behind an interface pointer, or at an address: ph-object EXPRESSION"""
    found = object_at(int(gdb.parse_and_eval(text)))
    if found is None:
        raise gdb.GdbError(f"{text}: there is no object of PerfectHash")
    gdb.write(f"(Object *)0x{int(found.address):x}  {views.summary(found)}\n")
    for name, line in views.opened(found["objectClass"].dereference()):
        gdb.write(f"  {line}\n")


def define_command(function):
    class Command(gdb.Command):
        __doc__ = function.__doc__

        def __init__(self):
            super().__init__(function.__name__.replace("_", "-"), gdb.COMMAND_USER, gdb.COMPLETE_EXPRESSION)

        def invoke(self, text, from_tty):
            function(text)

    Command()


def define():
    gdb.execute("set language c")           # of the expressions in the views
    if views.find_printer not in gdb.pretty_printers:
        gdb.pretty_printers.append(views.find_printer)
    for function in (ph_symbols, ph_dump, ph_events, ph_jobs, ph_object):
        define_command(function)
