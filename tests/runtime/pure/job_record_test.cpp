/*
 * A JobRecord shares a job's state between processes. These tests prove that a record is read as it
 * was written, with texts cut between characters. A record whose fields make no sense is refused,
 * in shared memory and on the wire. A reader on another thread never sees half a change.
 */
#include <doctest/doctest.h>

#include <atomic>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "runtime/pure/job_record.h"

namespace {

const uint16_t *Units(const std::u16string &text)
{
    return reinterpret_cast<const uint16_t *>(text.c_str());
}

struct Copy {
    JobRecordValues values = {};
    std::vector<uint16_t> message = std::vector<uint16_t>(JobRecordMessageChars, 0xFFFF),
                          path = std::vector<uint16_t>(JobRecordPathChars, 0xFFFF);
    bool Read(const JobRecord &record)
    {
        return JobRecordRead(&record, sizeof record, &values, message.data(), path.data()) != 0;
    }
    std::u16string Message() const { return reinterpret_cast<const char16_t *>(message.data()); }
    std::u16string Path() const { return reinterpret_cast<const char16_t *>(path.data()); }
};

JobRecordValues Values(uint64_t first)
{
    JobRecordValues values = {};
    values.state = JobRecordFailed;
    values.kind = 2;
    values.code = 0x80041001;
    values.fractionMillionths = 500000;
    values.jobId = first;
    values.total = first + 1;
    values.completed = first + 2;
    values.succeeded = first + 3;
    values.failed = first + 4;
    values.skipped = first + 5;
    values.bytesWritten = first + 6;
    values.keyCount = first + 7;
    values.attempts = first + 8;
    values.solveMicroseconds = first + 9;
    values.elapsedMs = first + 10;
    return values;
}

const JobRecordValues *Keep(const JobRecordValues &values)
{
    static JobRecordValues kept;
    kept = values;
    return &kept;
}

std::unique_ptr<JobRecord> Record()
{
    std::unique_ptr<JobRecord> record(new JobRecord);
    JobRecordInit(record.get(), 1, 2);
    return record;
}

bool Same(const JobRecordValues &a, const JobRecordValues &b)
{
    return a.state == b.state && a.kind == b.kind && a.code == b.code && a.fractionMillionths == b.fractionMillionths &&
           std::memcmp(&a.jobId, &b.jobId, sizeof a - offsetof(JobRecordValues, jobId)) == 0;
}

} // namespace

TEST_CASE("a record comes out as it was written, and texts that aren't given stay")
{
    const auto record = Record();
    Copy copy;
    REQUIRE(copy.Read(*record));
    CHECK(copy.values.jobId == 1);
    CHECK(copy.values.state == JobRecordRunning);
    CHECK(copy.Message().empty());

    JobRecordWrite(record.get(), Keep(Values(10)), Units(u"why"), Units(u"C:\\out\\a.pht"));
    REQUIRE(copy.Read(*record));
    CHECK(Same(copy.values, Values(10)));
    CHECK(copy.Message() == u"why");
    CHECK(copy.Path() == u"C:\\out\\a.pht");
    JobRecordWrite(record.get(), Keep(Values(30)), nullptr, nullptr);
    REQUIRE(copy.Read(*record));
    CHECK(Same(copy.values, Values(30)));
    CHECK(copy.Message() == u"why");
    JobRecordWrite(record.get(), Keep(Values(30)), Units(u""), Units(u"b"));
    REQUIRE(copy.Read(*record));
    CHECK(copy.Message().empty());
    CHECK(copy.Path() == u"b");
    CHECK(JobRecordRead(record.get(), sizeof *record, &copy.values, nullptr, nullptr));
}

TEST_CASE("texts are cut to what fits, between characters")
{
    const auto record = Record();
    Copy copy;
    const std::u16string fits(JobRecordMessageChars - 1, u'x'), pair = u"\xD83D\xDE00";
    const JobRecordValues values = Values(1);
    JobRecordWrite(record.get(), &values, Units(fits), nullptr);
    REQUIRE(copy.Read(*record));
    CHECK(copy.Message() == fits);
    JobRecordWrite(record.get(), &values, Units(fits + u"yz"), Units(std::u16string(JobRecordPathChars + 5, u'p')));
    REQUIRE(copy.Read(*record));
    CHECK(copy.Message() == fits);
    CHECK(copy.Path() == std::u16string(JobRecordPathChars - 1, u'p'));
    const std::u16string oneLess = fits.substr(1), twoLess = fits.substr(2);
    JobRecordWrite(record.get(), &values, Units(oneLess + pair), nullptr);
    REQUIRE(copy.Read(*record));
    CHECK(copy.Message() == oneLess);
    JobRecordWrite(record.get(), &values, Units(twoLess + pair), nullptr);
    REQUIRE(copy.Read(*record));
    CHECK(copy.Message() == twoLess + pair);
    JobRecordWrite(record.get(), &values, Units(twoLess + pair + u"z"), nullptr);
    REQUIRE(copy.Read(*record));
    CHECK(copy.Message() == twoLess + pair);
}

