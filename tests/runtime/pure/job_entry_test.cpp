/*
 * These tests encode and decode the list of a server's jobs. Each field stands at the documented
 * offset, so that a client and a server of different builds understand each other. An entry or a
 * page with any wrong field or length is refused, and so is one that was cut off anywhere.
 */
#include <doctest/doctest.h>

#include <cstring>
#include <string>
#include <vector>

#include "runtime/pure/job_entry.h"

namespace {

typedef std::vector<uint8_t> Bytes;

JobEntryText Text(const char16_t *text)
{
    return {text, static_cast<uint32_t>(std::char_traits<char16_t>::length(text))};
}

std::u16string TextOf(const JobEntryText &text)
{
    std::u16string out(text.chars, u' ');
    std::memcpy(&out[0], text.units, text.chars * sizeof(char16_t));
    return out;
}

JobEntry Entry()
{
    JobEntry entry = {};
    entry.id = 0x1122334455667788;
    entry.kind = 2;
    entry.step = JobStepTables;
    entry.waits = JobWaitDisk;
    entry.place = 3;
    entry.fractionMillionths = 250000;
    entry.processId = 4711;
    entry.ageMs = 1;
    entry.memoryBytes = 2;
    entry.total = 4;
    entry.completed = 5;
    entry.failed = 6;
    entry.user = Text(u"S-1");
    entry.input = Text(u"D:");
    entry.output = Text(u"");
    return entry;
}

Bytes Encoded(const JobEntry &entry)
{
    Bytes bytes(JobEntryHeadBytes + 64);
    bytes.resize(JobEntryEncode(&entry, bytes.data(), bytes.size()));
    return bytes;
}

// Of its own size, so that the sanitizer sees a step too far.
size_t Decoded(const Bytes &bytes, JobEntry *out)
{
    const Bytes own(bytes);
    return JobEntryDecode(own.data(), own.size(), out);
}

} // namespace

TEST_CASE("a job of a list has the documented bytes")
{
    const Bytes recorded = {
        0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11, 2,    0,    0, 0, 14, 0, 6, 0, // id, kind, step, waits
        3,    0,    0,    0,    0x90, 0xD0, 3,    0,    0x67, 0x12, 0, 0, 0,  0, 0, 0, // place, fraction, process
        1,    0,    0,    0,    0,    0,    0,    0,    2,    0,    0, 0, 0,  0, 0, 0, // age, memory
        4,    0,    0,    0,    0,    0,    0,    0,    5,    0,    0, 0, 0,  0, 0, 0, // total, completed
        6,    0,    0,    0,    0,    0,    0,    0,    3,    0,    0, 0, 2,  0, 0, 0, // failed, user, input
        0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0, 0, 0,  0, 0, 0, // output
        'S',  0,    '-',  0,    '1',  0,    'D',  0,    ':',  0,
    };
    CHECK(Encoded(Entry()) == recorded);
    JobEntry out = {};
    REQUIRE(JobEntryDecode(recorded.data(), recorded.size(), &out) == recorded.size());
    CHECK(out.id == 0x1122334455667788);
    CHECK((out.kind == 2 && out.step == JobStepTables && out.waits == JobWaitDisk && out.place == 3 &&
           out.fractionMillionths == 250000));
    CHECK((out.processId == 4711 && out.ageMs == 1 && out.memoryBytes == 2));
    CHECK((out.total == 4 && out.completed == 5 && out.failed == 6));
    CHECK(TextOf(out.user) == u"S-1");
    CHECK(TextOf(out.input) == u"D:");
    CHECK(out.output.chars == 0);
}

TEST_CASE("an entry that is cut off, or has a wrong field, is refused")
{
    JobEntry out;
    const Bytes sound = Encoded(Entry());
    for (size_t length = 0; length < sound.size(); length++)
        CHECK(Decoded(Bytes(sound.begin(), sound.begin() + static_cast<long>(length)), &out) == 0);
    const std::vector<std::pair<size_t, uint8_t>> wrong = {{8, 3},  {8, 0},  {22, 0x10}, {28, 1}, {73, 0x80}, {75, 1},
                                                           {84, 1}, {88, 1}, {95, 1},    {96, 0}, {104, 0}};
    for (const auto &[at, value] : wrong) {
        const size_t where = at;
        CAPTURE(where);
        Bytes bytes = sound;
        bytes[at] = value;
        CHECK(Decoded(bytes, &out) == 0);
    }
    Bytes nobody = sound;
    std::memset(nobody.data(), 0, 8); // the id
    CHECK(Decoded(nobody, &out) == 0);
    Bytes later = sound;
    later[12] = 99; // a step of a later server
    CHECK(Decoded(later, &out) == later.size());
    CHECK(JobStepName(out.step) == nullptr);
    later[14] = 99; // a wait likewise
    CHECK(Decoded(later, &out) == later.size());
    CHECK((out.step == 99 && out.waits == 99));
    CHECK(JobWaitName(out.waits) == nullptr);
    CHECK(std::string(JobWaitName(JobWaitFolder)) == "folder");
}

TEST_CASE("an entry of a server that knows no waits is of a job that does not wait")
{
    Bytes older = Encoded(Entry());
    older[14] = 0; // the upper half of what was the step
    JobEntry out = {};
    REQUIRE(Decoded(older, &out) == older.size());
    CHECK((out.step == JobStepTables && out.waits == JobWaitNothing));
    CHECK(std::string(JobWaitName(JobWaitNothing)).empty());
}

TEST_CASE("an entry without room is not written")
{
    const JobEntry entry = Entry();
    Bytes bytes(JobEntryHeadBytes + 10);
    CHECK(JobEntryEncode(&entry, bytes.data(), bytes.size() - 1) == 0);
    CHECK(bytes == Bytes(bytes.size()));
    CHECK(JobEntryEncode(&entry, bytes.data(), bytes.size()) == bytes.size());
}

TEST_CASE("the head of a page says how many jobs it has, and whether others follow")
{
    uint8_t head[JobPageHeadBytes];
    uint32_t count = 0;
    int more = 0;
    JobPageHeadEncode(3, 7, head);
    CHECK(Bytes(head, head + sizeof head) == Bytes{3, 0, 0, 0, 1, 0, 0, 0});
    CHECK(JobPageHeadDecode(head, sizeof head, &count, &more) == 1);
    CHECK((count == 3 && more == 1));
    CHECK(JobPageHeadDecode(head, sizeof head - 1, &count, &more) == 0);
    head[4] = 2;
    CHECK(JobPageHeadDecode(head, sizeof head, &count, &more) == 0);
    JobPageHeadEncode(0, 1, head); // or a client would ask for ever
    CHECK(JobPageHeadDecode(head, sizeof head, &count, &more) == 0);
    JobPageHeadEncode(0, 0, head);
    CHECK(JobPageHeadDecode(head, sizeof head, &count, &more) == 1);
}

TEST_CASE("each step has a word")
{
    for (uint32_t step = 0; step < JobStepCount; step++) {
        REQUIRE(JobStepName(step) != nullptr);
        CHECK(std::strlen(JobStepName(step)) > 3);
    }
    CHECK(JobStepName(JobStepCount) == nullptr);
    CHECK(std::string(JobStepName(JobStepSolve)) == "solve");
    CHECK(std::string(JobStepName(JobStepFinish)) == "finish");
    CHECK(std::string(JobStepName(JobStepEnding)) == "ending");
}
