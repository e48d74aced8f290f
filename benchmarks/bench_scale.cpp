/*
 * ./bench scale [--json] [--files=N] [--kind=KIND] [--rounds=N] [memory] [failures]: what a bulk
 * run costs a file where there are very many.
 *   memory    the most private memory of a run over N (100,000) files of two keys into a pack, with
 *             CSV and JSON, and of one over twice as many: bytes a file, of both and of the
 *             difference, and what a million files take by it
 *   failures  a run over N files that all fail against one over as many good ones of 40 keys,
 *             without outputs but CSV and JSON: medians of three rounds in turn, and the median of
 *             their ratios. KIND is what is wrong with a file: twice (one of 40 keys occurs twice,
 *             the default), empty, odd (a byte more than 40 keys), text (a word that is no key)
 */
#include "bulk_tree.h"

#include <atomic>
#include <thread>

#include <psapi.h>

#include "jobs/bulk/bulk_job.h"

namespace {

bool json = false;
std::string failureKind = "twice";
int rounds = 3;

void Say(const char *name, double value, const char *unit)
{
    if (json)
        printf("{\"bench\": \"scale\", \"name\": \"%s\", \"value\": %.1f, \"unit\": \"%s\"}\n", name, value, unit);
    else
        printf("%-52s %12.1f %s\n", name, value, unit);
    fflush(stdout);
}

// A file that fails, of these keys.
void WriteFailing(const std::wstring &path, std::vector<uint32_t> values)
{
    static const char text[] = "17\nseventeen\n";
    const DWORD bytes = (DWORD)(values.size() * sizeof values[0]);
    values.push_back(0);
    if (failureKind == "text")
        return WriteFileAt(path, text, sizeof text - 1);
    if (failureKind == "twice")
        values[values.size() - 2] = values[0];
    WriteFileAt(path, values.data(), failureKind == "empty" ? 0 : failureKind == "odd" ? bytes + 1 : bytes);
}

// Files of so many keys, a thousand a folder.
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
        swprintf(name, 64, L"\\keys%07u.keys", (unsigned)i);
        if (fails)
            WriteFailing(folder + name, values);
        else
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
    for (int round = 0; round < rounds; round++) {
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
    failureKind = words.text("--kind=", failureKind);
    rounds = std::max(1, words.number("--rounds=", rounds));
    const size_t files = (size_t)std::max(1000, words.number("--files=", 100000));
    const WorkFolder work;
    for (const auto &part : parts) {
        const std::vector<std::string> asked = words.rest({part.first});
        if (std::count(asked.begin(), asked.end(), part.first) != 0)
            part.second(work.path, files);
    }
    return 0;
}
