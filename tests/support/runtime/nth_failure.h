// Scenarios of which the n-th Win32 call fails, for each n: counts which calls failed.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "runtime/base/win32_calls.h"

struct NthFailure {
    int failed = 0;
    int failures[Win32CallCount] = {};
    // runs in a row that came to their end without a failure; three are the end, because runs
    // differ by who was faster
    int passed = 0;

    // Runs the scenario with the n-th call failing. Returns the name of the call that failed last.
    template <class Scenario> std::string Run(int n, Scenario scenario)
    {
        Win32FailNth(n);
        scenario();
        const bool reached = Win32FailNthReached();
        Win32FailNth(0);
        passed = reached ? 0 : passed + 1;
        failed += reached;
        if (reached)
            failures[Win32FailedCall()]++;
        return Win32CallName(Win32FailedCall());
    }

    void Tell() const
    {
        std::string seen = std::to_string(failed) + " failures:";
        for (int call = 0; call < Win32CallCount; call++) {
            if (failures[call])
                seen += std::string("\n  ") + Win32CallName(static_cast<Win32Call>(call)) + ": " +
                        std::to_string(failures[call]);
        }
        MESSAGE(seen);
    }
};
