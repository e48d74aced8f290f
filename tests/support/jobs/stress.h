// What tests take more of when they are asked to: ./test stress.
#pragma once

#include <cstdlib>

#include "runtime/engine/runtime.h"

inline bool Stressed()
{
    return getenv("RUNTIME_STRESS_SECONDS") != nullptr;
}

inline int StressSeconds()
{
    return Stressed() ? atoi(getenv("RUNTIME_STRESS_SECONDS")) : 0;
}

// Four nodes of more threads than any machine should have.
inline void Overcrowd(RuntimeOptions &options)
{
    options.iocpConcurrency = 32;
    options.maxThreads = 64;
    options.simulatedNumaNodes = 4;
}
