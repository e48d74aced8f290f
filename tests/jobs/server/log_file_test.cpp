/*
 * These tests prove that a log in files keeps its bounds and its lines. No file grows beyond its
 * size, there are no more files than wanted, and what is left of the log is its end, in whole
 * lines. A line that could not be written is counted, and the log says so; neither a failing call
 * nor somebody who holds a file costs a file that is older.
 */
#include "jobs/server/log_file.h"

#include <memory>

#include "runtime/base/win32_calls.h"
#include "support/jobs/fixture.h"
#ifndef NDEBUG
#include "support/runtime/nth_failure.h"
#endif

namespace {

struct Log {
    LogFile *file = nullptr;
    Log(const std::wstring &path, ULONGLONG bytes, DWORD files)
    {
        error = LogFileOpen(path.c_str(), bytes, files, &file);
    }
    ~Log() { LogFileClose(file); }
    Log(const Log &) = delete;
    Log &operator=(const Log &) = delete;
    DWORD error;
    void put(const std::wstring &line) { LogFilePut(file, line.c_str()); }
};

// As a viewer reads a file that is being written. A file that isn't there is empty.
std::string TextIn(const std::wstring &path)
{
    const HANDLE file = CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                    nullptr, OPEN_EXISTING, 0, nullptr);
    std::string text(4096, '\0');
    DWORD bytes = 0;
    if (file != INVALID_HANDLE_VALUE) {
        CHECK(ReadFile(file, &text[0], static_cast<DWORD>(text.size()), &bytes, nullptr));
        CloseHandle(file);
    }
    text.resize(bytes);
    return text;
}

// The oldest file first.
std::string WholeLog(const std::wstring &path, DWORD files)
{
    std::string text;
    for (DWORD n = files; n > 0; n--)
        text += TextIn(n > 1 ? path + L"." + std::to_wstring(n - 1) : path);
    return text;
}

std::wstring Line(int i)
{
    return L"line " + std::to_wstring(i) + L" " + std::wstring(static_cast<size_t>(i * 7 % 40), L'x');
}

std::string Narrow(const std::wstring &text)
{
    return std::string(text.begin(), text.end());
}

bool EndsWith(const std::string &text, const std::string &end)
{
    return end.size() <= text.size() && std::equal(end.rbegin(), end.rend(), text.rbegin());
}

} // namespace

TEST_CASE("a log goes on at the end of its file, in UTF-8, behind a line that was cut off")
{
    Folder folder;
    const std::wstring path = folder / L"server.log";
    {
        Log log(path, 1000, 2);
        REQUIRE(log.error == ERROR_SUCCESS);
        log.put(L"one");
        log.put(L"M\u00FCller");
    }
    WriteText(path, TextIn(path) + "cut o");
    {
        Log log(path, 1000, 2);
        REQUIRE(log.error == ERROR_SUCCESS);
        CHECK(TextIn(path) == "one\nM\xC3\xBCller\ncut o"); // readable meanwhile
        log.put(L"three");
        log.put(L"four");
    }
    CHECK(TextIn(path) == "one\nM\xC3\xBCller\ncut o\nthree\nfour\n");
    CHECK(!Exists(path + L".1"));
}

TEST_CASE("no file is longer than its bound, and what is left is the end of the log")
{
    for (const DWORD files : {1u, 2u, 3u, 12u}) {
        CAPTURE(files);
        Folder folder;
        const std::wstring path = folder / L"server.log";
        std::string all;
        {
            Log log(path, 200, files);
            REQUIRE(log.error == ERROR_SUCCESS);
            for (int i = 0; i < 300; i++) {
                log.put(Line(i));
                all += Narrow(Line(i)) + "\n";
            }
        }
        CHECK(FilesBelow(folder.path).size() == files);
        for (const std::wstring &name : FilesBelow(folder.path))
            CHECK(TextIn(folder / name).size() <= 200);
        const std::string kept = WholeLog(path, files);
        CHECK(EndsWith(all, kept));
        CHECK(kept.size() > (files - 1) * 120);
        CHECK(kept.substr(0, 5) == "line ");
    }
}

