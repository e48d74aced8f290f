// Tables from keys to files: what comes out, where it stands, and that it is the same each time.
#include <cstring>

#include "support/jobs/fixture.h"

namespace {

void CheckTable(const TableResult *result, const std::vector<uint32_t> &keys)
{
    REQUIRE(result != nullptr);
    REQUIRE(result->view.keyCount == keys.size());
    size_t wrong = 0;
    for (size_t i = 0; i < keys.size(); i++) {
        uint32_t index = 0;
        wrong += TableIndex(&result->view, keys[i]) != i;
        wrong += result->view.keys != nullptr && (!TableContains(&result->view, keys[i], &index) || index != i);
    }
    CHECK(wrong == 0);
}

std::string Text(const Bytes &bytes)
{
    return std::string(bytes.begin(), bytes.end());
}

} // namespace

TEST_CASE("a keys file becomes a header and a table file in the table's folder")
{
    Folder folder;
    TestRuntime runtime;
    const std::vector<uint32_t> keys = SomeKeys(3000);
    WriteKeys(folder / L"my keys.keys", keys);
    const std::wstring keysPath = folder / L"my keys.keys", out = folder / L"new\\out";
    const Outcome outcome = Run(runtime, FileRequest(keysPath, out));
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CHECK(outcome.state == JobSucceeded);
    CheckTable(outcome.result, keys);
    CHECK(std::wstring(outcome.result->name) == L"my keys");
    CHECK(std::wstring(outcome.result->outputDirectory) == out + L"\\my keys_Chm01_Quadx_And");
    REQUIRE(outcome.result->fileCount == 2);
    CHECK(std::wstring(outcome.result->files[0]) == out + L"\\my keys_Chm01_Quadx_And\\my_keys_0e8e723c.h");
    CHECK(std::wstring(outcome.result->files[1]) == out + L"\\my keys_Chm01_Quadx_And\\my_keys_0e8e723c.pht");
    CHECK(FilesBelow(out).size() == 2);
    CHECK(outcome.result->statistics.attempts >= 1);
    CHECK(outcome.result->solveMicroseconds >= 1);

    const std::string header = Text(ReadBytes(outcome.result->files[0]));
    CHECK(header.find("my_keys_0e8e723cIndex") != std::string::npos);
    CHECK(header.find("my_keys_0e8e723cContains") == std::string::npos);
    const Bytes image = ReadBytes(outcome.result->files[1]);
    REQUIRE(image.size() == outcome.result->view.imageBytes);
    CHECK(std::memcmp(image.data(), outcome.result->view.image, image.size()) == 0);
}

TEST_CASE("sets of each size that is special")
{
    TestRuntime runtime;
    for (size_t count : {1, 2, 3, 7, 8, 9, 255, 256, 4096, 65536, 65537, 100000}) {
        CAPTURE(count);
        const std::vector<uint32_t> keys = SomeKeys(count);
        const Outcome outcome = Run(runtime, KeysRequest(keys, L"sized", L""));
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        CheckTable(outcome.result, keys);
        CHECK(outcome.result->fileCount == 0);
        CHECK(*outcome.result->outputDirectory == 0);
    }
}

