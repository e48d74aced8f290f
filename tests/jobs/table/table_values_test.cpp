/*
 * A table of values gives each key the integer that a file beside the keys file, or an array beside
 * the keys, has for it: of each width, flat and in buckets. Files of the wrong size and missing
 * ones are refused by name. A resumed job makes the table again when a value has changed. A server
 * takes values from its allowed roots alone.
 */
#include "support/jobs/server_fixture.h"

#include <cstring>

#include "jobs/text/command_line.h"
#include "support/jobs/stranger.h"

namespace {

// A value a key, which depends on its place.
template <class Value> std::vector<Value> SomeValues(size_t count, uint32_t seed = 1)
{
    std::vector<Value> values(count);
    for (size_t i = 0; i < count; i++)
        values[i] = static_cast<Value>((i + seed) * 0x9e3779b1u >> 7);
    return values;
}

template <class Value> void WriteValues(const std::wstring &path, const std::vector<Value> &values)
{
    WriteBytes(path, values.data(), values.size() * sizeof(Value));
}

Request ValuesRequest(const std::wstring &keysPath, const std::wstring &out, uint32_t bits)
{
    Request request = FileRequest(keysPath, out);
    request.options.solve.valueBits = bits;
    return request;
}

template <class Value>
void CheckValues(const TableResult *result, const std::vector<uint32_t> &keys, const std::vector<Value> &values)
{
    REQUIRE(result->view.valueBits == 8 * sizeof(Value));
    CHECK(result->view.keys == nullptr);
    for (size_t i = 0; i < keys.size(); i++)
        REQUIRE(TableValue(&result->view, keys[i]) == values[i]);
}

// A keys file and its values, of 8 bits unless a test says otherwise.
struct Valued {
    Folder folder;
    std::wstring path = folder / L"set.keys", out = folder / L"out";
    std::vector<uint32_t> keys = SomeKeys(1000);
    std::vector<uint8_t> values = SomeValues<uint8_t>(1000);
    TestRuntime runtime;
    Valued()
    {
        WriteKeys(path, keys);
        WriteValues(path + L".values", values);
    }
};

template <class Value> void MakeOf(size_t count)
{
    Folder folder;
    TestRuntime runtime;
    const std::wstring path = folder / L"set.keys";
    const std::vector<uint32_t> keys = SomeKeys(count);
    const std::vector<Value> values = SomeValues<Value>(count);
    WriteKeys(path, keys);
    WriteValues(path + L".values", values);
    const Outcome outcome = Run(runtime, ValuesRequest(path, folder / L"out", 8 * sizeof(Value)));
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CheckValues(outcome.result, keys, values);
    TableResult *loaded = nullptr;
    REQUIRE(TableResultLoad(TableResultFile(outcome.result), &loaded, nullptr) == S_OK);
    CheckValues(loaded, keys, values);
    TableResultRelease(loaded);
    const Bytes header = ReadBytes(outcome.result->files[0]);
    CHECK(std::string(header.begin(), header.end()).find("setValue(") != std::string::npos);
}

std::wstring RefusalOf(const wchar_t *text)
{
    TableOptions options;
    Failure failure = {};
    wchar_t **words = nullptr;
    TableOptionsDefault(&options);
    CHECK(TableOptionsParse(text, &options, &words, &failure) == PERFECTHASH_E_OPTION_VALUE);
    return TextOf(failure);
}

} // namespace

TEST_CASE("a table has the values of the file beside its keys file, of each width, flat and in buckets")
{
    for (const size_t count : {1, 1000, 100000}) {
        CAPTURE(count);
        MakeOf<uint8_t>(count);
        MakeOf<uint16_t>(count);
        MakeOf<uint32_t>(count);
    }
}

TEST_CASE_FIXTURE(Valued, "values lie where --Values says, whatever lies beside the keys file")
{
    std::vector<uint8_t> others = SomeValues<uint8_t>(1000, 77);
    const std::wstring elsewhere = folder / L"elsewhere.bin";
    WriteValues(elsewhere, others);
    Request request = ValuesRequest(path, L"", 8);
    request.options.values = elsewhere.c_str();
    const Outcome outcome = Run(runtime, request);
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CheckValues(outcome.result, keys, others);
}

TEST_CASE_FIXTURE(Valued, "values of 64-bit keys, of a text and of given keys")
{
    std::vector<uint64_t> wide;
    std::string text;
    for (const uint32_t key : keys) {
        wide.push_back(key * 0x100000001ull);
        text += std::to_string(key) + "\n";
    }
    WriteBytes(folder / L"set64.keys", wide.data(), wide.size() * sizeof(uint64_t));
    WriteValues(folder / L"set64.keys.values", values);
    const Outcome ofWide = Run(runtime, ValuesRequest(folder / L"set64.keys", L"", 8));
    REQUIRE_MESSAGE(ofWide.code == S_OK, ofWide.text);
    for (size_t i = 0; i < wide.size(); i++)
        REQUIRE(TableValue(&ofWide.result->view, wide[i]) == values[i]);
    WriteText(folder / L"set.txt", text);
    WriteValues(folder / L"set.txt.values", values);
    const Outcome ofText = Run(runtime, ValuesRequest(folder / L"set.txt", L"", 8));
    REQUIRE_MESSAGE(ofText.code == S_OK, ofText.text);
    CheckValues(ofText.result, keys, values);
    Request given = KeysRequest(keys, L"given", L"");
    given.options.solve.valueBits = 8;
    given.values = values.data();
    const Outcome ofGiven = Run(runtime, given);
    REQUIRE_MESSAGE(ofGiven.code == S_OK, ofGiven.text);
    CheckValues(ofGiven.result, keys, values);
}

