/*
 * These tests give a table job wrong input: missing, empty, odd, malformed, duplicate, enormous and
 * unsolvable keys. Each failure has a code of its own and a text that begins with the input's name.
 * Nothing is written.
 */
#include "support/jobs/fixture.h"

namespace {

// The request fails with this code, the text begins with the subject, and nothing is written.
void CheckFails(Runtime *runtime, Request request, const std::wstring &out, HRESULT code, const std::wstring &subject,
                const std::wstring &part)
{
    request.setDirectory(out);
    const Outcome outcome = Run(runtime, request);
    CHECK(outcome.code == code);
    CHECK(outcome.state == JobFailed);
    CHECK(outcome.result == nullptr);
    CHECK_MESSAGE(outcome.text.substr(0, subject.size() + 2) == subject + L": ", outcome.text);
    CHECK_MESSAGE(Contains(outcome.text, part), outcome.text);
    CHECK_FALSE(Exists(out));
}

} // namespace

TEST_CASE("keys files that are not there, not files, or not readable")
{
    Folder folder;
    TestRuntime runtime;
    const std::wstring out = folder / L"out", missing = folder / L"no.keys", nowhere = folder / L"no\\where.keys";
    CheckFails(runtime, FileRequest(missing, out), out, PERFECTHASH_E_KEYS_NOT_FOUND, missing, L"no such keys file");
    CheckFails(runtime, FileRequest(nowhere, out), out, PERFECTHASH_E_KEYS_NOT_FOUND, nowhere, L"no such keys file");
    CheckFails(runtime, FileRequest(folder.path, out), out, PERFECTHASH_E_KEYS_IS_DIRECTORY, folder.path, L"directory");

    const std::wstring locked = folder / L"locked.keys";
    WriteKeys(locked, SomeKeys(10));
    const HANDLE owner =
        CreateFileW(locked.c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr);
    REQUIRE(owner != INVALID_HANDLE_VALUE);
    CheckFails(runtime, FileRequest(locked, out), out, PERFECTHASH_E_KEYS_UNREADABLE, locked, L"can't be read");
    CloseHandle(owner);
    CheckFails(runtime, FileRequest(L"NUL", out), out, PERFECTHASH_E_KEYS_UNREADABLE, L"NUL", L"can't be read");
    const std::wstring wild = folder / L"a*?.keys";
    CheckFails(runtime, FileRequest(wild, out), out, PERFECTHASH_E_KEYS_UNREADABLE, wild, L"can't be read");
    const std::wstring endless = folder / std::wstring(40000, L'x');
    Request request = FileRequest(endless, out);
    const Outcome outcome = Run(runtime, request);
    CHECK(FAILED(outcome.code));
    CHECK(Contains(outcome.text, L"xxx...xxx"));
}

TEST_CASE("keys files with the wrong things in them")
{
    Folder folder;
    TestRuntime runtime;
    const std::wstring out = folder / L"out", path = folder / L"bad.keys", text = folder / L"bad.txt",
                       pe = folder / L"bad.dll";
    WriteText(path, "");
    CheckFails(runtime, FileRequest(path, out), out, PERFECTHASH_E_KEYS_EMPTY, path, L"no keys");
    WriteText(path, "\1\2\3\4\5");
    CheckFails(runtime, FileRequest(path, out), out, PERFECTHASH_E_KEYS_SIZE, path,
               L"5 bytes is not a multiple of the key size of 4");
    Request wide = FileRequest(path, out);
    wide.options.keySizeInBytes = 8;
    WriteText(path, "\1\2\3\4\5\6\7\1\2\3\4\5");
    CheckFails(runtime, wide, out, PERFECTHASH_E_KEYS_SIZE, path, L"12 bytes is not a multiple of the key size of 8");
    WriteKeys(path, {5, 9, 7, 9, 5});
    CheckFails(runtime, FileRequest(path, out), out, PERFECTHASH_E_KEYS_DUPLICATE, path,
               L"the key 9 occurs twice, at positions 1 and 3");
    WriteText(text, "1\n2\nthree\n");
    CheckFails(runtime, FileRequest(text, out), out, PERFECTHASH_E_KEYS_TEXT, text, L"line 3");
    WriteText(text, "# nothing\n");
    CheckFails(runtime, FileRequest(text, out), out, PERFECTHASH_E_KEYS_EMPTY, text, L"no keys");
    WriteText(pe, "MZ this is not a PE file");
    CheckFails(runtime, FileRequest(pe, out), out, PERFECTHASH_E_KEYS_PE, pe, L"not a valid PE file");
    WriteText(pe, "");
    CheckFails(runtime, FileRequest(pe, out), out, PERFECTHASH_E_KEYS_PE, pe, L"not a valid PE file");
}