TEST_CASE("text, PE and 64-bit keys")
{
    Folder folder;
    TestRuntime runtime;
    WriteText(folder / L"t.txt", "# three\n1\n0x20\n 300 \n");
    const std::wstring text = folder / L"t.txt";
    const Outcome fromText = Run(runtime, FileRequest(text, L""));
    REQUIRE_MESSAGE(fromText.code == S_OK, fromText.text);
    CheckTable(fromText.result, {1, 0x20, 300});

    const std::vector<uint64_t> wide = {0, 1, 0x100000000, 0xfedcba9876543210, 5};
    WriteBytes(folder / L"w64.keys", wide.data(), wide.size() * 8);
    const std::wstring wideByName = folder / L"w64.keys";
    const Outcome named = Run(runtime, FileRequest(wideByName, L""));
    REQUIRE_MESSAGE(named.code == S_OK, named.text);
    CHECK(named.result->view.keySizeInBytes == 8);
    for (size_t i = 0; i < wide.size(); i++)
        CHECK(TableIndex(&named.result->view, wide[i]) == i);

    WriteBytes(folder / L"w.keys", wide.data(), wide.size() * 8);
    const std::wstring wideByOption = folder / L"w.keys";
    Request request = FileRequest(wideByOption, L"");
    request.options.keySizeInBytes = 8;
    const Outcome optional = Run(runtime, request);
    REQUIRE_MESSAGE(optional.code == S_OK, optional.text);
    CHECK(optional.result->view.keyCount == wide.size());

    wchar_t system[MAX_PATH];
    GetSystemDirectoryW(system, MAX_PATH);
    const std::wstring dll = std::wstring(system) + L"\\ntdll.dll";
    const Outcome functions = Run(runtime, FileRequest(dll, L""));
    REQUIRE_MESSAGE(functions.code == S_OK, functions.text);
    CHECK(functions.result->view.keyCount > 100);
    CHECK(std::wstring(functions.result->name) == L"ntdll");
}

TEST_CASE("options decide what is written")
{
    Folder folder;
    TestRuntime runtime;
    const std::vector<uint32_t> keys = SomeKeys(500);
    const std::wstring out = folder / L"out";
    Request request = KeysRequest(keys, L"set", out);
    request.options.outputs = 0;
    CHECK(Run(runtime, request).code == S_OK);
    request.options.outputs = OutputDefault;
    request.options.noFileIo = TRUE;
    CHECK(Run(runtime, request).code == S_OK);
    CHECK_FALSE(Exists(out));
    request.options.noFileIo = FALSE;

    request.options.outputs = OutputTableFile;
    const Outcome tableFile = Run(runtime, request);
    REQUIRE(tableFile.code == S_OK);
    CHECK(FilesBelow(out) == std::vector<std::wstring>{L"set_Chm01_Quadx_And\\set.pht"});

    request.options.outputs = OutputHeader;
    request.options.contains = TRUE;
    const Outcome header = Run(runtime, request);
    REQUIRE(header.code == S_OK);
    CHECK(FilesBelow(out).size() == 2);
    CHECK(Text(ReadBytes(out + L"\\set_Chm01_Quadx_And\\set.h")).find("setContains") != std::string::npos);

    request.options = Request().options;
    request.options.outputs = OutputTableFile;
    request.options.solve.omitKeys = true;
    const Outcome lean = Run(runtime, request);
    REQUIRE(lean.code == S_OK);
    CHECK(lean.result->view.keys == nullptr);
    CHECK(lean.result->view.imageBytes < tableFile.result->view.imageBytes);
}

TEST_CASE("the same bytes on one worker and on many, with one chain and with many")
{
    const std::vector<uint32_t> keys[] = {SomeKeys(20000, 3), SomeKeys(65536, 5), SomeKeys(200000, 7)};
    Folder folder;
    std::vector<Bytes> first;
    for (DWORD concurrency : {1, 2, 8}) {
        TestRuntime runtime(concurrency, concurrency * 2);
        for (DWORD chains : {1, 3, 16}) {
            for (size_t k = 0; k < 3; k++) {
                CAPTURE(concurrency);
                CAPTURE(chains);
                const std::wstring out = folder / L"out";
                const std::wstring name = L"k" + std::to_wstring(k);
                Request request = KeysRequest(keys[k], name, out);
                request.options.initialPerFileConcurrency = chains;
                request.options.maxPerFileConcurrency = chains;
                const Outcome outcome = Run(runtime, request);
                REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
                for (DWORD f = 0; f < outcome.result->fileCount; f++) {
                    const Bytes bytes = ReadBytes(outcome.result->files[f]);
                    const size_t at = k * 2 + f;
                    if (first.size() == at)
                        first.push_back(bytes);
                    else
                        CHECK(first[at] == bytes);
                }
            }
        }
    }
    CHECK(first.size() == 6);
}

