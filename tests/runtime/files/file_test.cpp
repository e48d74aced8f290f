/*
 * These tests write and read files of many sizes, overlapped and memory mapped. What is written is
 * what is read. A write replaces its target whole, by any kind of path. A failing read or write
 * says why and leaves the target as it was. Of several writers of one target one wins whole.
 */
#include <doctest/doctest.h>

#include <algorithm>

#include "support/runtime/fixture.h"

namespace {

std::string Pattern(size_t bytes)
{
    std::string text(bytes, '\0');
    for (size_t i = 0; i < bytes; i++)
        text[i] = static_cast<char>(i * 2654435761u >> 13);
    return text;
}

const IoMode modes[] = {IoOverlapped, IoMapped};

RuntimeOptions WithMode(IoMode mode)
{
    RuntimeOptions options = {};
    options.ioMode = mode;
    return options;
}

} // namespace

TEST_CASE("what is written is what is read, in both modes")
{
    TestFolder folder;
    for (const IoMode mode : modes) {
        TestRuntime runtime(WithMode(mode));
        // Nothing, one byte, around a page, around the chunk of 4 MiB, several chunks.
        for (const size_t bytes : {0, 1, 4095, 4096, 4097, 4194303, 4194304, 4194305, 9000000}) {
            CAPTURE(bytes);
            CheckRoundTrip(runtime.AnyNode(), folder / L"file", Pattern(bytes));
        }
        const RuntimeStatistics statistics = runtime.Statistics();
        CHECK(statistics.filesRead == 9);
        CHECK(statistics.filesWritten == 9);
        CHECK(statistics.bytesRead == statistics.bytesWritten);
        CHECK(statistics.buffersInUse == 0);
    }
    CHECK(folder.Names() == std::vector<std::wstring>{L"file"});
}

TEST_CASE("a write replaces the target whole, by any kind of path")
{
    TestFolder folder;
    TestRuntime runtime;
    const std::wstring unicode = folder / L"\u0444\u0430\u0439\u043b \u4e2d \u00e4";
    WriteWhole(unicode, "before, and longer than what comes");
    CHECK(WriteFileThrough(runtime.AnyNode(), unicode, "after") == ERROR_SUCCESS);
    CHECK(ReadWhole(unicode) == "after");

    std::wstring deep = folder.Path();
    while (deep.size() < 400)
        deep += L"\\a-folder-with-a-name-of-some-length";
    CHECK(DirectoryEnsure(deep.c_str(), nullptr) == ERROR_SUCCESS);
    CHECK(DirectoryEnsure((deep + L"\\").c_str(), nullptr) == ERROR_SUCCESS);
    CHECK(WriteFileThrough(runtime.AnyNode(), deep + L"\\file", "deep") == ERROR_SUCCESS);
    CHECK(ReadFileThrough(runtime.AnyNode(), deep + L"\\file").content == "deep");
    const std::wstring longName = folder / std::wstring(250, L'n');
    CHECK(WriteFileThrough(runtime.AnyNode(), longName, "long") == ERROR_SUCCESS);
    CHECK(ReadWhole(L"\\\\?\\" + longName) == "long");
    CHECK(DeleteFileW((L"\\\\?\\" + longName).c_str()));
    DeleteTree(L"\\\\?\\" + folder.Path());
}

TEST_CASE("a read that cannot be says why")
{
    TestFolder folder;
    for (const IoMode mode : modes) {
        TestRuntime runtime(WithMode(mode));
        Node *node = runtime.AnyNode();
        WriteWhole(folder / L"ten", "0123456789");
        CHECK(ReadFileThrough(node, folder / L"missing").error == ERROR_FILE_NOT_FOUND);
        CHECK(ReadFileThrough(node, folder / L"no\\such\\folder").error == ERROR_PATH_NOT_FOUND);
        CHECK(ReadFileThrough(node, folder.Path()).error == ERROR_DIRECTORY_NOT_SUPPORTED);
        CHECK(ReadFileThrough(node, folder / L"ten", 9).error == ERROR_FILE_TOO_LARGE);
        CHECK(ReadFileThrough(node, folder / L"ten", 10).content == "0123456789");
        CHECK(ReadFileThrough(node, L"NUL").error == ERROR_NOT_SUPPORTED);
        CHECK(ReadFileThrough(node, L"").error != ERROR_SUCCESS);
        FileRead read;
        CHECK(FileReadStart(&read, node, nullptr, 1, [](FileRead *, Worker *, DWORD) {}) == ERROR_INVALID_PARAMETER);

        HANDLE locked = CreateFileW((folder / L"ten").c_str(), GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr);
        CHECK(ReadFileThrough(node, folder / L"ten").error == ERROR_SHARING_VIOLATION);
        CloseHandle(locked);
        CHECK(runtime.Statistics().buffersInUse == 0);
    }
}

