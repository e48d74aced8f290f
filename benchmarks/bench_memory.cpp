/*
 * ./bench memory [--json] [--baseline=DLL] [--keys=N] [--tables=N]: the most private memory of a
 * process in which so many tables (8) of as many keys each (4,194,304) are made at once, without
 * files, in the partitioned layout. With a baseline another build's PerfectHash.dll does the same
 * in a process of its own, and a line has the ratio. All tables are of the same keys file.
 */
#include "bulk_tree.h"

#include <atomic>
#include <thread>

#include <oleauto.h>
#include <psapi.h>

#include "PerfectHash.h"

namespace {

struct Arguments {
    bool json;
    std::string baseline, child; // child: the DLL that this process is to measure
    std::wstring keysFile;
    int keys, tables;
    Arguments(int argc, char **argv)
    {
        Words words(argc, argv);
        json = words.take("--json");
        baseline = words.text("--baseline=", "");
        child = words.text("--child=", "");
        keysFile = WholePath(words.text("--keys-file=", ""));
        keys = words.number("--keys=", 1 << 22);
        tables = words.number("--tables=", 8);
    }
};

IClassFactory *FactoryOf(const std::string &path)
{
    IClassFactory *factory = nullptr;
    const HMODULE module = LoadLibraryA(path.c_str());
    Require(module != nullptr, path.c_str());
    const auto get = reinterpret_cast<HRESULT(STDMETHODCALLTYPE *)(REFCLSID, REFIID, void **)>(
        reinterpret_cast<void *>(GetProcAddress(module, "DllGetClassObject")));
    Require(get != nullptr, "DllGetClassObject");
    Require(SUCCEEDED(get(CLSID_IocpContext, IID_IClassFactory, reinterpret_cast<void **>(&factory))), "the class");
    return factory;
}

size_t PrivateNow()
{
    PROCESS_MEMORY_COUNTERS counters = {};
    counters.cb = sizeof counters;
    Require(GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters), "GetProcessMemoryInfo");
    return counters.PagefileUsage;
}

// Makes the tables, each asked for by a thread, and prints the most memory and the milliseconds.
int Child(const Arguments &arguments)
{
    Require(SUCCEEDED(CoInitializeEx(nullptr, COINIT_MULTITHREADED)), "CoInitializeEx");
    IClassFactory *factory = FactoryOf(arguments.child);
    IPerfectHashIocpContext *context = nullptr; // a baseline may have other IIDs, and the same vtable
    Require(SUCCEEDED(factory->CreateInstance(nullptr, IID_IDispatch, reinterpret_cast<void **>(&context))),
            "a context");
    const size_t before = PrivateNow();
    std::atomic<int> left{arguments.tables};
    std::vector<std::thread> threads;
    size_t most = 0;
    const double ms = Milliseconds([&] {
        for (int i = 0; i < arguments.tables; i++)
            threads.emplace_back([&] {
                BSTR keys = SysAllocString(arguments.keysFile.c_str());
                BSTR options = SysAllocString(L"--NoFileIo --Layout=Partitioned");
                IPerfectHashTable *table = nullptr;
                Require(SUCCEEDED(context->TableCreate(keys, nullptr, options, &table)), "a table");
                table->Release();
                SysFreeString(options);
                SysFreeString(keys);
                left--;
            });
        while (left != 0) {
            most = std::max(most, PrivateNow());
            Sleep(2);
        }
    });
    for (std::thread &thread : threads)
        thread.join();
    printf("%.1f %.0f\n", (double)(most - before) / (1 << 20), ms);
    fflush(stdout);
    ExitProcess(0); // the runtime's threads go with it
}

struct Measured {
    double mib = 0, ms = 0;
};

// Runs this program on a DLL, and reads what it prints.
Measured Measure(const Arguments &arguments, const std::string &dll)
{
    char own[MAX_PATH], keys[MAX_PATH];
    Require(GetModuleFileNameA(nullptr, own, MAX_PATH) != 0, "finding this program");
    Require(WideCharToMultiByte(CP_ACP, 0, arguments.keysFile.c_str(), -1, keys, MAX_PATH, nullptr, nullptr) != 0,
            "a path");
    std::string line = std::string("\"") + own + "\" \"--child=" + dll + "\" \"--keys-file=" + keys +
                       "\" --tables=" + std::to_string(arguments.tables);
    SECURITY_ATTRIBUTES inherits = {sizeof inherits, nullptr, TRUE};
    HANDLE reads = nullptr, writes = nullptr;
    Require(CreatePipe(&reads, &writes, &inherits, 0), "a pipe");
    STARTUPINFOA start = {};
    PROCESS_INFORMATION process = {};
    start.cb = sizeof start;
    start.dwFlags = STARTF_USESTDHANDLES;
    start.hStdOutput = writes;
    start.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    Require(CreateProcessA(nullptr, line.data(), nullptr, nullptr, TRUE, 0, nullptr, nullptr, &start, &process),
            "starting a process");
    CloseHandle(writes);
    char text[128] = "";
    DWORD count = 0;
    Require(ReadFile(reads, text, sizeof text - 1, &count, nullptr), "what the process says");
    WaitForSingleObject(process.hProcess, INFINITE);
    CloseHandle(process.hProcess);
    CloseHandle(process.hThread);
    CloseHandle(reads);
    Measured measured;
    Require(sscanf(text, "%lf %lf", &measured.mib, &measured.ms) == 2, "reading the figures");
    return measured;
}

void Say(const Arguments &arguments, const char *name, double value, const char *unit)
{
    if (arguments.json)
        printf("{\"bench\": \"memory\", \"name\": \"%s\", \"value\": %.3f, \"unit\": \"%s\"}\n", name, value, unit);
    else
        printf("%-40s %10.2f %s\n", name, value, unit);
    fflush(stdout);
}

// The DLL beside this program.
std::string OwnDll()
{
    char own[MAX_PATH];
    Require(GetModuleFileNameA(nullptr, own, MAX_PATH) != 0, "finding this program");
    const std::string path = own;
    return path.substr(0, path.rfind('\\') + 1) + "PerfectHash.dll";
}

} // namespace

int main(int argc, char **argv)
{
    Arguments arguments(argc, argv);
    if (!arguments.child.empty())
        return Child(arguments);
    const WorkFolder work;
    arguments.keysFile = work.path + L"\\many.keys";
    WriteKeys(arguments.keysFile, (size_t)arguments.keys, 1);
    std::vector<double> ours, theirs;
    Measured measured;
    for (int round = 0; round < 3; round++) {
        measured = Measure(arguments, OwnDll());
        ours.push_back(measured.mib);
        if (round == 2)
            Say(arguments, "partitioned tables at once, took", measured.ms, "ms");
        if (arguments.baseline.empty())
            continue;
        measured = Measure(arguments, arguments.baseline);
        theirs.push_back(measured.mib);
        if (round == 2)
            Say(arguments, "the same by the baseline", measured.ms, "ms");
    }
    Say(arguments, "memory, most", Quantile(ours, .5), "MiB");
    if (!arguments.baseline.empty()) {
        Say(arguments, "memory of the baseline, most", Quantile(theirs, .5), "MiB");
        Say(arguments, "memory against the baseline", Quantile(ours, .5) / Quantile(theirs, .5), "ratio");
    }
    return 0;
}