TEST_CASE("a table or a pack is no file of keys, whatever its name")
{
    Folder folder;
    TestRuntime runtime;
    const std::wstring out = folder / L"out";
    const Outcome made = Run(runtime, KeysRequest(SomeKeys(100), L"made", folder / L"made"));
    REQUIRE(made.code == S_OK);
    const std::wstring table = made.result->files[1], renamed = folder / L"renamed.keys",
                       pack = folder / L"pack64.keys";
    REQUIRE(Contains(table, L".pht"));
    CheckFails(runtime, FileRequest(table, out), out, PERFECTHASH_E_KEYS_FOREIGN, table,
               L"this is a table file, not a file of keys");
    const Bytes bytes = ReadBytes(table);
    WriteBytes(renamed, bytes.data(), bytes.size());
    CheckFails(runtime, FileRequest(renamed, out), out, PERFECTHASH_E_KEYS_FOREIGN, renamed, L"this is a table file");
    WriteText(pack, "\x89PHK\r\n\x1a\n");
    CheckFails(runtime, FileRequest(pack, out), out, PERFECTHASH_E_KEYS_FOREIGN, pack, L"this is a pack file");
    WriteText(pack, "\x89PHK\r\n\x1a!"); // not quite: a key
    CHECK(Run(runtime, FileRequest(pack, out)).code == S_OK);
}

TEST_CASE("text under a keys file's name is read as text or explained, and never as packed keys")
{
    Folder folder;
    TestRuntime runtime;
    const std::wstring out = folder / L"out";
    const struct {
        const wchar_t *name;
        std::string text;
        ULONGLONG keys;
        DWORD keySizeInBytes;
    } read[] = {
        {L"codes.lst", "100\n200\n", 2, 4},
        {L"codes.csv", "4011\r\n4012\r\n", 2, 4},
        {L"codes", "100\n200\n300\n400", 4, 4},
        {L"codes.keys",
         "# Gr\xF6\xDF"
         "e\n0x10\n",
         1, 4},
        {L"codes64.keys", "1\n2\n3\n4\n", 4, 8},
        {L"one.keys", "1001", 1, 4},
        {L"packed.keys", "RIFFWAVE", 2, 4},
    };
    for (const auto &file : read) {
        WriteText(folder / file.name, file.text);
        const Outcome outcome = Run(runtime, FileRequest(folder / file.name, L""));
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        CHECK(outcome.result->view.keyCount == file.keys);
        CHECK(outcome.result->view.keySizeInBytes == file.keySizeInBytes);
    }
    const std::wstring bad = folder / L"codes.lst";
    WriteText(bad, "code,name\n1,a\n22");
    CheckFails(runtime, FileRequest(bad, out), out, PERFECTHASH_E_KEYS_TEXT, bad,
               L"line 3, column 1: it holds a number, and a line before it none: \"22\"; "
               L"--KeyType=Text makes every line a text key.");
    WriteText(bad, "1\n2\n18446744073709551616");
    const std::wstring large = Run(runtime, FileRequest(bad, L"")).text;
    CHECK(large == bad + L": line 3, column 1: the number needs more than 64 bits: \"18446744073709551616\"; "
                         L"the file is text, so it is read as one number a line.");
    WriteBytes(bad,
               "1\0"
               "2\0\r\0\n\0",
               8);
    CheckFails(runtime, FileRequest(bad, out), out, PERFECTHASH_E_KEYS_TEXT, bad, L"the text is UTF-16");
}

TEST_CASE("duplicates in a large set are named too")
{
    TestRuntime runtime;
    for (size_t count : {1000, 65536, 150000}) {
        CAPTURE(count);
        std::vector<uint32_t> keys = SomeKeys(count);
        keys[count - 2] = keys[17];
        const Outcome outcome = Run(runtime, KeysRequest(keys, L"twice", L""));
        CHECK(outcome.code == PERFECTHASH_E_KEYS_DUPLICATE);
        CHECK_MESSAGE(outcome.text == L"twice: the key " + std::to_wstring(keys[17]) +
                                          L" occurs twice, at positions 17 and " + std::to_wstring(count - 2) + L".",
                      outcome.text);
    }
}

