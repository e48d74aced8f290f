// Runs a few actors through every interleaving of their atomic steps: each actor is a fiber, and at
// every step the explorer decides who goes on. So what holds here holds for that many actors on any
// scheduler (with the full barriers that atomic.h promises).
#pragma once

#include <functional>
#include <vector>

struct Interleave {
    // make: a new state and its actors; check: called when all of them have ended. Returns how many
    // interleavings there were.
    static unsigned long long Explore(const std::function<std::vector<std::function<void()>>()> &make,
                                      const std::function<void()> &check);

    // For actors. Before an atomic operation:
    static void Step();
    // Goes on when the condition holds; the wait and what follows up to the next step are one.
    static void Until(const std::function<bool()> &condition);
};

extern "C" void InterleaveStep(void);
