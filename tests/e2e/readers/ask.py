"""Asks the reader in Python for every key of every table, and for strangers: see reader_writer.cpp."""
import struct

import perfecthash

questions = failures = 0
pack = perfecthash.Pack.load("all.phpack")


def mistakes_of(name, value_bits, beside_bits, has_keys):
    global questions
    table = pack.table(name)
    with open(name + ".ask", "rb") as file:
        asked = list(struct.iter_unpack("<QqQ", file.read()))
    questions += len(asked)
    mistakes = 0
    for key, answer, beside in asked:
        if has_keys:
            mistakes += table.find(key) != answer or (key in table) != (answer >= 0)
        if answer >= 0:
            mistakes += (table.value(key) if value_bits else table.index(key)) != answer
            mistakes += beside_bits != 0 and table.value(key) != beside
        else:
            (table.value if value_bits or beside_bits else table.index)(key)  # some number
    return mistakes + (len(table) != sum(answer >= 0 for _, answer, _ in asked))


with open("good", encoding="ascii") as lines:
    for line in lines:
        name, *numbers = line.split()
        mistakes = mistakes_of(name, *map(int, numbers))
        if mistakes:
            print(f"{name}: {mistakes} mistakes")
        failures += mistakes
with open("bad", encoding="ascii") as lines:
    for line in lines:
        name, says = line.rstrip("\n").split(" ", 1)
        try:
            perfecthash.Table.load(name + ".pht")
            said = "nothing"
        except perfecthash.FormatError as error:
            said = str(error)
        if says not in said:
            print(f"{name}: {said}, not {says}")
            failures += 1
try:
    perfecthash.Pack.load("damaged.phpack")
    failures += 1
except perfecthash.FormatError as error:
    failures += "index" not in str(error)
failures += "none" in pack.names()


def opens(kind, data):
    """Whether a hostile file is opened; its lookups may say that they can't answer, and nothing else."""
    try:
        table = (perfecthash.Pack if kind == 2 else perfecthash.Table)(data)
    except perfecthash.FormatError:
        return False
    for key in (1, 0xFFFFFFFF, 0x9E3779B97F4A7C15) if kind == 0 else ():
        for asked in (table.index, table.find, table.value):
            try:
                asked(key)
            except perfecthash.FormatError:
                pass
    return kind == 2 or len(table) > 0


with open("hostile", "rb") as file:
    hostile, at = memoryview(file.read()), 0
while at < len(hostile):
    length, kind = struct.unpack_from("<II", hostile, at)
    if opens(kind, hostile[at + 8:at + 8 + length]) and kind != 0:
        print(f"hostile file at {at}: opened")
        failures += 1
    at += 8 + length
print(f"{questions} questions, {failures} failures")
