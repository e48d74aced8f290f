"""Looks the keys of the table `bench` up, and those of a dict, in random order; prints nanoseconds a lookup."""
import random
import sys
import time

sys.path.insert(0, ".")
begin = time.perf_counter()
import bench  # noqa: E402
imported = time.perf_counter() - begin
keys = list(bench.keys)
theirs = {key: i for i, key in enumerate(keys)}
random.seed(1)
random.shuffle(keys)


def best(lookup):
    """Returns the least nanoseconds a key of five rounds."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        for key in keys:
            lookup(key)
        times.append(time.perf_counter() - start)
    return min(times) * 1e9 / len(keys)


def best_of_many():
    """Returns the least nanoseconds a key of twenty rounds of one call; 0: there is no numpy."""
    try:
        import numpy
    except ImportError:
        return 0
    array, times = numpy.asarray(keys, "u4"), []
    for _ in range(20):
        start = time.perf_counter()
        bench.find_many(array)
        times.append(time.perf_counter() - start)
    return min(times) * 1e9 / len(keys)


print(f"{best(bench.find):.1f} {best(theirs.get):.1f} {imported * 1000:.1f} {best_of_many():.1f}")
