/*
 * ./bench scale [--json] [--files=N] [memory] [failures]: what a bulk run costs a file where there
 * are very many.
 *   memory    the most private memory of a run over N (100,000) files of two keys into a pack, with
 *             CSV and JSON, and of one over twice as many: bytes a file, of both and of the
 *             difference, and what a million files take by it
 *   failures  a run over N files of 40 keys that all have a duplicate against one over as many good
 *             ones, without outputs but CSV and JSON: medians of three rounds in turn, and the
 *             median of their ratios
 */
#include "bulk_tree.h"

#include <atomic>
#include <thread>

#include <psapi.h>

#include "jobs/bulk/bulk_job.h"

namespace {

bool json = false;

void Say(const char *name, double value, const char *unit)
{
    if (json)
        printf("{\"bench\": \"scale\", \"name\": \"%s\", \"value\": %.1f, \"unit\": \"%s\"}\n", name, value, unit);
    else
        printf("%-52s %12.1f %s\n", name, value, unit);
    fflush(stdout);
}

// Files of so many keys, a thousand a folder; `fails`: the last key is the first one.
void MakeFiles(const std::wstring &root, size_t files, uint32_t keys, bool fails)
{
    Require(CreateDirectoryW(root.c_str(), nullptr), "making a folder");
    std::vector<uint32_t> values(keys);
    std::wstring folder;
    for (size_t i = 0; i < files; i++) {
        wchar_t name[64];
        if (i % 1000 == 0) {
            swprintf(name, 64, L"\\part%05u", (unsigned)(i / 1000));
            folder = root + name;
            Require(CreateDirectoryW(folder.c_str(), nullptr), "making a folder");
        }
        for (uint32_t k = 0; k < keys; k++)
            values[k] = (uint32_t)i * 4 + (k << 25); // with bytes of 0, as text has none
        if (fails)
            values[keys - 1] = values[0];
        swprintf(name, 64, L"\\keys%07u.keys", (unsigned)i);
        WriteFileAt(folder + name, values.data(), keys * (DWORD)sizeof values[0]);
    }
}

size_t PrivateNow()
{
    PROCESS_MEMORY_COUNTERS counters = {};
    counters.cb = sizeof counters;
    Require(GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters), "GetProcessMemoryInfo");
    return counters.PagefileUsage;
}

// Looks at the memory of the process every few milliseconds.
class Watch {
public:
    Watch()
        : thread([this] {
              while (!over) {
                  most = std::max(most.load(), PrivateNow());
                  Sleep(5);
              }
          })
    {
    }
    ~Watch() { end(); }
    Watch(const Watch &) = delete;
    Watch &operator=(const Watch &) = delete;
    size_t end()
    {
        over = true;
        if (thread.joinable())
            thread.join();
        return most;
    }

private:
    std::atomic<bool> over{false};
    std::atomic<size_t> most{0};
    std::thread thread;
};

[[noreturn]] void End(const Failure &failure)
{
    wchar_t text[FAILURE_TEXT_CHARS];
    FailureText(&failure, text, FAILURE_TEXT_CHARS);
    fprintf(stderr, "the run fails: %ls\n", text);
    exit(1);
}

void Run(const std::wstring &keys, const std::wstring &out, const std::wstring &pack, size_t failed)
{
    Runtime *runtime = nullptr;
    BulkRequest request = {};
    BulkJob *job = nullptr;
    BulkResult *result = nullptr;
    Require(RuntimeStart(nullptr, &runtime) == ERROR_SUCCESS, "RuntimeStart");
    BulkOptionsDefault(&request.options);
    request.options.recursive = TRUE;
    request.options.table.outputs = 0; // CSV and JSON, and perhaps a pack
    request.options.pack = pack.empty() ? nullptr : pack.c_str();
    request.keysDirectory = keys.c_str();
    request.outputDirectory = out.c_str();
    Require(SUCCEEDED(BulkJobStart(runtime, &request, nullptr, nullptr, nullptr, &job, nullptr)), "starting a run");
    WaitForSingleObject(BulkJobEvent(job), INFINITE);
    Failure failure;
    if (FAILED(BulkJobTake(job, &result, &failure)))
        End(failure);
    if (result->failed != failed && BulkResultFirstFailed(result) != nullptr) {
        StoredFailureGet(BulkResultFirstFailed(result)->failure, &failure);
        End(failure);
    }
    BulkResultRelease(result);
    BulkJobRelease(job);
    RuntimeStop(runtime);
}

void Memory(const std::wstring &work, size_t files)
{
    double bytes[2];
    for (int twice = 0; twice < 2; twice++) {
        const size_t count = files << twice;
        const std::wstring keys = work + L"\\memory" + std::to_wstring(twice);
        MakeFiles(keys, count, 2, false);
        const size_t before = PrivateNow();
        Watch watch;
        const double ms = Milliseconds([&] { Run(keys, work + L"\\out", work + L"\\all.phpack", 0); });
        bytes[twice] = (double)(watch.end() - before);
        Say((std::to_string(count) + " files into a pack").c_str(), ms / 1e3, "s");
        Say("  memory, most", bytes[twice] / (1 << 20), "MiB");
        Say("  memory a file", bytes[twice] / (double)count, "bytes");
        RemoveTree(keys);
        RemoveTree(work + L"\\out");
    }
    const double each = (bytes[1] - bytes[0]) / (double)files;
    Say("memory of a file more", each, "bytes");
    Say("a million files, by these", (bytes[1] + each * (1e6 - 2.0 * (double)files)) / (1 << 20), "MiB");
}

void Failures(const std::wstring &work, size_t files)
{
    std::vector<double> good, failing, ratios;
    MakeFiles(work + L"\\good", files, 40, false);
    MakeFiles(work + L"\\failing", files, 40, true);
    for (int round = 0; round < 3; round++) {
        good.push_back(Milliseconds([&] { Run(work + L"\\good", work + L"\\out", L"", 0); }));
        failing.push_back(Milliseconds([&] { Run(work + L"\\failing", work + L"\\out", L"", files); }));
        ratios.push_back(failing.back() / good.back());
    }
    Say((std::to_string(files) + " good files").c_str(), Quantile(good, .5) / 1e3, "s");
    Say((std::to_string(files) + " failing files").c_str(), Quantile(failing, .5) / 1e3, "s");
    Say("failing against good", Quantile(ratios, .5), "ratio");
}

} // namespace

int main(int argc, char **argv)
{
    static const std::vector<std::pair<std::string, void (*)(const std::wstring &, size_t)>> parts = {
        {"memory", Memory}, {"failures", Failures}};
    Words words(argc, argv);
    json = words.take("--json");
    const size_t files = (size_t)std::max(1000, words.number("--files=", 100000));
    const WorkFolder work;
    for (const auto &part : parts) {
        const std::vector<std::string> asked = words.rest({part.first});
        if (std::count(asked.begin(), asked.end(), part.first) != 0)
            part.second(work.path, files);
    }
    return 0;
}