// A file that was deleted while it is open keeps its name under Wine.
TEST_CASE("a log whose file was moved goes on in a new one")
{
    Folder folder;
    const std::wstring path = folder / L"log.txt", moved = folder / L"moved.txt";
    Log log(path, 4096, 3);
    REQUIRE(log.error == ERROR_SUCCESS);
    log.put(L"one");
    REQUIRE(MoveFileW(path.c_str(), moved.c_str()));
    log.put(L"two");
    CHECK(TextIn(moved) == "one\n");
    CHECK(TextIn(path) == "two\n");
    log.put(L"three");
    CHECK(TextIn(path) == "two\nthree\n");
}

TEST_CASE("a log that nobody may write twice or at all is an error by name")
{
    Folder folder;
    Log log(folder / L"server.log", 1000, 2);
    REQUIRE(log.error == ERROR_SUCCESS);
    CHECK(Log(folder / L"server.log", 1000, 2).error == ERROR_SHARING_VIOLATION);
    CHECK(Log(folder / L"none\\server.log", 1000, 2).error == ERROR_PATH_NOT_FOUND);
    CHECK(Log(L"", 1000, 2).error == ERROR_INVALID_NAME);
    LogFileClose(nullptr);
}

TEST_CASE("lines that could not be written are counted, and no older file is lost for them")
{
    Folder folder;
    const std::wstring path = folder / L"server.log";
    Log log(path, 100, 3);
    REQUIRE(log.error == ERROR_SUCCESS);
    for (int i = 0; i < 3; i++)
        log.put(std::wstring(90, static_cast<wchar_t>(L'a' + i)));
    const HANDLE reader =
        CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING, 0, nullptr);
    REQUIRE(reader != INVALID_HANDLE_VALUE);
    for (int i = 0; i < 5; i++)
        log.put(std::wstring(90, L'z'));
    CHECK(TextIn(path) == std::string(90, 'c') + "\n");
    CloseHandle(reader);
    log.put(L"last");
    CHECK(WholeLog(path, 3) == std::string(90, 'b') + "\n" + std::string(90, 'c') + "\n(5 lines are left out)\nlast\n");
}

#ifndef NDEBUG
TEST_CASE("whichever call of a log fails, its bounds hold and its lines are whole")
{
    NthFailure failing;
    for (int n = 1; failing.passed < 3; n++) {
        CAPTURE(n);
        Folder folder;
        const std::wstring path = folder / L"server.log";
        const LONG outstanding = Win32Outstanding();
        {
            std::unique_ptr<Log> log;
            failing.Run(n, [&] {
                log.reset(new Log(path, 100, 3));
                for (int i = 0; log->file != nullptr && i < 12; i++)
                    log->put(L"line " + std::to_wstring(i) + std::wstring(20, L'.'));
            });
            if (log->file != nullptr) {
                log->put(L"end");
                const std::string kept = WholeLog(path, 3);
                CHECK(EndsWith(kept, "end\n"));
                CHECK(kept.substr(0, kept[0] == '(' ? 1 : 5) == (kept[0] == '(' ? "(" : "line "));
            }
        }
        CHECK(Win32Outstanding() == outstanding);
        CHECK(FilesBelow(folder.path).size() <= 3);
        for (const std::wstring &name : FilesBelow(folder.path))
            CHECK(TextIn(folder / name).size() <= 100);
    }
    failing.Tell();
    CHECK(failing.failures[Win32CallOpenFile] > 1);
    CHECK(failing.failures[Win32CallWrite] > 5);
    CHECK(failing.failures[Win32CallRename] > 1);
    CHECK(failing.failures[Win32CallAllocate] > 3);
}

TEST_CASE("a full disk leaves lines out, a torn one too, and says so when there is room again")
{
    Folder folder;
    const std::wstring path = folder / L"server.log";
    Log log(path, 1000, 3);
    REQUIRE(log.error == ERROR_SUCCESS);
    log.put(L"one");
    Win32LimitTransfers(2);
    Win32FailNthOf(Win32CallWrite, 2);
    log.put(L"two");
    REQUIRE(Win32FailNthReached());
    Win32FillDisk(0);
    log.put(L"three");
    Win32FillDisk(-1);
    log.put(L"four");
    Win32LimitTransfers(-1);
    CHECK(TextIn(path) == "one\ntw\n(2 lines are left out)\nfour\n");
}
#endif
