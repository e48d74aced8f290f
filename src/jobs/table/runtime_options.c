/* The options of a runtime as data: every one stands once, in the table below. */
#include "runtime_options.h"

#include <windows.h>

#include "runtime/pure/numa_expression.h"

#define FIELD(member) OPTION_FIELD(RuntimeOptions, member)

/* The most that RuntimeStart takes. */
enum { MostConcurrency = 512, MostThreads = 1024 };

static const OptionWord ioModes[] = {{L"Overlapped", IoOverlapped}, {L"Mapped", IoMapped}, {NULL, 0}};

/* Which nodes there are is known when the runtime starts; here the form counts. */
static bool RuntimeOptionsAccept(const wchar_t *nodes)
{
    uint64_t selected;
    return NumaExpressionParse(nodes, UINT64_MAX, &selected, NULL) == NumaExpressionOk;
}

/* Those without a text are other names. */
/* clang-format off */
static const Option runtimeOptions[] = {
    {{L"IocpConcurrency", L"N", L"threads a port lets run (processors)", SectionThreads}, OptionNumber,
     FIELD(iocpConcurrency), .maximum = MostConcurrency},
    {{L"MaxConcurrency", L"N", NULL, SectionNone}, OptionNumber, FIELD(iocpConcurrency), .maximum = MostConcurrency},
    {{L"MaxThreads", L"N", L"of a node, at most (twice that)", SectionThreads}, OptionNumber, FIELD(maxThreads),
     .maximum = MostThreads},
    {{L"NumaNodes", L"NODES", L"all (default), 0, or 0,2-3", SectionThreads}, OptionText, FIELD(numaNodes),
     .maximum = 1,
     .unit = L"all, a node's number, or a list such as 0,2-3", .otherwise = L"all", .accepts = RuntimeOptionsAccept},
    {{L"SimulatedNumaNodes", L"N", L"pretend N nodes, for tests", SectionThreads}, OptionNumber,
     FIELD(simulatedNumaNodes), .maximum = NumaExpressionMaxNodes},
    {{L"BufferGuardPages", NULL, L"an overrun of a buffer traps", SectionThreads}, OptionSwitch,
     FIELD(bufferGuardPages), .maximum = 1},
    {{L"IocpBufferGuardPages", NULL, NULL, SectionNone}, OptionSwitch, FIELD(bufferGuardPages), .maximum = 1},
    {{L"IoMode", L"Overlapped|Mapped", L"how files are read (Overlapped)", SectionThreads}, OptionChoice, FIELD(ioMode),
     .words = ioModes},
};
/* clang-format on */

OptionGroup RuntimeOptionsGroup(RuntimeOptions *options)
{
    const OptionGroup group = {runtimeOptions, ARRAYSIZE(runtimeOptions), options};
    return group;
}
