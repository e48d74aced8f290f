"""What gdb knows of the program that it looks into: its memory, the names of addresses, and its modules with their symbols."""
import os
import re
import struct

import gdb


def read(address, size):
    return gdb.selected_inferior().read_memory(address, size).tobytes()


def numbers(address, form):
    return struct.unpack(form, read(address, struct.calcsize(form)))


def at(kind, address):
    """Returns what is at an address, as a value of a type."""
    return gdb.Value(address).cast(gdb.lookup_type(kind).pointer()).dereference()


def offset_of(kind, path):
    return int(gdb.parse_and_eval(f"(unsigned long long)&(({kind} *)0)->{path}"))


# ---- ranges ----

def ranges():
    """Yields start and end of what may hold the program's data: mappings of a process that can be written, or the sections of a core."""
    inferior = gdb.selected_inferior()
    if inferior.pid == 0:
        raise gdb.GdbError("there is no process and no core to look into")
    if inferior.connection.type == "native":
        with open(f"/proc/{inferior.pid}/maps", encoding="utf-8") as maps:
            found = re.findall(r"^(\w+)-(\w+) rw", maps.read(), re.MULTILINE)
    else:
        found = re.findall(r"0x(\w+)->0x(\w+) at 0x\w+: load", gdb.execute("maintenance info sections", to_string=True))
    for start, end in found:
        yield int(start, 16), int(end, 16)


def search(mark):
    """Yields the addresses at which a mark stands that is aligned to its own size."""
    piece = 1 << 24
    for start, end in ranges():
        for begin in range(start, end, piece):
            try:
                memory = read(begin, min(piece, end - begin))
            except gdb.MemoryError:
                continue
            found = memory.find(mark)
            while found >= 0:
                if found % len(mark) == 0:
                    yield begin + found
                found = memory.find(mark, found + 1)


# ---- names ----

def name_of(address):
    """Returns `function (file)`, the name of a variable, or the number."""
    function = gdb.block_for_pc(address)
    while function is not None and function.function is None:
        function = function.superblock
    if function is not None and function.start == address:
        return f"{function.function.name} ({os.path.basename(function.function.symtab.filename)})"
    symbol = re.match(r"(\w+) in section", gdb.execute(f"info symbol {address}", to_string=True))
    return symbol[1] if symbol else hex(address)


def is_in_file(pointer, file):
    return f"({file})" in name_of(int(pointer))


# ---- modules ----

def thread_block():
    """Returns the address of a Windows thread's block, to which GS leads."""
    selected = gdb.selected_thread()
    blocks = []
    for thread in gdb.selected_inferior().threads():
        thread.switch()
        blocks.append(int(gdb.parse_and_eval("$gs_base")))
    if selected is not None:
        selected.switch()
    if not any(blocks):
        raise gdb.GdbError("no thread of a Windows program is here")
    return next(block for block in blocks if block)


def modules():
    """Yields base and path of each module, from the loader's list."""
    process, = numbers(thread_block() + 0x60, "<Q")
    loader, = numbers(process + 0x18, "<Q")
    head = loader + 0x10
    entry, = numbers(head, "<Q")
    while entry != head:
        length, text = numbers(entry + 0x48, "<H6xQ")
        yield numbers(entry + 0x30, "<Q")[0], read(text, length).decode("utf-16-le")
        entry, = numbers(entry, "<Q")


def file_of(path, folder):
    """Returns the file of a module on this machine, or None: in the folder, or where Wine's drive Z: leads."""
    name = path.rpartition("\\")[2]
    file = os.path.join(folder, name) if folder else re.sub(r"^.*?Z:", "", path).replace("\\", "/")
    return file if os.path.isfile(file) else None


def image_base(file):
    with open(file, "rb") as image:
        header = image.read(4096)
    return struct.unpack_from("<Q", header, struct.unpack_from("<I", header, 0x3C)[0] + 0x30)[0]


def load_symbols(all_modules, folder):
    for base, path in all_modules:
        file = file_of(path, folder)
        if file is not None:
            gdb.execute(f"add-symbol-file '{file}' -o {base - image_base(file)}", to_string=True)
            gdb.write(f"symbols of {file}\n")