TEST_CASE("a record whose fields make no sense is refused")
{
    Copy copy;
    const struct {
        const char *what;
        void (*spoil)(JobRecord &);
    } ways[] = {
        {"magic", [](JobRecord &record) { record.magic++; }},
        {"version", [](JobRecord &record) { record.version++; }},
        {"bytes", [](JobRecord &record) { record.bytes--; }},
        {"kind 0", [](JobRecord &record) { record.kind = 0; }},
        {"kind 3", [](JobRecord &record) { record.kind = 3; }},
        {"state", [](JobRecord &record) { record.state = 4; }},
        {"fraction", [](JobRecord &record) { record.fractionMillionths = 1000001; }},
        {"message", [](JobRecord &record) { record.messageChars = JobRecordMessageChars; }},
        {"path", [](JobRecord &record) { record.pathChars = JobRecordPathChars; }},
        {"path, far", [](JobRecord &record) { record.pathChars = 0xFFFFFFFF; }},
        {"its writer has died", [](JobRecord &record) { record.sequence++; }},
    };
    for (const auto &way : ways) {
        CAPTURE(way.what);
        const auto record = Record();
        REQUIRE(copy.Read(*record));
        way.spoil(*record);
        CHECK_FALSE(copy.Read(*record));
    }
    const auto record = Record();
    CHECK_FALSE(JobRecordRead(record.get(), sizeof *record - 1, &copy.values, nullptr, nullptr));
    CHECK_FALSE(JobRecordRead(nullptr, sizeof *record, &copy.values, nullptr, nullptr));
}

TEST_CASE("a record crosses the wire with no more text than it has")
{
    const auto record = Record(), back = Record();
    Copy copy;
    std::vector<uint8_t> bytes(JobRecordMostBytes);
    CHECK(JobRecordEncode(record.get(), bytes.data(), bytes.size()) == JobRecordHeadBytes);
    const JobRecordValues values = Values(uint64_t(1) << 40);
    JobRecordWrite(record.get(), &values, Units(u"why"), Units(u"C:\\a"));
    const size_t length = JobRecordEncode(record.get(), bytes.data(), bytes.size());
    CHECK(length == JobRecordHeadBytes + 2 * (3 + 4));
    CHECK(JobRecordEncode(record.get(), bytes.data(), length - 1) == 0);
    REQUIRE(JobRecordDecode(bytes.data(), length, back.get()));
    REQUIRE(copy.Read(*back));
    CHECK(Same(copy.values, values));
    CHECK(copy.Message() == u"why");
    CHECK(copy.Path() == u"C:\\a");
    // Where the documentation says that they are.
    CHECK(bytes[16] == 0);
    CHECK(bytes[21] == 1);
    CHECK(bytes[28] == JobRecordFailed);
    CHECK(bytes[128] == 'w');

    for (size_t other = 0; other < length; other++)
        CHECK_FALSE(JobRecordDecode(bytes.data(), other, back.get()));
    CHECK_FALSE(JobRecordDecode(bytes.data(), length + 1, back.get()));
    const struct {
        size_t at;
        uint8_t value;
    } bad[] = {{0, 0},   {4, 2},   {8, 0},   {12, 1},     {24, 3},  {28, 4}, {39, 1},
               {120, 4}, {123, 1}, {124, 3}, {127, 0xFF}, {128, 0}, {134, 0}};
    for (const auto &each : bad) {
        CAPTURE(each.at);
        std::vector<uint8_t> spoiled(bytes.begin(), bytes.begin() + static_cast<long>(length));
        spoiled[each.at] = each.value;
        CHECK_FALSE(JobRecordDecode(spoiled.data(), length, back.get()));
    }
    // The longest that there is.
    JobRecordWrite(record.get(), &values, Units(std::u16string(2000, u'm')), Units(std::u16string(40000, u'p')));
    const size_t most = JobRecordEncode(record.get(), bytes.data(), bytes.size());
    CHECK(most == JobRecordMostBytes - 4);
    CHECK(JobRecordDecode(bytes.data(), most, back.get()));
}

TEST_CASE("a reader never sees half a change")
{
    const auto record = Record();
    std::atomic<bool> end(false);
    std::thread writer([&] {
        const std::u16string letters = u"abcdefghijklmnopqrstuvwxyz";
        for (uint64_t i = 0; !end; i++) {
            const JobRecordValues values = Values(i);
            JobRecordWrite(record.get(), &values, Units(std::u16string(i % 50, letters[i % 26])), nullptr);
        }
    });
    Copy copy;
    int seen = 0;
    uint64_t changes = 0, last = 0;
    for (int i = 0; i < 20000000 && (seen < 20000 || changes < 100); i++) {
        if (!copy.Read(*record))
            continue; // the writer rests in the middle of a change
        seen++;
        if (copy.values.kind == 2 && copy.values.jobId == 1 && copy.values.total == 0)
            continue; // as it began
        const JobRecordValues expected = Values(copy.values.jobId);
        const std::u16string message = copy.Message();
        if (!Same(copy.values, expected) || message.size() != copy.values.jobId % 50 ||
            message.find_first_not_of(message.empty() ? u'a' : message[0]) != std::u16string::npos) {
            FAIL_CHECK("half a change was seen");
            break;
        }
        changes += copy.values.jobId != last;
        last = copy.values.jobId;
    }
    end = true;
    writer.join();
    CHECK(changes >= 100);
}