TEST_CASE_FIXTURE(Valued, "a values file that is missing, or of the wrong size, is named, and so is its keys file")
{
    DeleteFileW((path + L".values").c_str());
    const Outcome missing = Run(runtime, ValuesRequest(path, L"", 8));
    CHECK(missing.code == PERFECTHASH_E_VALUES_NOT_FOUND);
    CHECK(missing.text == path + L".values: there is no such values file.");
    WriteValues(path + L".values", SomeValues<uint8_t>(999));
    const Outcome few = Run(runtime, ValuesRequest(path, L"", 8));
    CHECK(few.code == PERFECTHASH_E_VALUES_SIZE);
    CHECK(few.text == path + L".values: its size of 999 bytes is not that of a value of 8 bits for each key of " +
                          path + L" (keys: 1000).");
    WriteValues(path + L".values", SomeValues<uint8_t>(1001));
    CHECK(Run(runtime, ValuesRequest(path, L"", 8)).code == PERFECTHASH_E_VALUES_SIZE);
    WriteValues(path + L".values", SomeValues<uint8_t>(1000));
    CHECK(Run(runtime, ValuesRequest(path, L"", 16)).code == PERFECTHASH_E_VALUES_SIZE);
    Request folderOf = ValuesRequest(path, L"", 8);
    folderOf.options.values = folder.path.c_str();
    CHECK(Run(runtime, folderOf).code == PERFECTHASH_E_VALUES_UNREADABLE);
    const Outcome noKeys = Run(runtime, ValuesRequest(folder / L"none.keys", L"", 8));
    CHECK(noKeys.code == PERFECTHASH_E_KEYS_NOT_FOUND);
}

TEST_CASE_FIXTURE(Valued, "a key that occurs twice is named, also where both have one value")
{
    keys[900] = keys[3];
    values[900] = values[3];
    WriteKeys(path, keys);
    WriteValues(path + L".values", values);
    const Outcome outcome = Run(runtime, ValuesRequest(path, L"", 8));
    CHECK(outcome.code == PERFECTHASH_E_KEYS_DUPLICATE);
    CHECK(Contains(outcome.text, L"occurs twice, at positions 3 and 900."));
}

TEST_CASE_FIXTURE(Valued, "a resumed job keeps the table of equal values, and makes that of others")
{
    Request request = ValuesRequest(path, out, 8);
    request.resume = TRUE;
    CHECK_FALSE(Run(runtime, request).result->reused);
    const Outcome kept = Run(runtime, request);
    CHECK(kept.result->reused);
    CheckValues(kept.result, keys, values);
    values[500]++;
    WriteValues(path + L".values", values);
    const Outcome made = Run(runtime, request);
    CHECK_FALSE(made.result->reused);
    CheckValues(made.result, keys, values);
    WriteValues(path + L".values", std::vector<uint16_t>(1000));
    request.options.solve.valueBits = 16;
    CHECK_FALSE(Run(runtime, request).result->reused);
    request.options.solve.valueBits = 0;
    CHECK_FALSE(Run(runtime, request).result->reused);
    CHECK(Run(runtime, request).result->reused);
}

TEST_CASE_FIXTURE(Valued,
                  "with --Positions each key has both, with keys, with fingerprints and without, in each layout")
{
    const wchar_t *const layouts[] = {L"Flat", L"Partitioned", L"Compact", L"CompactPartitioned"};
    const wchar_t *const rejects[] = {L"Keys", L"None", L"Fingerprint8"};
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < 3; j++) {
            const std::wstring text =
                std::wstring(L"--ValueBits=8 --Positions --Layout=") + layouts[i] + L" --Reject=" + rejects[j];
            CAPTURE(text);
            Request request = FileRequest(path, out);
            wchar_t **words = nullptr;
            REQUIRE(TableOptionsParse(text.c_str(), &request.options, &words, nullptr) == S_OK);
            CommandLineFree(words);
            const Outcome outcome = Run(runtime, request);
            REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
            TableResult *loaded = nullptr;
            REQUIRE(TableResultLoad(TableResultFile(outcome.result), &loaded, nullptr) == S_OK);
            for (const TableView *view : {&outcome.result->view, &loaded->view}) {
                CHECK((view->keys != nullptr) == (j == 0));
                CHECK(view->fingerprintBits == (j == 2 ? 8 : 0));
                CHECK(TableValueBits(view) == 8);
                for (uint32_t at = 0; at < keys.size(); at++)
                    REQUIRE((TableIndex(view, keys[at]) == at && TableValue(view, keys[at]) == values[at]));
            }
            TableResultRelease(loaded);
            const Bytes header = ReadBytes(outcome.result->files[0]);
            const std::string source(header.begin(), header.end());
            for (const char *function : {"setValue(", "setValueAt(", "setIndex("})
                CHECK(source.find(function) != std::string::npos);
        }
}

