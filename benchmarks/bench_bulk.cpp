/*
 * ./bench bulk [--json] [DIRECTORY]: a bulk run against a bare loop of the same file operations on one thread: opening, reading and closing the
 * keys files (without outputs), and besides making a folder, writing two files of the sizes that the run wrote under temporary names and renaming
 * them. DIRECTORY holds keys files; without it 1,000 are made whose sizes are distributed as those of the functions of Windows' own DLLs. The
 * medians of rounds that take turns, in milliseconds, and the ratios.
 */
#include <windows.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cwchar>
#include <functional>
#include <string>
#include <vector>

#include "jobs/bulk_job.h"

namespace {

int rounds = 5;

struct Made {
    std::wstring folder, header, table;     // names below an output directory
    DWORD headerBytes, tableBytes;
};

void Require(bool condition, const char *what)
{
    if (condition)
        return;
    fprintf(stderr, "bench_bulk: %s fails with %lu\n", what, GetLastError());
    exit(1);
}

double Milliseconds(const std::function<void()> &work)
{
    LARGE_INTEGER start, end, frequency;
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&start);
    work();
    QueryPerformanceCounter(&end);
    return (double)(end.QuadPart - start.QuadPart) * 1e3 / (double)frequency.QuadPart;
}

double Median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void WriteFileAt(const std::wstring &path, const void *bytes, DWORD size)
{
    DWORD written = 0;
    const HANDLE file = CreateFileW(path.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
    Require(file != INVALID_HANDLE_VALUE && WriteFile(file, bytes, size, &written, nullptr), "writing");
    CloseHandle(file);
}

void RemoveTree(const std::wstring &folder)
{
    WIN32_FIND_DATAW found;
    const HANDLE search = FindFirstFileW((folder + L"\\*").c_str(), &found);
    if (search == INVALID_HANDLE_VALUE)
        return;
    do {
        const std::wstring name = found.cFileName, path = folder + L"\\" + name;
        if (name == L"." || name == L"..")
            continue;
        if (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
            RemoveTree(path);
        else
            DeleteFileW(path.c_str());
    } while (FindNextFileW(search, &found));
    FindClose(search);
    RemoveDirectoryW(folder.c_str());
}

// Keys as function addresses are: ascending, multiples of 16 with gaps.
void MakeSets(const std::wstring &folder, size_t count)
{
    static const double quantiles[] = {3,   21,  38,  63,  83,  112, 147, 204, 288, 405, 549,
                                       872, 1394, 2478, 5017, 10757, 48852};     
    static const double at[] = {0,    .075, .15, .25, .325, .375, .45, .525, .6, .675, .75, .825, .9, .95, .975, .99, 1};
    uint32_t random = 1;
    for (size_t i = 0; i < count; i++) {
        const double q = (double)i / (double)(count - 1);
        size_t k = 0;
        while (k + 2 < ARRAYSIZE(at) && q > at[k + 1])
            k++;
        const double part = (q - at[k]) / (at[k + 1] - at[k]);
        const size_t keys = (size_t)std::exp(std::log(quantiles[k]) * (1 - part) + std::log(quantiles[k + 1]) * part);
        std::vector<uint32_t> set(keys);
        uint32_t key = 4096;
        for (uint32_t &each : set) {
            each = key;
            random = random * 1664525u + 1013904223u;
            key += 16 * (1 + (random >> 8) % 24);
        }
        wchar_t name[64];
        swprintf(name, 64, L"\\module%05u-%u.keys", (unsigned)(i * 7919 % count), (unsigned)keys);
        WriteFileAt(folder + name, set.data(), (DWORD)(keys * sizeof(uint32_t)));
    }
}

std::vector<std::wstring> FilesOf(const std::wstring &folder)
{
    std::vector<std::wstring> files;
    WIN32_FIND_DATAW found;
    const HANDLE search = FindFirstFileW((folder + L"\\*.keys").c_str(), &found);
    Require(search != INVALID_HANDLE_VALUE, "finding keys files");
    do
        files.push_back(folder + L"\\" + found.cFileName);
    while (FindNextFileW(search, &found));
    FindClose(search);
    return files;
}

std::vector<char> ReadAll(const std::wstring &path)
{
    LARGE_INTEGER size;
    DWORD read = 0;
    const HANDLE file = CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING, 0, nullptr);
    Require(file != INVALID_HANDLE_VALUE && GetFileSizeEx(file, &size), "opening keys");
    std::vector<char> bytes((size_t)size.QuadPart);
    Require(ReadFile(file, bytes.data(), (DWORD)bytes.size(), &read, nullptr), "reading keys");
    CloseHandle(file);
    return bytes;
}

void BareRun(const std::vector<std::wstring> &files, const std::vector<Made> &made, const std::wstring &out, const std::vector<char> &bytes)
{
    if (!out.empty())
        CreateDirectoryW(out.c_str(), nullptr);
    for (size_t i = 0; i < files.size(); i++) {
        ReadAll(files[i]);
        if (out.empty())
            continue;
        const std::wstring folder = out + L"\\" + made[i].folder + L"\\";
        CreateDirectoryW(folder.c_str(), nullptr);
        WriteFileAt(folder + L"~1.tmp", bytes.data(), made[i].headerBytes);
        Require(MoveFileExW((folder + L"~1.tmp").c_str(), (folder + made[i].header).c_str(), MOVEFILE_REPLACE_EXISTING), "renaming");
        WriteFileAt(folder + L"~2.tmp", bytes.data(), made[i].tableBytes);
        Require(MoveFileExW((folder + L"~2.tmp").c_str(), (folder + made[i].table).c_str(), MOVEFILE_REPLACE_EXISTING), "renaming");
    }
}

BulkResult *Run(Runtime *runtime, const std::wstring &keys, const std::wstring &out)
{
    BulkRequest request = {};
    BulkJob *job = nullptr;
    BulkResult *result = nullptr;
    BulkOptionsDefault(&request.options);
    request.options.include = L"*.keys";
    request.keysDirectory = keys.c_str();
    request.outputDirectory = out.empty() ? nullptr : out.c_str();
    Require(SUCCEEDED(BulkJobStart(runtime, &request, nullptr, nullptr, nullptr, &job, nullptr)), "starting");
    WaitForSingleObject(BulkJobEvent(job), INFINITE);
    Require(SUCCEEDED(BulkJobTake(job, &result, nullptr)), "the run");
    BulkJobRelease(job);
    return result;
}

DWORD SizeOf(const std::wstring &path)
{
    WIN32_FILE_ATTRIBUTE_DATA found;
    Require(GetFileAttributesExW(path.c_str(), GetFileExInfoStandard, &found), "asking for a size");
    return found.nFileSizeLow;
}

// What a run wrote, in the order of its rows.
std::vector<Made> MadeBy(const BulkResult *result, const std::wstring &out)
{
    std::vector<Made> made;
    for (size_t i = 0; i < result->rowCount; i++) {
        const std::wstring path = result->rows[i].tablePath != nullptr ? result->rows[i].tablePath : L"";
        Require(!path.empty(), "a table");
        const size_t slash = path.rfind(L'\\');
        Made each;
        each.folder = path.substr(out.size() + 1, slash - out.size() - 1);
        each.table = path.substr(slash + 1);
        each.header = each.table.substr(0, each.table.size() - 3) + L"h";
        each.tableBytes = SizeOf(path);
        each.headerBytes = SizeOf(path.substr(0, slash + 1) + each.header);
        made.push_back(each);
    }
    return made;
}

void Print(bool json, const char *name, double milliseconds, size_t files, double ratio)
{
    const double rate = (double)files / milliseconds * 1e3;
    if (json)
        printf("{\"name\": \"%s\", \"milliseconds\": %.1f, \"filesPerSecond\": %.0f, \"ratio\": %.3f}\n", name, milliseconds, rate, ratio);
    else
        printf("%-40s %9.1f ms %8.0f files/s  x %.2f\n", name, milliseconds, rate, ratio);
}

} // namespace

