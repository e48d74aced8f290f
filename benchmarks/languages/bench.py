"""Looks the keys of the tables `bench` and `words` up, and those of a dict, in random order; prints "WHAT NAME NANOSECONDS" a line.

Its argument is a table file, which perfecthash.py reads.
"""
import random
import sys
import time
from array import array

import bench
import perfecthash
import words


def told(what, name, count, rounds, call):
    """Prints the least nanoseconds a key of so many calls."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    print(f"{what} {name} {min(times) * 1e9 / count:.2f}")


def compare(what, find, keys):
    """Looks keys up one after the other."""
    theirs = {key: i for i, key in enumerate(keys)}
    random.seed(1)
    random.shuffle(keys)
    keys = [key.encode().decode() if isinstance(key, str) else key for key in keys]  # no string is the dict's own
    rounds = max(1, 150000 // len(keys))
    get = theirs.get

    def each(lookup):
        for key in keys:
            lookup(key)

    told(what, "PerfectHash", len(keys), rounds, lambda: each(find))
    told(what, "dict", len(keys), rounds, lambda: each(get))


def many(keys):
    """Looks all keys up by one call, where numpy is installed."""
    try:
        import numpy
    except ImportError:
        return
    keys = numpy.asarray(keys, "u4")
    told("integers", "index_many", len(keys), 60, lambda: bench.index_many(keys))
    told("integers", "find_many", len(keys), 60, lambda: bench.find_many(keys))


keys = list(bench.keys)
compare("integers", bench.find, keys)
many(keys)
compare("words", words.find, [words.at(i).word for i in range(words.LEN)])
start = time.perf_counter()
table = perfecthash.Table.load(sys.argv[1])
print(f"load million {(time.perf_counter() - start) * 1000:.1f}")
with open("million.keys", "rb") as file:
    compare("million", table.find, list(array("I", file.read())))
