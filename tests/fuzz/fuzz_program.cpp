// Programs: the first byte says which functions, the second how many steps a slice has, the rest is
// the file. Addresses come ascending, each once, in slices of any size as at once, and both ways of
// asking are parts of asking for both.
#include <algorithm>
#include <iterator>
#include <vector>

#include "aligned.h"
#include "chm01/program/program.h"
#include "must.h"

using Addresses = std::vector<uint32_t>;

static ChmStatus Read(const Aligned &bytes, ProgramFunctions functions, bool pieces, uint64_t steps, Addresses *out)
{
    const Aligned memory(ProgramBound(bytes.data(), bytes.size()));
    ProgramReading reading;
    ChmError error = {};
    ChmStatus status = ProgramReadBegin(&reading, bytes.data(), bytes.size(), functions, pieces, memory.data(), &error);
    if (status == ChmOk) {
        do {
            Work work = {steps};
            status = ProgramReadOn(&reading, &work, &error);
        } while (status == ChmContinue);
    }
    Must(status == ChmOk ? reading.count != 0 : error.status == status && error.reason != nullptr);
    if (status != ChmOk)
        return status;
    Must(reading.count <= memory.size() / 8);
    const auto *const addresses = reinterpret_cast<const uint32_t *>(memory.data());
    out->assign(addresses, addresses + reading.count);
    Must(std::adjacent_find(out->begin(), out->end(), std::greater_equal<>()) == out->end());
    return status;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const Aligned bytes(data + 2, size - 2);
    const auto functions = static_cast<ProgramFunctions>((data[0] & 3) % 3);
    const bool pieces = (data[0] & 4) != 0;
    Addresses atOnce, sliced, unwind, exports, both, joined;
    const ChmStatus status = Read(bytes, functions, pieces, UINT64_MAX, &atOnce);
    Must(Read(bytes, functions, pieces, 1 + uint64_t(data[1]), &sliced) == status && sliced == atOnce);
    Must(status == ChmPeMalformed || ProgramIs(bytes.data(), bytes.size()));
    if (Read(bytes, ProgramBoth, pieces, UINT64_MAX, &both) == ChmPeMalformed)
        return 0;
    Read(bytes, ProgramUnwind, pieces, UINT64_MAX, &unwind);
    Read(bytes, ProgramExports, pieces, UINT64_MAX, &exports);
    std::set_union(unwind.begin(), unwind.end(), exports.begin(), exports.end(), std::back_inserter(joined));
    Must(joined == both);
    return 0;
}
