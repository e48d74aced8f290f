// A test process ends by its deadline: then it prints the event ring of each worker of the runtimes
// that the test named, and exits with 99. RUNTIME_TEST_SECONDS is the deadline, 1,000 by default.
#pragma once

#include "runtime/engine/runtime.h"

void DeadlineStart();
void DeadlineExtend(unsigned seconds); // for a test that was asked to take longer

// Names the runtime under test for as long as it lives here.
class DeadlineWatch {
public:
    explicit DeadlineWatch(Runtime *runtime);
    ~DeadlineWatch();
    DeadlineWatch(const DeadlineWatch &) = delete;
    DeadlineWatch &operator=(const DeadlineWatch &) = delete;

private:
    size_t slot;
};
