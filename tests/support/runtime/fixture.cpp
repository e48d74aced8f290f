#include "support/runtime/fixture.h"
#include "support/fresh_folder.h"

#include <doctest/doctest.h>
#include <tlhelp32.h>

#include <algorithm>

Signal::Signal() : event(CreateEventW(nullptr, TRUE, FALSE, nullptr)) {}
Signal::~Signal()
{
    CloseHandle(event);
}
void Signal::Set()
{
    SetEvent(event);
}
bool Signal::IsSet(DWORD withinMs)
{
    return WaitForSingleObject(event, withinMs) == WAIT_OBJECT_0;
}
void Signal::Wait()
{
    REQUIRE(IsSet(20000));
}

TestRuntime::TestRuntime(const RuntimeOptions &options) : runtime(nullptr), watch(nullptr)
{
    REQUIRE(RuntimeStart(&options, &runtime) == ERROR_SUCCESS);
    watch = new DeadlineWatch(runtime);
}

void TestRuntime::Stop()
{
    if (!runtime)
        return;
    RuntimeStop(runtime);
    delete watch;
    runtime = nullptr;
}

void TestRuntime::Forget()
{
    delete watch;
    runtime = nullptr;
}

TestRuntime::~TestRuntime()
{
    Stop();
}

RuntimeStatistics TestRuntime::Statistics() const
{
    RuntimeStatistics statistics;
    RuntimeStatisticsTake(runtime, &statistics);
    return statistics;
}

Stopper::Stopper(TestRuntime &runtime)
{
    thread = CreateThread(
        nullptr, 0,
        [](void *of) -> DWORD {
            static_cast<TestRuntime *>(of)->Stop();
            return 0;
        },
        &runtime, 0, nullptr);
    REQUIRE(thread != nullptr);
}

Stopper::~Stopper()
{
    CloseHandle(thread);
}

bool Stopper::Ended() const
{
    return WaitForSingleObject(thread, PatienceMs) == WAIT_OBJECT_0;
}

void Blocker::Post(Node *node)
{
    WorkItemInit(&item, [](WorkItem *of, Worker *, DWORD, DWORD) {
        Blocker *self = CONTAINING_RECORD(of, Blocker, item);
        self->began.Set();
        self->release.Wait();
    });
    REQUIRE(NodePost(node, &item) == ERROR_SUCCESS);
}

TestFolder::TestFolder() : path(FreshFolder(L"runtime-test")) {}

TestFolder::~TestFolder()
{
    DeleteTree(path);
}

std::vector<std::wstring> TestFolder::Names() const
{
    std::vector<std::wstring> names;
    WIN32_FIND_DATAW found;
    HANDLE search = FindFirstFileW((path + L"\\*").c_str(), &found);
    if (search == INVALID_HANDLE_VALUE)
        return names;
    do {
        const std::wstring name = found.cFileName;
        if (name != L"." && name != L"..")
            names.push_back(name);
    } while (FindNextFileW(search, &found));
    FindClose(search);
    std::sort(names.begin(), names.end());
    return names;
}

void DeleteTree(const std::wstring &path)
{
    WIN32_FIND_DATAW found;
    HANDLE search = FindFirstFileW((path + L"\\*").c_str(), &found);
    if (search != INVALID_HANDLE_VALUE) {
        do {
            const std::wstring name = found.cFileName;
            if (name == L"." || name == L"..")
                continue;
            const std::wstring inside = path + L"\\" + name;
            if (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) {
                DeleteTree(inside);
            } else {
                SetFileAttributesW(inside.c_str(), FILE_ATTRIBUTE_NORMAL);
                DeleteFileW(inside.c_str());
            }
        } while (FindNextFileW(search, &found));
        FindClose(search);
    }
    RemoveDirectoryW(path.c_str());
}

void WriteWhole(const std::wstring &path, const std::string &content)
{
    DWORD written = 0;
    HANDLE file = CreateFileW(path.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, 0, nullptr);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    REQUIRE(WriteFile(file, content.data(), static_cast<DWORD>(content.size()), &written, nullptr));
    CloseHandle(file);
}

std::string ReadWhole(const std::wstring &path)
{
    HANDLE file = CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                              nullptr, OPEN_EXISTING, 0, nullptr);
    if (file == INVALID_HANDLE_VALUE)
        return "<none>";
    std::string content(GetFileSize(file, nullptr), '\0');
    DWORD bytes = 0;
    ReadFile(file, content.data(), static_cast<DWORD>(content.size()), &bytes, nullptr);
    content.resize(bytes);
    CloseHandle(file);
    return content;
}

DWORD PendingRead::Start(Node *node, const std::wstring &path, size_t maxBytes)
{
    return FileReadStart(&read, node, path.c_str(), maxBytes, [](FileRead *of, Worker *, DWORD result) {
        PendingRead *self = CONTAINING_RECORD(of, PendingRead, read);
        self->error = result;
        self->done.Set();
    });
}

static void WriteEnded(FileWrite *of, Worker *, DWORD result)
{
    PendingWrite *self = CONTAINING_RECORD(of, PendingWrite, write);
    self->error = result;
    self->done.Set();
}

DWORD PendingWrite::Start(Node *node, const std::wstring &path, const std::string &content)
{
    return FileWriteStart(&write, node, path.c_str(), content.data(), content.size(), WriteEnded);
}

DWORD PendingWrite::Prepare(Node *node, const FileWriter &writer, const std::wstring &path, const std::string &content)
{
    return FileWritePrepare(&write, node, writer, path.c_str(), content.data(), content.size(), WriteEnded);
}

ReadResult ReadFileThrough(Node *node, const std::wstring &path, size_t maxBytes)
{
    PendingRead pending;
    ReadResult result = {pending.Start(node, path, maxBytes), ""};
    if (result.error != ERROR_SUCCESS)
        return result;
    pending.done.Wait();
    result.error = pending.error;
    if (pending.read.buffer) {
        result.content.assign(static_cast<char *>(BufferData(pending.read.buffer)), BufferLength(pending.read.buffer));
        BufferRelease(pending.read.buffer);
    }
    return result;
}

DWORD WriteFileThrough(Node *node, const std::wstring &path, const std::string &content)
{
    PendingWrite pending;
    const DWORD error = pending.Start(node, path, content);
    if (error != ERROR_SUCCESS)
        return error;
    pending.done.Wait();
    return pending.error;
}

void CheckRoundTrip(Node *node, const std::wstring &path, const std::string &content)
{
    CHECK(WriteFileThrough(node, path, content) == ERROR_SUCCESS);
    const ReadResult read = ReadFileThrough(node, path);
    CHECK(read.error == ERROR_SUCCESS);
    CHECK((read.content == content));
}

DWORD ThreadCount()
{
    DWORD count = 0;
    THREADENTRY32 entry = {};
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    entry.dwSize = sizeof entry;
    for (BOOL more = Thread32First(snapshot, &entry); more; more = Thread32Next(snapshot, &entry))
        count += entry.th32OwnerProcessID == GetCurrentProcessId() ? 1 : 0;
    CloseHandle(snapshot);
    return count;
}

bool Eventually(bool (*condition)())
{
    for (int i = 0; i < 500; i++) {
        if (condition())
            return true;
        Sleep(10);
    }
    return condition();
}
