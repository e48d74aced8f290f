"""Asks tables with records as Python modules for every row and column, and for strangers."""
import importlib
import struct
import sys

questions = failures = 0


def pieces_of(file):
    """What a file has: bytes, behind their length."""
    with open(file, "rb") as data:
        data = data.read()
    at = 0
    while at < len(data):
        length, = struct.unpack_from("<I", data, at)
        yield data[at + 4:at + 4 + length]
        at += 4 + length


def told(kind, value):
    """A value as the rows have it; an error where it has another type."""
    if kind in ("text", "enum", "keys"):
        return str.encode(value)
    if kind == "bool":
        return (b"false", b"true")[[False, True].index(value)] if isinstance(value, bool) else b""
    if kind == "f64":
        return b"%016x" % struct.unpack("<Q", struct.pack("<d", value)) if isinstance(value, float) else b""
    return b"%d" % value


def takes(function, key):
    """Is there an answer for a key of a wrong type, and no TypeError?"""
    try:
        function(key)
    except TypeError:
        return False
    return True


def ask(name, key_bytes, file, *columns):
    global questions, failures
    module = importlib.import_module(name)
    columns = [column.split(":") for column in columns]
    key_of = (lambda key: int.from_bytes(key, "little")) if key_bytes else bytes
    pieces = pieces_of(file + ".rows")
    mistakes = row = 0
    for key in pieces:
        key = key_of(key)
        meant = [next(pieces) for _ in columns]
        record = module.find(key)
        mistakes += [told(kind, getattr(record, column)) for kind, column, *_ in columns] != meant
        mistakes += len(record) != len(columns) or record != module.at(row) or module.get(key) != record
        mistakes += module.find_index(key) != row or not module.contains(key)
        if not key_bytes:
            mistakes += module.find(key.decode()) != record
        questions += len(columns)
        row += 1
    mistakes += row != module.LEN
    if key_bytes:
        functions = module.find, module.find_index, module.get, module.contains
        mistakes += sum(takes(function, key) for function in functions for key in ("x", b"x", [1], (1,), {1}, 1.5, None))
    for key in map(key_of, pieces_of(file + ".strangers")):
        mistakes += module.find(key) is not None or module.find_index(key) != -1 or module.contains(key)
        mistakes += module.get(key, 7) != 7
        questions += 1
    if mistakes:
        print(f"{file}: {mistakes} mistakes")
    failures += mistakes


sys.path.insert(0, ".")
with open("records", encoding="utf-8") as tables:
    for line in tables:
        name, key_bytes, file, *columns = line.split()
        ask(name, int(key_bytes), file, *columns)
print(f"{questions} questions, {failures} failures")
