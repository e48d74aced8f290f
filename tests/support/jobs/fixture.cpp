#include "support/jobs/fixture.h"
#include "support/fresh_folder.h"
#include "support/patience.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

Folder::Folder() : path(FreshFolder(L"phjobs")) {}

bool RemoveTree(const std::wstring &folder)
{
    WIN32_FIND_DATAW found;
    const HANDLE search = FindFirstFileW((L"\\\\?\\" + folder + L"\\*").c_str(), &found);
    if (search != INVALID_HANDLE_VALUE) {
        do {
            const std::wstring name = found.cFileName, path = folder + L"\\" + name;
            if (name == L"." || name == L"..")
                continue;
            if (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) {
                RemoveTree(path);
            } else {
                SetFileAttributesW((L"\\\\?\\" + path).c_str(), FILE_ATTRIBUTE_NORMAL);
                DeleteFileW((L"\\\\?\\" + path).c_str());
            }
        } while (FindNextFileW(search, &found));
        FindClose(search);
    }
    return RemoveDirectoryW((L"\\\\?\\" + folder).c_str()) != FALSE;
}

Folder::~Folder()
{
    RemoveTree(path);
}

void WriteBytes(const std::wstring &path, const void *bytes, size_t size)
{
    const HANDLE file = CreateFileW(path.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, 0, nullptr);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    DWORD written = 0;
    CHECK(WriteFile(file, bytes, (DWORD)size, &written, nullptr));
    CHECK(written == size);
    CloseHandle(file);
}

void WriteKeys(const std::wstring &path, const std::vector<uint32_t> &keys)
{
    WriteBytes(path, keys.data(), keys.size() * sizeof(uint32_t));
}

void WriteText(const std::wstring &path, const std::string &text)
{
    WriteBytes(path, text.data(), text.size());
}

Bytes ReadBytes(const std::wstring &path)
{
    HANDLE file = INVALID_HANDLE_VALUE;
    (void)Eventually([&] { // who puts it in place may have it open still
        file = CreateFileW((L"\\\\?\\" + path).c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr,
                           OPEN_EXISTING, 0, nullptr);
        return file != INVALID_HANDLE_VALUE || GetLastError() != ERROR_SHARING_VIOLATION;
    });
    REQUIRE(file != INVALID_HANDLE_VALUE);
    Bytes bytes(GetFileSize(file, nullptr));
    DWORD read = 0;
    CHECK(ReadFile(file, bytes.data(), (DWORD)bytes.size(), &read, nullptr));
    CHECK(read == bytes.size());
    CloseHandle(file);
    return bytes;
}

bool Exists(const std::wstring &path)
{
    return GetFileAttributesW((L"\\\\?\\" + path).c_str()) != INVALID_FILE_ATTRIBUTES;
}

