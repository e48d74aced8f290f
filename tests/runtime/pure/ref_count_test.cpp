/*
 * A RefCount counts the holders of an object. These tests prove its steps on one thread and that
 * debug builds trap a hold after the end and a release too many. The tests in threads_test.cpp use
 * it on several threads.
 */
#include <doctest/doctest.h>

#include "runtime/pure/ref_count.h"

TEST_CASE("a count starts with its maker's hold, and tells how many there are")
{
    RefCount references;
    RefCountInit(&references);
    CHECK(RefCountHold(&references) == 2);
    CHECK(RefCountRelease(&references) == 1);
    CHECK(RefCountRelease(&references) == 0);
}

#ifndef NDEBUG
TEST_CASE("trap: a hold after the last release, and one release too many")
{
    static int traps;
    void (*const before)(const char *) = RuntimeTrap;
    RuntimeTrap = [](const char *) { traps++; };
    RefCount references;
    RefCountInit(&references);
    RefCountRelease(&references);
    CHECK(traps == 0);
    RefCountHold(&references);
    CHECK(traps == 1);
    RefCountRelease(&references);
    RefCountRelease(&references);
    CHECK(traps == 2);
    RuntimeTrap = before;
}
#endif