TEST_CASE("a fallback makes the table where the hash function can't, in the folder of the one that was asked for")
{
    Folder folder;
    const std::vector<uint32_t> keys = AddressLikeKeys(4096), withZero = {0, 5, 77, 0xFFFFFFFF};
    for (DWORD workers : {1, 4}) {
        TestRuntime runtime(workers, 2 * workers);
        for (const std::vector<uint32_t> *set : {&keys, &withZero}) {
            Request request = KeysRequest(*set, L"set", L"");
            const Outcome quadx = Run(runtime, request);
            REQUIRE_MESSAGE(quadx.code == S_OK, quadx.text);
            request.setDirectory(folder / L"out");
            request.options.solve.hashFunction = HashMultiplyShiftR;
            request.options.solve.fallbackHashFunction = HashQuadx;
            request.options.initialPerFileConcurrency = request.options.maxPerFileConcurrency = workers;
            const Outcome outcome = Run(runtime, request);
            REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
            CheckTable(outcome.result, *set);
            CHECK(outcome.result->view.hashFunction == HashQuadx);
            REQUIRE(outcome.result->view.imageBytes == quadx.result->view.imageBytes);
            CHECK(std::memcmp(outcome.result->view.image, quadx.result->view.image, quadx.result->view.imageBytes) ==
                  0);
            CHECK(FilesBelow(folder / L"out")[1] == L"set_Chm01_MultiplyShiftR_And\\set.pht");
        }
    }
}

TEST_CASE("a fallback and a resize share the images' memory with many jobs at once")
{
    TestRuntime runtime(4, 8);
    std::vector<TableJob *> jobs;
    const std::vector<uint32_t> keys = AddressLikeKeys(4096);
    for (DWORD i = 0; i < 40; i++) {
        Request request = KeysRequest(keys, L"set", L"");
        request.options.solve.hashFunction = HashMultiplyShiftR;
        request.options.solve.fallbackHashFunction = i % 2 == 0 ? HashQuadx : HashMultiplyShiftRX;
        request.options.solve.maxAttempts = 5;
        request.options.solve.maxTableResizes = 6;
        request.options.initialPerFileConcurrency = 3;
        TableJob *job = nullptr;
        REQUIRE(TableJobStart(runtime, &request, nullptr, nullptr, &job, nullptr) == S_OK);
        jobs.push_back(job);
    }
    for (TableJob *job : jobs) {
        const Outcome outcome = Wait(job);
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        CheckTable(outcome.result, keys);
    }
}

TEST_CASE("a header may be had without the data")
{
    Folder folder;
    TestRuntime runtime;
    const std::vector<uint32_t> keys = SomeKeys(5000);
    Request request = KeysRequest(keys, L"lean", folder / L"out");
    const Outcome with = Run(runtime, request);
    REQUIRE(with.code == S_OK);
    const Bytes full = ReadBytes(with.result->files[0]), image = ReadBytes(with.result->files[1]);
    request.options.headerWithoutData = TRUE;
    const Outcome without = Run(runtime, request);
    REQUIRE(without.code == S_OK);
    const Bytes lean = ReadBytes(without.result->files[0]);
    CHECK(Text(full).find("leanOpen") == std::string::npos);
    CHECK(Text(lean).find("leanTable leanOpen(const void *image, uint64_t bytes)") != std::string::npos);
    CHECK(lean.size() < 4096);
    CHECK(ReadBytes(without.result->files[1]) == image);
}

