// A job of which each Win32 call fails in turn, on a runtime of its own each time.
#pragma once

#include "fixture.h"
#include "support/runtime/nth_failure.h"

// Runs the scenario until three runs in a row come to their end without a failure. Nothing of a run
// stays.
template <class Scenario> void EachCallFails(Scenario scenario)
{
    NthFailure failure;
    for (int n = 1; failure.passed < 3; n++) {
        CAPTURE(n);
        const LONG before = Win32Outstanding();
        {
            TestRuntime runtime;
            failure.Run(n, [&] { scenario(runtime); });
        }
        REQUIRE(Win32Outstanding() == before);
    }
    failure.Tell();
}
