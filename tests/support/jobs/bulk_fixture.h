// What the tests of bulk runs share: requests whose texts live, and a run to its end.
#pragma once

#include <cstring>
#include <functional>

#include "jobs/bulk/bulk_job.h"
#include "support/jobs/fixture.h"

// A request whose texts live as long as it does.
struct Bulk {
    std::wstring keys, out, include, exclude, pack, merge;
    BulkOptions options;
    BOOL noLinks = FALSE, packInside = FALSE;
    BulkLinkRule linkRule = {};
    Bulk(const std::wstring &keysDirectory, const std::wstring &outputDirectory);
    BulkRequest request();
};

struct BulkOutcome {
    HRESULT code = E_FAIL;
    JobState state = JobFailed;
    std::wstring text; // of the failure
    BulkResult *result = nullptr;
    JobProgress progress = {};
    BulkOutcome() {}
    BulkOutcome(BulkOutcome &&other) noexcept;
    BulkOutcome(const BulkOutcome &) = delete;
    ~BulkOutcome() { BulkResultRelease(result); }
    const BulkRow &row(const std::wstring &keysPath) const;
    std::string csv(bool withoutTimes = true) const;
};

std::string CsvWithoutTimes(std::string csv);

BulkJob *StartBulk(Runtime *runtime, Bulk &bulk);
BulkOutcome WaitBulk(BulkJob *job); // takes over the reference
void CancelMustEnd(BulkJob *job);   // likewise
BulkOutcome RunBulk(Runtime *runtime, Bulk &bulk);
// One table after the other: `between` is called, on this thread, with how many have ended, and the
// run waits for it.
BulkOutcome RunBulkInSteps(Runtime *runtime, Bulk &bulk, const std::function<void(size_t)> &between);

// count sets of different sizes, 0000-set.keys, ..., and their paths.
std::vector<std::wstring> WriteSets(const std::wstring &folder, size_t count, size_t mostKeys = 3000);
void MakeFolder(const std::wstring &path);

// The files below a folder and their bytes, but for CSV and JSON.
std::vector<std::pair<std::wstring, Bytes>> Tables(const std::wstring &folder);

// Bytes at an aligned address.
struct Aligned {
    std::vector<uint64_t> memory;
    unsigned char *bytes;
    size_t size;
    explicit Aligned(const Bytes &from) : memory(from.size() / 8 + 16), size(from.size())
    {
        bytes = (unsigned char *)(((uintptr_t)memory.data() + 63) & ~(uintptr_t)63);
        memcpy(bytes, from.data(), size);
    }
};