TEST_CASE("a table tells what it took, and a loaded one nothing")
{
    Folder folder;
    TestRuntime runtime;
    for (size_t count : {30000u, 200000u}) {
        const std::vector<uint32_t> keys = SomeKeys(count);
        const Request request = KeysRequest(keys, L"cost", folder / L"out");
        const Outcome outcome = Run(runtime, request);
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        const SolveCost cost = TableResultCost(outcome.result);
        CHECK(cost.attempts >= outcome.result->view.attempts);
        CHECK(cost.setups >= 1);
        CHECK(cost.rejected < cost.attempts);
        CHECK(cost.setupMicroseconds > 0);
        CHECK(cost.attemptMicroseconds > 0);
        CHECK(cost.assignMicroseconds > 0);
        CHECK(cost.verifyMicroseconds > 0);
        CHECK((cost.scatterMicroseconds > 0) == (count > 65536));
        const ULONGLONG sum = cost.setupMicroseconds + cost.attemptMicroseconds + cost.assignMicroseconds +
                              cost.verifyMicroseconds + cost.scatterMicroseconds;
        CHECK(sum <= outcome.result->solveMicroseconds * 8); // of at most as many workers
        TableResult *loaded = nullptr;
        REQUIRE(TableResultLoad(outcome.result->files[1], &loaded, nullptr) == S_OK);
        CHECK(TableResultCost(loaded).attempts == 0);
        CHECK(TableResultCost(loaded).setupMicroseconds == 0);
        TableResultRelease(loaded);
    }
}

TEST_CASE("names of any kind become files inside the output directory")
{
    Folder folder;
    TestRuntime runtime;
    const std::vector<uint32_t> keys = SomeKeys(50);
    const std::wstring out = folder / L"out";
    const std::wstring odd[] = {L"..\\..\\escape",
                                L"C:\\absolute",
                                L"con",
                                L"nul.x",
                                L"a/b",
                                L"..",
                                L".",
                                L" ",
                                L"int",
                                L"\u00e9t\u00e9 \u65e5\u672c",
                                L"1st",
                                std::wstring(1000, L'n'),
                                std::wstring(300, 0x20ac),
                                std::wstring(1, 0xd800) + L"y",
                                L"%1",
                                L"tab\tname"};
    size_t tables = 0;
    for (const std::wstring &name : odd) {
        CAPTURE(name);
        const Outcome outcome = Run(runtime, KeysRequest(keys, name, out));
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        CheckTable(outcome.result, keys);
        CHECK(outcome.result->name == name);
        REQUIRE(outcome.result->fileCount == 2);
        for (DWORD f = 0; f < 2; f++) {
            CHECK(Exists(outcome.result->files[f]));
            CHECK(std::wstring(outcome.result->files[f]).substr(0, out.size() + 1) == out + L"\\");
        }
        CHECK(FilesBelow(out).size() == 2 * ++tables);
    }
    CHECK(FilesBelow(folder.path).size() == 2 * tables);
}

TEST_CASE("paths beyond 260 characters")
{
    Folder folder;
    TestRuntime runtime;
    std::wstring out = folder.path;
    for (int i = 0; i < 4; i++)
        out += L"\\" + std::wstring(100, (wchar_t)(L'a' + i));
    const std::vector<uint32_t> keys = SomeKeys(50);
    const Outcome outcome = Run(runtime, KeysRequest(keys, L"deep", out));
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CHECK(FilesBelow(out).size() == 2);
    const std::wstring keysPath = out + L"\\k.keys";
    WriteKeys(L"\\\\?\\" + keysPath, keys);
    const Outcome again = Run(runtime, FileRequest(keysPath, out));
    REQUIRE_MESSAGE(again.code == S_OK, again.text);
    TableResult *loaded = nullptr;
    Failure failure = {};
    CHECK(TableResultLoad(again.result->files[1], &loaded, &failure) == S_OK);
    TableResultRelease(loaded);
}

