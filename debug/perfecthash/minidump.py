"""Makes a core file, which gdb reads, of a minidump, which it does not: memory and registers, byte for byte.

It needs neither gdb nor Windows. The dump is of a program for x64.
"""

import struct

THREADS, MODULES, MEMORY, EXCEPTION, MEMORY64 = 3, 4, 5, 6, 9       # streams

# Where Windows has the registers of a thread (CONTEXT), in the order in which Linux has them (user_regs_struct). Segments are left out.
REGISTERS = [0xF0, 0xE8, 0xE0, 0xD8, 0xA0, 0x90, 0xD0, 0xC8, 0xC0, 0xB8, 0x78, 0x80, 0x88, 0xA8, 0xB0, None, 0xF8, None, None, 0x98]
FLAGS = 0x44
STATUS_BYTES, STATUS_REGISTERS, STATUS_ID, STATUS_COUNT = 336, 112, 32, 27      # of a prstatus


def streams(dump):
    signature, _, count, directory = struct.unpack_from("<4sIII", dump)
    if signature != b"MDMP":
        raise ValueError("this is no minidump")
    return {kind: (at, size) for kind, size, at in struct.iter_unpack("<III", dump[directory:directory + count * 12])}


def modules_of(dump, found):
    """Yields base and path of each module."""
    at, _ = found[MODULES]
    count, = struct.unpack_from("<I", dump, at)
    for index in range(count):
        base, _, _, _, name = struct.unpack_from("<QIIII", dump, at + 4 + index * 108)
        length, = struct.unpack_from("<I", dump, name)
        yield base, dump[name + 4:name + 4 + length].decode("utf-16-le")


def memory_of(dump, found):
    """Yields address, size and place in the file of each piece of memory."""
    if MEMORY64 in found:
        at, _ = found[MEMORY64]
        count, place = struct.unpack_from("<QQ", dump, at)
        for index in range(count):
            address, size = struct.unpack_from("<QQ", dump, at + 16 + index * 16)
            yield address, size, place
            place += size
    elif MEMORY in found:
        at, _ = found[MEMORY]
        count, = struct.unpack_from("<I", dump, at)
        for index in range(count):
            yield struct.unpack_from("<QII", dump, at + 4 + index * 16)


def threads_of(dump, found):
    """Yields number, block (TEB) and place of the registers of each thread, first that which crashed."""
    crashed, registers = None, 0
    if EXCEPTION in found:
        at, _ = found[EXCEPTION]
        crashed, = struct.unpack_from("<I", dump, at)
        registers, = struct.unpack_from("<I", dump, at + 164)
    at, _ = found[THREADS]
    count, = struct.unpack_from("<I", dump, at)
    threads = []
    for index in range(count):
        number, block, place = struct.unpack_from("<I12xQ20xI", dump, at + 4 + index * 48)
        threads.append((number, block, registers if number == crashed else place))
    return sorted(threads, key=lambda thread: thread[0] != crashed)


def thread_note(dump, number, block, place):
    numbers = [0 if offset is None else struct.unpack_from("<Q", dump, place + offset)[0] for offset in REGISTERS]
    numbers[18], = struct.unpack_from("<I", dump, place + FLAGS)
    numbers += [0] * (STATUS_COUNT - len(numbers))
    numbers[22] = block         # gs_base
    status = bytearray(STATUS_BYTES)
    struct.pack_into("<I", status, STATUS_ID, number)
    struct.pack_into("<%dQ" % STATUS_COUNT, status, STATUS_REGISTERS, *numbers)
    return struct.pack("<III8s", 5, STATUS_BYTES, 1, b"CORE") + status


def write_core(dump, core):
    """Writes the core of a dump's bytes to an open file. Returns the bases and paths of the modules."""
    found = streams(dump)
    notes = b"".join(thread_note(dump, *thread) for thread in threads_of(dump, found))
    pieces = list(memory_of(dump, found))
    place = 64 + 56 * (len(pieces) + 1)
    core.write(struct.pack("<16sHHIQQQIHHHHHH", b"\x7fELF\2\1\1", 4, 62, 1, 0, 64, 0, 0, 64, 56, len(pieces) + 1, 0, 0, 0))
    core.write(struct.pack("<IIQQQQQQ", 4, 0, place, 0, 0, len(notes), 0, 4))
    place += len(notes)
    for address, size, _ in pieces:
        core.write(struct.pack("<IIQQQQQQ", 1, 6, place, address, address, size, size, 1))
        place += size
    core.write(notes)
    for _, size, at in pieces:
        core.write(dump[at:at + size])
    return list(modules_of(dump, found))
