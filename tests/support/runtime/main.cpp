#include <doctest/doctest.h>

#ifdef _WIN32
#include "support/runtime/crash_child.h"
#include "support/runtime/deadline.h"
#endif

int main(int argc, char **argv)
{
#ifdef _WIN32
    CrashChild();
    DeadlineStart();
#endif
    doctest::Context context(argc, argv);
    return context.run();
}
