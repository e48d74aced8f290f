/*
 * These tests count what is under way, on one thread. A rundown finishes once, with the last of its
 * holds, and gives no hold after that until it is rearmed. model_test.cpp and threads_test.cpp use
 * several threads.
 */
#include <doctest/doctest.h>

#include "runtime/pure/rundown.h"

namespace {

int finishes;

void Finish(Rundown *)
{
    finishes++;
}

} // namespace

TEST_CASE("a rundown finishes once, with the last of its holds")
{
    Rundown rundown;
    finishes = 0;
    RundownInit(&rundown, Finish);
    RundownHold(&rundown);
    CHECK(RundownTryHold(&rundown) == 1);
    RundownRelease(&rundown);
    RundownRelease(&rundown);
    CHECK(finishes == 0);
    RundownRelease(&rundown);
    CHECK(finishes == 1);
}

TEST_CASE("a finished rundown gives no hold to one who tries, until it is rearmed")
{
    Rundown rundown;
    finishes = 0;
    RundownInit(&rundown, Finish);
    RundownRelease(&rundown);
    CHECK(RundownTryHold(&rundown) == 0);
    CHECK(finishes == 1);
    RundownRearm(&rundown);
    CHECK(RundownTryHold(&rundown) == 1);
    RundownRelease(&rundown);
    CHECK(finishes == 1);
    RundownRelease(&rundown);
    CHECK(finishes == 2);
}
