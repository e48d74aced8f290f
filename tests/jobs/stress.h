// What tests take more of when they are asked to: ./test stress.
#pragma once

#include <cstdlib>

inline bool Stressed() { return getenv("RUNTIME_STRESS_SECONDS") != nullptr; }
