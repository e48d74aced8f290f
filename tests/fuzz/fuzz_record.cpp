// Any bytes as a job's record in a response, and as one in a section that another process has
// written. What is accepted encodes to the same bytes.
#include <cstring>
#include <memory>
#include <vector>

#include "must.h"
#include "runtime/pure/job_record.h"

static uint16_t message[JobRecordMessageChars], path[JobRecordPathChars];

template <size_t Chars> static bool Ends(const uint16_t (&text)[Chars])
{
    for (uint16_t character : text) {
        if (!character)
            return true;
    }
    return false;
}

// The bytes as they are, over the head and the beginning of the texts.
static void TrySection(const uint8_t *data, size_t size)
{
    static const std::unique_ptr<JobRecord> record(new JobRecord());
    const size_t used = size < sizeof *record ? size : sizeof *record;
    std::memcpy(static_cast<void *>(record.get()), data, used);
    JobRecordValues values = {};
    Must(!JobRecordRead(record.get(), sizeof *record - 1, &values, nullptr, nullptr));
    if (JobRecordRead(record.get(), sizeof *record, &values, message, path)) {
        Must(Ends(message) && Ends(path));
        Must(values.state <= JobRecordCancelled && values.fractionMillionths <= 1000000);
    }
    std::memset(static_cast<void *>(record.get()), 0, used);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const std::unique_ptr<JobRecord> record(new JobRecord());
    const std::vector<uint8_t> bytes(data, data + size);
    if (JobRecordDecode(bytes.data(), size, record.get())) {
        std::vector<uint8_t> again(size);
        JobRecordValues values;
        Must(JobRecordRead(record.get(), sizeof *record, &values, message, path) == 1);
        Must(Ends(message) && Ends(path));
        Must(JobRecordEncode(record.get(), again.data(), size - 1) == 0);
        Must(JobRecordEncode(record.get(), again.data(), size) == size);
        Must(again == bytes);
    }
    if (size >= 12) {
        // The size of a section's record, so that more than the first check is reached.
        std::vector<uint8_t> section(bytes);
        const uint32_t whole = sizeof(JobRecord);
        std::memcpy(section.data() + 8, &whole, sizeof whole);
        TrySection(section.data(), section.size());
    }
    return 0;
}