TEST_CASE("an enormous keys file is refused by its size")
{
    Folder folder;
    TestRuntime runtime;
    const std::wstring path = folder / L"huge.keys";
    const std::wstring out = folder / L"out";
    for (const LONGLONG more : {1, 4}) { // a piece of a key is one
        const HANDLE file = CreateFileW(path.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, 0, nullptr);
        REQUIRE(file != INVALID_HANDLE_VALUE);
        LARGE_INTEGER size;
        size.QuadPart = (LONGLONG)CHM_MAX_KEYS * 4 + more; // all holes
        CHECK(SetFilePointerEx(file, size, nullptr, FILE_BEGIN));
        CHECK(SetEndOfFile(file));
        CloseHandle(file);
        CheckFails(runtime, FileRequest(path, out), out, PERFECTHASH_E_KEYS_TOO_MANY, path,
                   L"268435457 keys are more than the limit of 268435456");
    }
}

TEST_CASE("sets that no seeds can solve are said to be so, at once")
{
    TestRuntime runtime;
    const std::vector<uint32_t> keys = {5, 0, 7};
    Request request = KeysRequest(keys, L"zero", L"");
    request.options.solve.hashFunction = HashMultiplyShiftRX;
    const Outcome outcome = Run(runtime, request);
    CHECK_MESSAGE(outcome.code == PERFECTHASH_E_UNSOLVABLE, outcome.text);
    CHECK(outcome.text.substr(0, 6) == L"zero: ");
}

TEST_CASE("attempts and time run out")
{
    TestRuntime runtime;
    const std::vector<uint32_t> keys = SomeKeys(60000);
    Request request = KeysRequest(keys, L"limited", L"");
    request.options.solve.hashFunction = HashMultiplyShiftR;
    request.options.solve.maxTableResizes = 0;
    request.options.solve.maxAttempts = 1;
    request.options.solve.rngSeed = 2;
    // One attempt at a set this full succeeds at most now and then: of 20 seeds some fail.
    bool exhausted = false;
    for (uint64_t seed = 0; seed < 20 && !exhausted; seed++) {
        request.options.solve.rngSeed = seed;
        const Outcome outcome = Run(runtime, request);
        exhausted = outcome.code == PERFECTHASH_E_ATTEMPTS_EXHAUSTED;
        if (exhausted)
            CHECK(Contains(outcome.text, L"limited: no table was found (attempts: 1, resizes: 0); raise MaxAttempts"));
        else
            CHECK(outcome.code == S_OK);
    }
    CHECK(exhausted);

    Request slow = LongRequest(L"limited");
    slow.options.maxSolveTimeInSeconds = 1;
    const Stopwatch watch;
    const Outcome late = Run(runtime, slow);
    CHECK(late.code == PERFECTHASH_E_TIMED_OUT);
    CHECK(late.text == L"limited: the search did not end within the time limit of 1 s.");
    CHECK(watch.AtLeast(1000));
}

TEST_CASE("requests that make no sense")
{
    TestRuntime runtime;
    const uint32_t key = 1;
    Request request;
    CHECK(Run(runtime, request).code == PERFECTHASH_E_ARGUMENT); // no keys of no size
    request.keySizeInBytes = 4;
    CHECK(Run(runtime, request).code == PERFECTHASH_E_KEYS_EMPTY);
    request.keyCount = 1;
    CHECK(Run(runtime, request).code == PERFECTHASH_E_ARGUMENT); // NULL
    request.keys = &key;
    request.keySizeInBytes = 3;
    CHECK(Run(runtime, request).code == PERFECTHASH_E_ARGUMENT);
    request.keySizeInBytes = 4;
    request.keyCount = (size_t)-1 / 4;
    CHECK(Run(runtime, request).code == PERFECTHASH_E_KEYS_TOO_MANY);
    request.keyCount = 1;
    request.options.contains = TRUE;
    request.options.solve.omitKeys = true;
    CHECK(Run(runtime, request).code == PERFECTHASH_E_OPTION_VALUE);
    request.keysPath = L"";
    CHECK(Run(runtime, request).code == PERFECTHASH_E_ARGUMENT);
}

TEST_CASE("a job that runs gives no result yet")
{
    TestRuntime runtime;
    const Request request = LongRequest(L"long");
    TableJob *job = nullptr;
    Failure failure = {};
    REQUIRE(TableJobStart(runtime, &request, nullptr, nullptr, &job, &failure) == S_OK);
    TableResult *result = nullptr;
    CHECK(TableJobTake(job, &result, &failure) == PERFECTHASH_E_ARGUMENT);
    CHECK(TableJobState(job) == JobRunning);
    CHECK(TableJobProgress(job) < 1.0);
    TableJobCancel(job);
    const Outcome outcome = Wait(job);
    CHECK(outcome.state == JobCancelled);
    CHECK(outcome.text == L"long: cancelled.");
}
