"""The last events of the runtime's workers, out of a process or a dump.

In gdb:           source debug/gdb.py, then ph-events        (a live process, or a core)
Without a gdb:    python3 debug/gdb.py DUMP                  (a full minidump, a core, or any copy of the memory)

A worker keeps its last 128 events in a TraceRing (src/runtime/base/trace.h). A ring begins with a mark, so it is found without symbols.
"""
import struct
import sys

MARK = b"PHTRACE1"
HEAD = struct.Struct("<8sI4x")              # TraceRing: mark, next
EVENT = struct.Struct("<QQQIIII")           # TraceEvent: ticks, item, callback, error, bytes, kind, number
EVENTS = 128                                # TraceEvents
KINDS = ["nothing", "started", "item", "timer", "backlog", "waits", "left"]     # TraceKind
RING_BYTES = HEAD.size + EVENT.size * EVENTS


def ring_events(ring):
    """Returns a ring's events as tuples in EVENT's order, oldest first; nothing where the bytes are no ring."""
    if len(ring) < RING_BYTES:
        return []
    events = [EVENT.unpack_from(ring, HEAD.size + EVENT.size * i) for i in range(EVENTS)]
    following = HEAD.unpack_from(ring)[1]
    if any(event[5] >= len(KINDS) for event in events):
        return []
    return sorted((e for e in events if e[5] != 0 and e[6] < following), key=lambda e: e[6])


def find_rings(memory):
    """Yields the offset and the events of each ring in the bytes."""
    at = memory.find(MARK)
    while at >= 0:
        events = ring_events(memory[at:at + RING_BYTES])
        if events:
            yield at, events
        at = memory.find(MARK, at + 1)


def print_ring(where, events, name_of=hex):
    last = events[-1][0]
    print(f"worker's ring at {where:#x}: {len(events)} events")
    for ticks, item, callback, error, size, kind, number in events:
        called = name_of(callback) if callback else "-"
        print(f"  #{number} {last - ticks} ticks before the last: {KINDS[kind]} item={item:#x} callback={called} error={error} bytes={size}")


def main(path):
    import mmap
    found = 0
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as memory:
        for where, events in find_rings(memory):
            print_ring(where, events)
            found += 1
    if not found:
        print(f"{path}: no worker's ring is in it (is it a full dump?)", file=sys.stderr)
    return 0 if found else 1


def mapped_ranges(gdb):
    """Yields start and end of the process's memory: of a live one its mappings, of a core its sections."""
    import re
    for command, pattern in (("info proc mappings", r"^\s*0x([0-9a-f]+)\s+0x([0-9a-f]+)\s.*rw"),
                             ("maintenance info sections", r"0x([0-9a-f]+)->0x([0-9a-f]+).*load")):
        try:
            text = gdb.execute(command, to_string=True)
        except gdb.error:
            continue
        ranges = [(int(a, 16), int(b, 16)) for a, b in re.findall(pattern, text, re.MULTILINE)]
        if ranges:
            yield from ranges
            return


def define_command(gdb):
    def name_of(address):
        text = gdb.execute(f"info symbol {address}", to_string=True)
        return text.split(" in section")[0] if " in section" in text else hex(address)

    class Events(gdb.Command):
        """ph-events: prints the last events of each worker of the runtime, oldest first."""

        def __init__(self):
            super().__init__("ph-events", gdb.COMMAND_DATA)

        def invoke(self, argument, from_tty):
            inferior = gdb.selected_inferior()
            found = 0
            for start, end in mapped_ranges(gdb):
                at = start
                while at < end:
                    try:
                        at = inferior.search_memory(at, end - at, MARK)
                    except gdb.error:
                        break
                    if at is None:
                        break
                    try:
                        events = ring_events(inferior.read_memory(at, RING_BYTES).tobytes())
                    except gdb.MemoryError:
                        events = []
                    if events:
                        print_ring(at, events, name_of)
                        found += 1
                    at += len(MARK)
            if not found:
                print("no worker's ring was found")

    Events()


# gdb has its module loaded before it reads this file; to import one would find this file, which has the same name.
if "gdb" in sys.modules:
    define_command(sys.modules["gdb"])
elif __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("gdb.py DUMP: prints the last events of each worker in a dump")
    sys.exit(main(sys.argv[1]))