TEST_CASE_FIXTURE(Valued, "a resumed job makes a table again that had no positions")
{
    Request request = ValuesRequest(path, out, 8);
    request.resume = TRUE;
    CHECK_FALSE(Run(runtime, request).result->reused);
    request.options.solve.positions = true;
    CHECK_FALSE(Run(runtime, request).result->reused);
    CHECK(Run(runtime, request).result->reused);
    values[500]++;
    WriteValues(path + L".values", values);
    const Outcome made = Run(runtime, request);
    CHECK_FALSE(made.result->reused);
    CHECK(TableValue(&made.result->view, keys[500]) == values[500]);
}

TEST_CASE_FIXTURE(Valued,
                  "--Packed makes the table smaller, whose file is loaded again, and a resumed job tells both apart")
{
    Request request = FileRequest(path, out);
    request.resume = TRUE;
    request.options.solve.layout = LayoutCompact;
    const Outcome whole = Run(runtime, request);
    request.options.solve.packed = true;
    const Outcome packed = Run(runtime, request);
    CHECK_FALSE(packed.result->reused);
    CHECK(packed.result->view.packedBits == 10);
    CHECK(TableResultDataBytes(packed.result) == TableResultDataBytes(whole.result) * 10 / 16);
    const Outcome again = Run(runtime, request);
    CHECK(again.result->reused);
    for (uint32_t at = 0; at < keys.size(); at++)
        REQUIRE((TableIndex(&packed.result->view, keys[at]) == at && TableIndex(&again.result->view, keys[at]) == at));
    request.options.solve.fingerprintBits = 8;
    request.options.solve.omitKeys = true;
    const Outcome found = Run(runtime, request);
    CHECK_FALSE(found.result->reused);
    CHECK(found.result->view.packedBits == 18);
}

TEST_CASE("options that --Packed can't go with")
{
    for (const wchar_t *other : {L"--Layout=Flat", L"--Layout=Partitioned", L"--Seeds=1,2", L"--FixedAttempts=3",
                                 L"--FindBestGraph --BestCoverageType=LowestNumberOfUsedPages",
                                 L"--HashFunction=MultiplyShiftR", L"--FallbackHashFunction=Mulshrolate1RX"})
        CHECK(RefusalOf((std::wstring(L"--Packed ") + other).c_str()).find(L"--Packed: ") == 0);
}

TEST_CASE("options of values that contradict others")
{
    TableOptions both;
    wchar_t **words = nullptr;
    TableOptionsDefault(&both);
    CHECK(TableOptionsParse(L"--Positions --ValueBits=32 --Contains --HashFunction=MultiplyShiftR", &both, &words,
                            nullptr) == S_OK);
    CommandLineFree(words);
    CHECK(RefusalOf(L"--Values=x").find(L"--Values: ") == 0);
    CHECK(RefusalOf(L"--ValueBits=8 --Values=").find(L"--Values: ") == 0);
    CHECK(RefusalOf(L"--ValueBits=8 --Contains").find(L"--ValueBits: ") == 0);
    CHECK(RefusalOf(L"--ValueBits=8 --HashFunction=MultiplyShiftR").find(L"--ValueBits: ") == 0);
    CHECK(RefusalOf(L"--ValueBits=8 --FallbackHashFunction=Mulshrolate1RX").find(L"--ValueBits: ") == 0);
    CHECK(RefusalOf(L"--ValueBits=12").find(L"--ValueBits=12: ") == 0);
    TestRuntime runtime;
    const std::vector<uint32_t> keys = {1, 2, 3};
    Request without = KeysRequest(keys, L"given", L"");
    without.options.solve.valueBits = 8;
    CHECK(Run(runtime, without).code == PERFECTHASH_E_ARGUMENT);
    without.options.solve.valueBits = 0;
    without.options.values = L"x.values";
    CHECK(FAILED(Run(runtime, without).code));
}

TEST_CASE_FIXTURE(Valued, "a server takes values from below its roots alone")
{
    Folder outside;
    WriteValues(outside / L"set.values", values);
    TestServer server;
    server.options.allowedRoots[0] = folder.path.c_str();
    server.options.allowedRootCount = 1;
    server.start();
    Stranger stranger(server);
    Client client(stranger.pipe);
    const std::wstring line = Quoted(path) + L" --ValueBits=8";
    CHECK(client.ask(ProtocolTableCreate, line).status == S_OK);
    CHECK(client.ask(ProtocolTableCreate, line + L" " + Quoted(L"--Values=" + (outside / L"set.values"))).status ==
          PERFECTHASH_E_PATH_NOT_ALLOWED);
    DeleteFileW((path + L".values").c_str());
    CHECK(client.ask(ProtocolTableCreate, line).status == PERFECTHASH_E_VALUES_NOT_FOUND);
}
