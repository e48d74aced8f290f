// Any text as a node selection, on machines of 1, 4 and 64 nodes and one with gaps. What is
// accepted names only nodes that exist and means the same when it is written out again; what is
// refused says where.
#include <cstdint>

#include "must.h"
#include "runtime/pure/numa_expression.h"
#include "support/wide_text.h"

static void Try(const WideText &text, uint64_t exists)
{
    uint64_t selected = 0, again = 0;
    size_t errorAt = ~size_t(0);
    if (NumaExpressionParse(text.c_str(), exists, &selected, &errorAt) != NumaExpressionOk) {
        Must(selected == 0);
        Must(errorAt <= text.size());
        return;
    }
    Must(selected != 0 && (selected & ~exists) == 0);
    std::string written;
    for (int node = 0; node < NumaExpressionMaxNodes; node++) {
        if (selected >> node & 1)
            written += (written.empty() ? "" : ",") + std::to_string(node);
    }
    Must(NumaExpressionParse(WideText(written.begin(), written.end()).c_str(), exists, &again, nullptr) ==
         NumaExpressionOk);
    Must(again == selected);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    // A copy of its own size, so that the sanitizer sees a step too far. A NUL ends it as it would
    // end any text.
    const WideText text(data, data + size);
    for (uint64_t exists : {uint64_t(1), uint64_t(0xf), ~uint64_t(0), uint64_t(0x8000000000000105)})
        Try(text, exists);
    return 0;
}