TEST_CASE("done is called once, with the final state, before the event")
{
    struct Seen {
        LONG calls = 0;
        JobState state = JobRunning;
        DWORD event = WAIT_FAILED;
        DWORD thread = 0;
    } seen;
    TestRuntime runtime;
    const std::vector<uint32_t> keys = SomeKeys(50);
    const Request request = KeysRequest(keys, L"done", L"");
    TableJob *job = nullptr;
    Failure failure = {};
    const auto done = [](TableJob *finished, void *context) {
        Seen *note = static_cast<Seen *>(context);
        InterlockedIncrement(&note->calls);
        note->state = TableJobState(finished);
        note->event = WaitForSingleObject(TableJobEvent(finished), 0);
        note->thread = GetCurrentThreadId();
    };
    REQUIRE(TableJobStart(runtime, &request, done, &seen, &job, &failure) == S_OK);
    const Outcome outcome = Wait(job);
    CHECK(outcome.code == S_OK);
    CHECK(seen.calls == 1);
    CHECK(seen.state == JobSucceeded);
    CHECK(seen.event == WAIT_TIMEOUT);
    CHECK(seen.thread != GetCurrentThreadId());
}

TEST_CASE("a job that moves on says so, step by step, before it is done")
{
    struct Seen {
        std::vector<double> progress; // one step at a time writes it
        size_t beforeDone = 0;
    } seen;
    TestRuntime runtime;
    const std::vector<uint32_t> keys = SomeKeys(500);
    Request request = KeysRequest(keys, L"moved", L"");
    request.moved = [](TableJob *job, void *context) {
        static_cast<Seen *>(context)->progress.push_back(TableJobProgress(job));
    };
    TableJob *job = nullptr;
    Failure failure = {};
    const auto done = [](TableJob *finished, void *context) {
        Seen *note = static_cast<Seen *>(context);
        note->beforeDone = note->progress.size();
        CHECK(std::wstring(TableJobSubject(finished)) == L"moved");
    };
    REQUIRE(TableJobStart(runtime, &request, done, &seen, &job, &failure) == S_OK);
    CHECK(Wait(job).code == S_OK);
    CHECK(seen.progress == std::vector<double>{0.1, 0.2, 0.8, 0.9});
    CHECK(seen.beforeDone == seen.progress.size());
}

TEST_CASE("many jobs at once")
{
    Folder folder;
    TestRuntime runtime(4, 8);
    std::vector<std::vector<uint32_t>> keys;
    std::vector<std::wstring> names;
    std::vector<TableJob *> jobs;
    const std::wstring out = folder / L"out";
    const DWORD count = 100;
    for (DWORD i = 0; i < count; i++) {
        keys.push_back(SomeKeys(100 + i * 37, i));
        names.push_back(L"set" + std::to_wstring(i));
    }
    for (DWORD i = 0; i < count; i++) {
        const Request request = KeysRequest(keys[i], names[i], out);
        TableJob *job = nullptr;
        Failure failure = {};
        REQUIRE(TableJobStart(runtime, &request, nullptr, nullptr, &job, &failure) == S_OK);
        jobs.push_back(job);
    }
    for (DWORD i = 0; i < count; i++) {
        const Outcome outcome = Wait(jobs[i]);
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        CheckTable(outcome.result, keys[i]);
    }
    CHECK(FilesBelow(out).size() == 2 * count);
}

TEST_CASE("a slow disk has all workers of a node but one: tables that write wait for one another, and others go on")
{
    Folder folder;
    TestRuntime runtime(2, 2);
    const std::vector<uint32_t> keys = SomeKeys(1000);
    NodeRequest busy;
    NodeRequestInitLong(&busy, RuntimeNodeAt(runtime, 0), 1);
    REQUIRE(NodeRequestEnter(&busy));
    TableJob *writes = nullptr;
    const Request request = KeysRequest(keys, L"writes", folder / L"out");
    REQUIRE(TableJobStart(runtime, &request, nullptr, nullptr, &writes, nullptr) == S_OK);
    CheckTable(Run(runtime, KeysRequest(keys, L"stays in memory", L"")).result, keys);
    CHECK(WaitForSingleObject(TableJobEvent(writes), 100) == WAIT_TIMEOUT);
    CHECK_FALSE(Exists(folder / L"out"));
    NodeRequestDone(&busy);
    const Outcome outcome = Wait(writes);
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CHECK(FilesBelow(folder / L"out").size() == 2);
}