TEST_CASE("a write that fails leaves the target as it was and nothing beside it")
{
    TestFolder folder;
    TestRuntime runtime;
    Node *node = runtime.AnyNode();
    WriteWhole(folder / L"held", "old");
    CreateDirectoryW((folder / L"taken").c_str(), nullptr);

    CHECK(WriteFileThrough(node, folder / L"no\\such\\folder", "new") == ERROR_PATH_NOT_FOUND);
    CHECK(WriteFileThrough(node, folder / L"taken", "new") == ERROR_ACCESS_DENIED);
    CHECK(WriteFileThrough(node, folder / L"", "new") == ERROR_INVALID_NAME);

    HANDLE held =
        CreateFileW((folder / L"held").c_str(), GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING, 0, nullptr);
    REQUIRE(held != INVALID_HANDLE_VALUE);
    CHECK(WriteFileThrough(node, folder / L"held", "new") == ERROR_SHARING_VIOLATION);
    CloseHandle(held);
    CHECK(ReadWhole(folder / L"held") == "old");
    CHECK(folder.Names() == std::vector<std::wstring>{L"held", L"taken"});
}

TEST_CASE("several writers of one target do not meet: one of them wins whole")
{
    TestFolder folder;
    TestRuntime runtime;
    std::vector<std::string> contents;
    std::vector<PendingWrite> writes(8);
    for (size_t i = 0; i < writes.size(); i++)
        contents.push_back(std::string(3000000, static_cast<char>('a' + i)));
    for (size_t i = 0; i < writes.size(); i++)
        CHECK(writes[i].Start(runtime.AnyNode(), folder / L"target", contents[i]) == ERROR_SUCCESS);
    for (PendingWrite &write : writes)
        write.done.Wait();
    const std::string winner = ReadWhole(folder / L"target");
    CHECK(std::count(contents.begin(), contents.end(), winner) == 1);
    CHECK(folder.Names() == std::vector<std::wstring>{L"target"});
}

TEST_CASE("a write whose owner is cancelled ends behind its chunk, also while the next one waits for a place")
{
    TestFolder folder;
    RuntimeOptions options = {};
    options.simulatedNumaNodes = 1;
    TestRuntime runtime(options);
    Node *node = runtime.AnyNode();
    const std::string bytes = Pattern(9000000);
    Admission others;
    AdmissionInitBlocking(&others, node, ReadyInteractive, 100);
    for (const bool waits : {true, false}) {
        volatile LONG cancelled = !waits;
        PendingWrite write;
        int held = 0;
        while (waits && AdmissionEnter(&others))
            held++;
        REQUIRE(write.Prepare(node, {ReadyInteractive, FALSE, &cancelled}, folder / L"file", bytes) == ERROR_SUCCESS);
        if (waits) {
            CHECK_FALSE(write.done.IsSet(100));
            cancelled = TRUE;
            AdmissionWithdrawCancelled(node);
        }
        write.done.Wait();
        CHECK(write.error == ERROR_OPERATION_ABORTED);
        CHECK(write.write.written < bytes.size());
        CHECK(folder.Names().empty());
        while (held-- > 0)
            AdmissionDone(&others);
    }
    volatile LONG cancelled = TRUE; // too late for a write of one chunk
    PendingWrite whole;
    REQUIRE(whole.Prepare(node, {ReadyInteractive, FALSE, &cancelled}, folder / L"file", "all") == ERROR_SUCCESS);
    whole.done.Wait();
    CHECK(whole.error == ERROR_SUCCESS);
    FileWriteDiscard(&whole.write);
}

TEST_CASE("the further chunks of a guest's write leave places to the owner's")
{
    PendingWrite guest;
    TestFolder folder;
    RuntimeOptions options = {};
    options.simulatedNumaNodes = 1;
    options.maxThreads = 5;
    TestRuntime runtime(options);
    Node *node = runtime.AnyNode();
    const std::string bytes = Pattern(9000000);
    Admission others;
    AdmissionInitBlocking(&others, node, ReadyInteractive, 100);
    others.guest = TRUE;
    int held = 0;
    while (AdmissionEnter(&others))
        held++;
    REQUIRE(held >= 1);
    REQUIRE(guest.Prepare(node, {ReadyInteractive, TRUE, nullptr}, folder / L"guest", bytes) == ERROR_SUCCESS);
    CHECK(WriteFileThrough(node, folder / L"own", bytes) == ERROR_SUCCESS);
    CHECK_FALSE(guest.done.IsSet(100));
    while (held-- > 0)
        AdmissionDone(&others);
    guest.done.Wait();
    CHECK(guest.error == ERROR_SUCCESS);
    FileWriteDiscard(&guest.write);
    CHECK(folder.Names() == std::vector<std::wstring>{L"own"});
}
