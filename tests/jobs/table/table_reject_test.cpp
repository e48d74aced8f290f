/*
 * --Reject says how a table tells other keys from its own: by the keys, by fingerprints of 8 or 16
 * bits, or not at all. These tests make each kind of a keys file, beside positions and values, and
 * refuse what contradicts. A resumed job keeps a table that rejects as it is asked to.
 */
#include "support/jobs/fixture.h"

#include "jobs/text/command_line.h"

namespace {

HRESULT Parse(const wchar_t *text, TableOptions *options, std::wstring *told = nullptr)
{
    Failure failure = {};
    wchar_t **words = nullptr;
    TableOptionsDefault(options);
    const HRESULT code = TableOptionsParse(text, options, &words, &failure);
    CommandLineFree(words);
    if (told != nullptr)
        *told = TextOf(failure);
    return code;
}

struct Rejecting {
    Folder folder;
    std::wstring path = folder / L"set.keys", out = folder / L"out";
    std::vector<uint32_t> keys = SomeKeys(2000);
    TestRuntime runtime;
    Rejecting() { WriteKeys(path, keys); }
    Outcome make(const wchar_t *options, bool resume = false)
    {
        Request request = FileRequest(path, out);
        REQUIRE(Parse(options, &request.options) == S_OK);
        request.resume = resume;
        return Run(runtime, request);
    }
    std::string header(const Outcome &outcome) const
    {
        const Bytes bytes = ReadBytes(outcome.result->files[0]);
        return std::string(bytes.begin(), bytes.end());
    }
};

} // namespace

TEST_CASE_FIXTURE(Rejecting, "each way to reject decides what the table and its header have")
{
    const struct {
        const wchar_t *options;
        bool keys, contains;
        uint32_t bits;
    } cases[] = {
        {L"", true, false, 0},
        {L"--Reject=None", false, false, 0},
        {L"--OmitKeys", false, false, 0},
        {L"--Reject=Keys", true, true, 0},
        {L"--Contains", true, true, 0},
        {L"--Reject=Fingerprint8", false, false, 8},
        {L"--Reject=Fingerprint16", false, false, 16},
    };
    for (const auto &each : cases) {
        CAPTURE(std::wstring(each.options));
        const Outcome outcome = make(each.options);
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        const TableView &view = outcome.result->view;
        CHECK((view.keys != nullptr) == each.keys);
        CHECK(view.fingerprintBits == each.bits);
        CHECK((header(outcome).find("setContains(") != std::string::npos) == each.contains);
        CHECK((header(outcome).find("setFind(") != std::string::npos) == (each.bits != 0));
        for (size_t i = 0; i < keys.size(); i++) {
            uint32_t answer = 0;
            REQUIRE(TableIndex(&view, keys[i]) == i);
            if (each.bits != 0)
                REQUIRE((TableFind(&view, keys[i], &answer) && answer == i));
        }
    }
}

TEST_CASE_FIXTURE(Rejecting, "fingerprints beside values of a file")
{
    Bytes values;
    for (const uint32_t key : keys)
        values.push_back(static_cast<unsigned char>(key >> 9));
    WriteBytes(path + L".values", values.data(), values.size());
    const Outcome outcome = make(L"--Reject=Fingerprint8 --ValueBits=8");
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CHECK(outcome.result->view.slotSizeInBytes == 2);
    for (const uint32_t key : keys) {
        uint32_t answer = 0;
        REQUIRE((TableFind(&outcome.result->view, key, &answer) && answer == static_cast<unsigned char>(key >> 9)));
    }
    CHECK(header(outcome).find("int setFind(uint32_t key, uint8_t *value)") != std::string::npos);
}

TEST_CASE_FIXTURE(Rejecting, "a resumed job keeps the table that rejects as it is asked to, by either name")
{
    CHECK_FALSE(make(L"--Reject=Fingerprint8", true).result->reused);
    CHECK(make(L"--Reject=Fingerprint8", true).result->reused);
    CHECK_FALSE(make(L"--Reject=Fingerprint16", true).result->reused);
    CHECK_FALSE(make(L"--Reject=None", true).result->reused);
    CHECK(make(L"--OmitKeys", true).result->reused);
    CHECK_FALSE(make(L"--Reject=Keys", true).result->reused);
    CHECK(make(L"--Contains", true).result->reused);
}

TEST_CASE("what contradicts --Reject is refused, and what has no room")
{
    TableOptions options;
    std::wstring told;
    for (const wchar_t *text :
         {L"--Reject=None --Contains", L"--Reject=Fingerprint8 --Contains", L"--Reject=Keys --OmitKeys",
          L"--Reject=Fingerprint16 --OmitKeys", L"--Reject=Keys --ValueBits=8", L"--Reject=Fingerprint8 --ValueBits=32",
          L"--Reject=Fingerprint8 --HashFunction=MultiplyShiftR",
          L"--Reject=Fingerprint8 --FallbackHashFunction=Mulshrolate1RX", L"--Reject=Some"}) {
        CAPTURE(std::wstring(text));
        CHECK(Parse(text, &options, &told) == PERFECTHASH_E_OPTION_VALUE);
        CHECK(told.find(L"--Reject") == 0);
    }
    CHECK(Parse(L"--Reject=None --OmitKeys", &options) == S_OK);
    CHECK(Parse(L"--Reject=Keys --Contains", &options) == S_OK);
    CHECK(Parse(L"--Reject=Fingerprint8 --Layout=Compact", &options) == S_OK);
    TestRuntime runtime;
    const std::vector<uint32_t> keys = SomeKeys(70000);
    Request request = KeysRequest(keys, L"many", L"");
    request.options.reject = RejectFingerprint16;
    const Outcome outcome = Run(runtime, request);
    CHECK(outcome.code == PERFECTHASH_E_OPTION_VALUE);
    CHECK(Contains(outcome.text, L"more than 32 bits together"));
}
