"""The workers' rings of events (TraceRing in src/runtime/base/trace.h), out of any bytes: neither gdb nor symbols are needed."""
import mmap
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


def ring_lines(events, name_of=hex):
    """Yields a line for each event. `name_of` names the callback at an address."""
    last = events[-1][0]
    for ticks, item, callback, error, size, kind, number in events:
        called = name_of(callback) if callback else "-"
        yield f"  #{number} {last - ticks} ticks before the last: {KINDS[kind]} item={item:#x} callback={called} error={error} bytes={size}"


def print_file(path):
    """Prints the rings of a file that holds memory. Returns 0, or 1 if there are none."""
    found = 0
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as memory:
        at = memory.find(MARK)
        while at >= 0:
            events = ring_events(memory[at:at + RING_BYTES])
            if events:
                print(f"worker's ring at {at:#x}: {len(events)} events", *ring_lines(events), sep="\n")
                found += 1
            at = memory.find(MARK, at + 1)
    if not found:
        print(f"{path}: no worker's ring is in it (is it a full dump?)", file=sys.stderr)
    return 0 if found else 1
