"""Asks tables as Python modules for every key and for strangers."""
import importlib.util
import struct
import sys

import numpy

questions = failures = 0


def value_of(module, key):
    """The value beside a key's position, by both of its ways."""
    return module.value(key) if module.value(key) == module.value_at(module.index(key)) else -2


def ask_many(module, value_bits, beside_bits, prints, asked):
    """The mistakes of lookups of many keys at once: they must say what those of one key say."""
    members = [(key, answer, value) for key, answer, value, _ in asked if answer >= 0]
    keys = [key for key, _, _ in members]
    of_keys = module.value_many if value_bits else module.index_many
    mistakes = list(of_keys(keys)) != [answer for _, answer, _ in members]
    if beside_bits:
        mistakes += list(module.value_many(keys)) != [value for _, _, value in members]
    if prints:
        keys = [key for key, *_ in asked]
        mistakes += list(module.find_many(keys)) != [found for *_, found in asked]
    return mistakes


def takes(function, *arguments):
    """Is there an answer, and no TypeError?"""
    try:
        function(*arguments)
    except TypeError:
        return False
    return True


def ask_wrongly(module):
    """The mistakes of lookups of what is no key: the wrong type is an error at once, without the memory for 2**32 of it."""
    wrong = ["x", b"x", [1], (1,), {1}, 1.5, None]
    functions = [getattr(module, name) for name in ("find", "contains", "get", "index", "value") if hasattr(module, name)]
    return sum(takes(function, key) for function in functions for key in wrong)


def ask_many_wrongly(module, member):
    """The mistakes of lookups of many of what is no key, and of keys in something else than a list."""
    wrong = [[member, "x"], ["5"], "5", [member, 1.5], [1.5], [None], member, numpy.array([1.5]), numpy.array(["5"])]
    wrong.append([[member, member]])
    names = [name for name in ("find_many", "index_many", "value_many") if hasattr(module, name)]
    mistakes = sum(takes(getattr(module, name), keys) for name in names for keys in wrong)
    for name in names:
        many = getattr(module, name)
        answer = list(many([member]))
        mistakes += any(list(many(keys)) != answer for keys in ({member}, (key for key in [member]), numpy.array([member])))
        mistakes += len(many([])) != 0
    if hasattr(module, "find_many"):
        strangers = [-1, -2**63, 1 << 64, member + (1 << 64), member - (1 << 64), 1 << 200]
        mistakes += any(list(module.find_many([key])) != [-1] for key in strangers)
        mistakes += list(module.find_many(strangers + [member])) != [-1] * len(strangers) + [module.find(member)]
        mistakes += list(module.find_many(numpy.array([-1, -5]))) != [-1, -1]
    return mistakes


def ask_all_bits(module):
    """The mistakes of the mask that is left out where numbers of an array have no other bits, and that a seed may be, too."""
    numbers, all_bits = numpy.array([0, 1, 0xFFFFFFFF], "u4"), module._All(0xFFFFFFFF)
    same = [(numbers & all_bits, numbers), (numbers * all_bits, numbers * 0xFFFFFFFF), (numbers ^ all_bits, ~numbers)]
    return sum(one.dtype != numbers.dtype or list(one) != list(other) for one, other in same)


def load(name, file):
    """The module of a file, also where Python has another one of that name."""
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ask(name, key_bytes, value_bits, beside_bits, prints, file):
    global questions, failures
    module = load(name, file)
    with open(file + ".ask", "rb") as questions_of:
        data = questions_of.read()
    asked = []
    at = mistakes = strangers = taken = 0
    index = getattr(module, "value" if value_bits else "index", None) if key_bytes else None
    while at < len(data):
        length, = struct.unpack_from("<I", data, at)
        key = data[at + 4:at + 4 + length]
        if key_bytes:
            key = int.from_bytes(key, "little")
        answer, value = struct.unpack_from("<qQ", data, at + 4 + length)
        at += 20 + length
        questions += 1
        if answer >= 0:
            mistakes += index is not None and index(key) != answer
            mistakes += beside_bits != 0 and value_of(module, key) != value
        found = module.find(key) if prints else None
        asked.append((key, answer, value, found))
        if not prints:
            continue
        is_taken = prints != 32 and answer < 0 <= found
        strangers += answer < 0
        taken += is_taken
        mistakes += found != answer and not is_taken
        mistakes += module.contains(key) != (found >= 0)
        if not beside_bits:
            mistakes += module.get(key, -1) != found
        if not key_bytes and answer >= 0 and key.isascii():
            mistakes += module.find(key.decode()) != found
    mistakes += prints != 32 and taken > 20 + 2 * (strangers >> prints)
    if prints and key_bytes:
        mistakes += any(module.find(key) >= 0 for key in (-1, 1 << 8 * key_bytes))
    if 0 < key_bytes < 16:
        member = next(key for key, answer, *_ in asked if answer >= 0)
        mistakes += ask_many_wrongly(module, member)
        sys.modules["numpy"] = None
        mistakes += ask_many(module, value_bits, beside_bits, prints, asked[::50]) + ask_many_wrongly(module, member)
        sys.modules["numpy"] = numpy
        mistakes += ask_many(module, value_bits, beside_bits, prints, asked) + ask_all_bits(module)
    if key_bytes:
        mistakes += ask_wrongly(module)
    else:
        mistakes += module.find("\ud800") != -1 or module.contains("\udc80!")
    if mistakes:
        print(f"{file}: {mistakes} mistakes")
    failures += mistakes


with open("tables", encoding="ascii") as tables:
    for line in tables:
        name, *numbers, file = line.split()
        ask(name, *map(int, numbers), file)
print(f"{questions} questions, {failures} failures")
