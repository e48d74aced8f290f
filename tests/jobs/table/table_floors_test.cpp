/*
 * With --Ranges a table's header has <Name>FindFloor. These tests prove that the header of keys in
 * any order has what that searches, that options and keys without floors are refused by a reason,
 * that a header without them is no reason to keep a table, and that a cancel or a memory that is
 * not there leaves nothing. tests/e2e/headers tries the lookups.
 */
#include "support/jobs/fixture.h"

#include <algorithm>

#include "jobs/text/command_line.h"
#ifndef NDEBUG
#include "support/runtime/nth_failure.h"
#endif

namespace {

struct Floors {
    Folder folder;
    std::wstring path = folder / L"starts.keys", out = folder / L"out";
    TestRuntime runtime;
    Floors() { WriteKeys(path, SomeKeys(1000)); }
    Request request(bool ranges = true)
    {
        Request made = FileRequest(path, out);
        made.options.ranges = ranges;
        return made;
    }
    void ascend(size_t count)
    {
        std::vector<uint32_t> keys = SomeKeys(count);
        std::sort(keys.begin(), keys.end());
        WriteKeys(path, keys);
    }
    std::string header()
    {
        for (const std::wstring &file : FilesBelow(out))
            if (file.size() > 2 && file.substr(file.size() - 2) == L".h") {
                const Bytes bytes = ReadBytes(out + L"\\" + file);
                return {bytes.begin(), bytes.end()};
            }
        return "";
    }
    bool has(const char *part) { return header().find(part) != std::string::npos; }
};

std::wstring Refused(const wchar_t *line)
{
    TableOptions options;
    TableOptionsDefault(&options);
    Failure failure = {};
    wchar_t **words = nullptr;
    CHECK(TableOptionsParse(line, &options, &words, &failure) == PERFECTHASH_E_OPTION_VALUE);
    return TextOf(failure);
}

} // namespace

TEST_CASE_FIXTURE(Floors, "a header has what FindFloor searches: the keys themselves where they ascend, else a copy")
{
    REQUIRE(Run(runtime, request(false)).code == S_OK);
    CHECK_FALSE(has("FindFloor"));
    Request both = request();
    REQUIRE(Run(runtime, both).code == S_OK);
    CHECK(has("uint32_t startsFindFloor(uint32_t key)"));
    CHECK(has("startsStartPositions[] = {"));
    ascend(1000);
    REQUIRE(Run(runtime, both).code == S_OK);
    CHECK(has("startsStarts[] = {"));
    CHECK_FALSE(has("startsStartPositions"));
    both.options.contains = TRUE;
    REQUIRE(Run(runtime, both).code == S_OK);
    CHECK(has("startsKeys[first + half] <= key"));
    CHECK_FALSE(has("startsStarts["));
}

TEST_CASE_FIXTURE(Floors, "a header without data searches keys that ascend, and others are refused")
{
    Request without = request();
    without.options.headerWithoutData = TRUE;
    const Outcome refused = Run(runtime, without);
    CHECK(refused.code == PERFECTHASH_E_OPTION_VALUE);
    CHECK_MESSAGE(Contains(refused.text, L"--Ranges: the keys don't ascend"), refused.text);
    CHECK(FilesBelow(out).empty());
    ascend(1000);
    REQUIRE(Run(runtime, without).code == S_OK);
    CHECK(has("table->keys[first + half] <= key"));
}

TEST_CASE_FIXTURE(Floors, "a table is kept when its header has floors as well, and is made again when not")
{
    Request again = request();
    again.resume = TRUE;
    for (const bool ranges : {false, true, true, false}) {
        again.options.ranges = ranges;
        const bool same = has("FindFloor") == ranges && !header().empty();
        const Outcome outcome = Run(runtime, again);
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        CHECK((outcome.result->reused != FALSE) == same);
        CHECK(has("FindFloor") == ranges);
    }
}

TEST_CASE("tables without keys, and text keys, have no floors")
{
    for (const wchar_t *line : {L"--Ranges --OmitKeys", L"--Ranges --Reject=None", L"--Ranges --Reject=Fingerprint8",
                                L"--Ranges --ValueBits=8"})
        CHECK(Refused(line) == L"--Ranges: it needs the keys in the table.");
    CHECK(Refused(L"--Ranges --KeyType=Text") == L"--Ranges: it is for keys that are numbers, not for text keys.");
}

TEST_CASE_FIXTURE(Floors, "keys of 128 bits have no floors")
{
    path = folder / L"guids.txt";
    WriteText(path, "{01234567-89ab-cdef-0123-456789abcdef}\n{01234567-89ab-cdef-0123-456789abcdee}\n");
    const Outcome outcome = Run(runtime, request());
    CHECK(outcome.code == PERFECTHASH_E_OPTION_VALUE);
    CHECK_MESSAGE(Contains(outcome.text, L"--Ranges: ranges are of keys of 32 and 64 bits"), outcome.text);
}

TEST_CASE_FIXTURE(Floors, "a cancel ends a job that sorts many starts, and leaves nothing or all")
{
    WriteKeys(path, SomeKeys(300000));
    CheckCancels(runtime, request(), out, 2);
}

#ifndef NDEBUG
TEST_CASE_FIXTURE(Floors, "each failing call fails the job or is done without, and leaves the old header or the new")
{
    const Request asked = request();
    NthFailure failure;
    for (int n = 1; failure.passed < 3; n++) {
        REQUIRE(Run(runtime, request(false)).code == S_OK);
        const std::string old = header();
        failure.Run(n, [&] {
            const Outcome outcome = Run(runtime, asked);
            CHECK((SUCCEEDED(outcome.code) || !outcome.text.empty()));
        });
        CHECK((header() == old || has("FindFloor(")));
    }
    failure.Tell();
    CHECK(failure.failed > 10);
}
#endif
