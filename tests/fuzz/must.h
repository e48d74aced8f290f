// What must hold, or the fuzzer has found something.
#pragma once
#include <cstdlib>

inline void Must(bool holds)
{
    if (!holds)
        std::abort();
}
