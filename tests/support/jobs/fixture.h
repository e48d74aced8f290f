// Helpers of the jobs' tests: a runtime, a folder of its own, files, and a job that is waited for.
#pragma once
#include <windows.h>

#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "PerfectHashErrors.h"
#include "jobs/base/stored_failure.h"
#include "jobs/table/table_job.h"
#include "support/address_like_keys.h"
#include "support/patience.h"

namespace doctest {
template <> struct StringMaker<std::wstring> {
    static String convert(const std::wstring &text)
    {
        char utf8[4096] = "";
        WideCharToMultiByte(CP_UTF8, 0, text.c_str(), -1, utf8, (int)sizeof utf8 - 1, nullptr, nullptr);
        return utf8;
    }
};
} // namespace doctest

using Bytes = std::vector<unsigned char>;

// A folder below the temporary one that is gone, with all that is in it, at the end.
struct Folder {
    std::wstring path;
    Folder();
    ~Folder();
    Folder(const Folder &) = delete;
    Folder &operator=(const Folder &) = delete;
    std::wstring operator/(const std::wstring &name) const { return path + L"\\" + name; }
};

void WriteBytes(const std::wstring &path, const void *bytes, size_t size);
void WriteKeys(const std::wstring &path, const std::vector<uint32_t> &keys);
void WriteText(const std::wstring &path, const std::string &text);
Bytes ReadBytes(const std::wstring &path);
bool Exists(const std::wstring &path);
bool RemoveTree(const std::wstring &folder); // all that can go; is the folder gone?
// Paths relative to the folder of all files below it, sorted.
std::vector<std::wstring> FilesBelow(const std::wstring &folder);

// Bytes of all files below the folder whose relative path has that part.
size_t BytesBelow(const std::wstring &folder, const std::wstring &part = L"");

// Distinct keys in an order without a pattern.
std::vector<uint32_t> SomeKeys(size_t count, uint32_t seed = 1);

// Of two slices and four workers.
RuntimeOptions OneNodeWithBudget(size_t bufferBudgetBytes);

struct TestRuntime {
    Runtime *runtime = nullptr;
    explicit TestRuntime(DWORD concurrency = 2, DWORD threads = 4);
    explicit TestRuntime(const RuntimeOptions &options);
    ~TestRuntime() { RuntimeStop(runtime); }
    TestRuntime(const TestRuntime &) = delete;
    TestRuntime &operator=(const TestRuntime &) = delete;
    operator Runtime *() const { return runtime; }
};

// What a job came to. Owns the result.
struct Outcome {
    HRESULT code = E_FAIL;
    JobState state = JobRunning;
    TableResult *result = nullptr;
    std::wstring text; // of the failure
    Outcome() = default;
    Outcome(Outcome &&other) noexcept : code(other.code), state(other.state), result(other.result), text(other.text)
    {
        other.result = nullptr;
    }
    Outcome &operator=(Outcome &&) = delete;
    ~Outcome() { TableResultRelease(result); }
};

// A request that owns its strings.
struct Request : TableRequest {
    std::wstring path, directory, tableName;
    Request();
    Request(const Request &other);
    Request &operator=(const Request &) = delete;
    void setDirectory(const std::wstring &text);
};
Request FileRequest(const std::wstring &keysPath, const std::wstring &outputDirectory);
Request KeysRequest(const std::vector<uint32_t> &keys, const std::wstring &name, const std::wstring &outputDirectory);

// A solve that takes many seconds.
Request LongRequest(const std::wstring &name);

std::wstring TextOf(const Failure &failure);
std::wstring TextOf(const StoredFailure &failure);
// Waits for a job's event. A job that hangs ends the process, since nothing could stop its runtime,
// and says where when that is given.
void MustEnd(HANDLE event, Runtime *runtime = nullptr);
TableJob *Started(Runtime *runtime, const TableRequest &request); // the caller's reference
Outcome Wait(TableJob *job);                                      // takes that over
Outcome Run(Runtime *runtime, const TableRequest &request);

// Cancels such a job after some delays: it leaves all its files below the folder, or none.
void CheckCancels(Runtime *runtime, const TableRequest &request, const std::wstring &folder, size_t files);

bool Parks(Runtime *runtime, DWORD count); // soon so many of the runtime's requests are parked

// Every key of the table has its position, and is found where the table has its keys.
void CheckTable(const TableResult *result, const std::vector<uint32_t> &keys);

bool Contains(const std::wstring &text, const std::wstring &part);