int main(int argc, char **argv)
{
    const bool json = argc > 1 && std::string(argv[1]) == "--json";
    wchar_t temporary[MAX_PATH];
    Require(GetTempPathW(MAX_PATH, temporary) != 0, "GetTempPath");
    const std::wstring work = std::wstring(temporary) + L"phbulk-" + std::to_wstring(GetCurrentProcessId());
    Require(CreateDirectoryW(work.c_str(), nullptr), "making a folder");
    std::wstring keys = work + L"\\keys";
    if (argc > 1 + json) {
        const std::string given = argv[1 + json];
        keys = std::wstring(given.begin(), given.end());
    } else {
        Require(CreateDirectoryW(keys.c_str(), nullptr), "making a folder");
        MakeSets(keys, 1000);
    }
    if (const char *wanted = getenv("BENCH_ROUNDS"))
        rounds = atoi(wanted);
    const std::vector<std::wstring> files = FilesOf(keys);

    Runtime *runtime;
    Require(RuntimeStart(nullptr, &runtime) == ERROR_SUCCESS, "RuntimeStart");
    const std::wstring first = work + L"\\first";
    BulkResult *result = Run(runtime, keys, first);
    const std::vector<Made> made = MadeBy(result, first);
    BulkResultRelease(result);
    DWORD most = 1;
    for (const Made &each : made)
        most = std::max({most, each.headerBytes, each.tableBytes});
    const std::vector<char> bytes(most, 'x');

    std::vector<double> bareRead, ourRead, bareWrite, ourWrite;
    for (int i = 0; i < rounds; i++) {
        bareRead.push_back(Milliseconds([&] { BareRun(files, made, L"", bytes); }));
        ourRead.push_back(Milliseconds([&] { BulkResultRelease(Run(runtime, keys, L"")); }));
    }
    for (int i = 0; i < rounds; i++) {
        const std::wstring bare = work + L"\\bare", ours = work + L"\\ours";
        bareWrite.push_back(Milliseconds([&] { BareRun(files, made, bare, bytes); }));
        RemoveTree(bare);
        ourWrite.push_back(Milliseconds([&] { BulkResultRelease(Run(runtime, keys, ours)); }));
        RemoveTree(ours);
    }
    RuntimeStop(runtime);
    RemoveTree(work);
    const size_t count = files.size();
    Print(json, "read alone, bare loop", Median(bareRead), count, 1);
    Print(json, "bulk run without outputs", Median(ourRead), count, Median(ourRead) / Median(bareRead));
    Print(json, "read and write, bare loop", Median(bareWrite), count, 1);
    Print(json, "bulk run with outputs", Median(ourWrite), count, Median(ourWrite) / Median(bareWrite));
    return 0;
}