static void Collect(const std::wstring &folder, const std::wstring &prefix, std::vector<std::wstring> &out)
{
    WIN32_FIND_DATAW found;
    const HANDLE search = FindFirstFileW((L"\\\\?\\" + folder + L"\\*").c_str(), &found);
    if (search == INVALID_HANDLE_VALUE)
        return;
    do {
        const std::wstring name = found.cFileName;
        if (name == L"." || name == L"..")
            continue;
        if (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
            Collect(folder + L"\\" + name, prefix + name + L"\\", out);
        else
            out.push_back(prefix + name);
    } while (FindNextFileW(search, &found));
    FindClose(search);
}

std::vector<std::wstring> FilesBelow(const std::wstring &folder)
{
    std::vector<std::wstring> files;
    Collect(folder, L"", files);
    std::sort(files.begin(), files.end());
    return files;
}

size_t BytesBelow(const std::wstring &folder, const std::wstring &part)
{
    size_t bytes = 0;
    for (const std::wstring &file : FilesBelow(folder))
        bytes += Contains(file, part) ? ReadBytes(folder + L"\\" + file).size() : 0;
    return bytes;
}

std::vector<uint32_t> SomeKeys(size_t count, uint32_t seed)
{
    std::vector<uint32_t> keys(count);
    for (size_t i = 0; i < count; i++) {
        uint32_t x = (uint32_t)i + seed * 0x9e3779b9u; // a bijection of the 32-bit numbers: no two alike
        x = (x ^ (x >> 16)) * 0x7feb352du;
        x = (x ^ (x >> 15)) * 0x846ca68bu;
        keys[i] = x ^ (x >> 16);
    }
    return keys;
}

TestRuntime::TestRuntime(const RuntimeOptions &options)
{
    REQUIRE(RuntimeStart(&options, &runtime) == ERROR_SUCCESS);
}

RuntimeOptions OneNodeWithBudget(size_t bufferBudgetBytes)
{
    RuntimeOptions options = {};
    options.simulatedNumaNodes = 1;
    options.iocpConcurrency = 2;
    options.maxThreads = 4;
    options.bufferBudgetBytes = bufferBudgetBytes;
    return options;
}

TestRuntime::TestRuntime(DWORD concurrency, DWORD threads)
{
    RuntimeOptions options = {};
    options.iocpConcurrency = concurrency;
    options.maxThreads = threads;
    REQUIRE(RuntimeStart(&options, &runtime) == ERROR_SUCCESS);
}

Request::Request() : TableRequest()
{
    TableOptionsDefault(&options);
}

Request::Request(const Request &other)
    : TableRequest(other), path(other.path), directory(other.directory), tableName(other.tableName)
{
    keysPath = other.keysPath ? path.c_str() : nullptr;
    outputDirectory = other.outputDirectory ? directory.c_str() : nullptr;
    name = other.name ? tableName.c_str() : nullptr;
}

void Request::setDirectory(const std::wstring &text)
{
    directory = text;
    outputDirectory = directory.c_str();
}

Request FileRequest(const std::wstring &keysPath, const std::wstring &outputDirectory)
{
    Request request;
    request.path = keysPath;
    request.keysPath = request.path.c_str();
    request.setDirectory(outputDirectory);
    return request;
}

Request KeysRequest(const std::vector<uint32_t> &keys, const std::wstring &name, const std::wstring &outputDirectory)
{
    Request request;
    request.keys = keys.data();
    request.keyCount = keys.size();
    request.keySizeInBytes = 4;
    request.tableName = name;
    request.name = request.tableName.c_str();
    request.setDirectory(outputDirectory);
    return request;
}

Request LongRequest(const std::wstring &name)
{
    static const std::vector<uint32_t> keys = AddressLikeKeys(32768);
    Request request = KeysRequest(keys, name, L"");
    request.options.solve.hashFunction = HashMultiplyShiftR;
    request.options.solve.maxTableResizes = 0;
    request.options.solve.maxAttempts = UINT64_MAX;
    return request;
}

std::wstring TextOf(const StoredFailure &failure)
{
    Failure whole;
    StoredFailureGet(&failure, &whole);
    return TextOf(whole);
}

std::wstring TextOf(const Failure &failure)
{
    wchar_t text[FAILURE_TEXT_CHARS];
    FailureText(&failure, text, FAILURE_TEXT_CHARS);
    return text;
}

void MustEnd(HANDLE event, Runtime *runtime)
{
    if (WaitForSingleObject(event, 90000) == WAIT_OBJECT_0)
        return;
    printf("a job hangs\n");
    if (runtime != nullptr)
        RuntimeTraceWrite(
            runtime, [](void *, const char *text) { puts(text); }, nullptr);
    fflush(stdout);
    ExitProcess(3);
}

TableJob *Started(Runtime *runtime, const TableRequest &request)
{
    TableJob *job = nullptr;
    REQUIRE(TableJobStart(runtime, &request, nullptr, nullptr, &job, nullptr) == S_OK);
    return job;
}

void CheckCancels(Runtime *runtime, const TableRequest &request, const std::wstring &folder, size_t files)
{
    for (const DWORD delayMs : {0u, 8u, 16u, 24u, 50u}) {
        TableJob *const job = Started(runtime, request);
        Sleep(delayMs);
        TableJobCancel(job);
        const HRESULT code = Wait(job).code;
        CHECK((code == S_OK || code == PERFECTHASH_E_CANCELLED));
        CHECK(FilesBelow(folder).size() == (code == S_OK ? files : 0));
        RemoveTree(folder);
    }
}

bool Parks(Runtime *runtime, DWORD count)
{
    RuntimeStatistics statistics = {};
    return Eventually([&] {
        RuntimeStatisticsTake(runtime, &statistics);
        return statistics.parked == count;
    });
}

Outcome Wait(TableJob *job)
{
    Outcome outcome;
    Failure failure = {};
    MustEnd(TableJobEvent(job));
    outcome.state = TableJobState(job);
    CHECK(TableJobProgress(job) == 1.0);
    outcome.code = TableJobTake(job, &outcome.result, &failure);
    if (FAILED(outcome.code)) {
        CHECK(failure.code == outcome.code);
        outcome.text = TextOf(failure);
    }
    TableJobRelease(job);
    return outcome;
}

Outcome Run(Runtime *runtime, const TableRequest &request)
{
    TableJob *job = nullptr;
    Failure failure = {};
    const HRESULT code = TableJobStart(runtime, &request, nullptr, nullptr, &job, &failure);
    if (SUCCEEDED(code))
        return Wait(job);
    Outcome outcome;
    CHECK(job == nullptr);
    CHECK(failure.code == code);
    outcome.code = code;
    outcome.state = JobFailed;
    outcome.text = TextOf(failure);
    return outcome;
}

bool Contains(const std::wstring &text, const std::wstring &part)
{
    return text.find(part) != std::wstring::npos;
}

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
