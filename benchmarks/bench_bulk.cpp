/*
 * ./bench bulk [--json] [--rounds=N] [--files=N] [--busy=N] [--only=WHAT] [DIRECTORY]: a bulk run
 * against a bare loop of the same file operations on one thread: opening, reading and closing the
 * keys files (without outputs), and besides making a folder, writing two files of the sizes that
 * the run wrote under temporary names and renaming them. With --Durable both flush as often: each
 * file, and at last each folder. DIRECTORY holds keys files; without it N (1,000) are made whose
 * sizes are distributed as those of the functions of Windows' own DLLs. Rounds take turns; the
 * figures are medians in milliseconds, the ratio is the median of the rounds'. With --busy as many
 * threads do nothing but compute meanwhile. WHAT is one of the six: bareread, bulkread, barewrite,
 * bulkwrite, baredurable, bulkdurable; for a profiler.
 */
#include "bulk_tree.h"
#include "busy.h"

#include "jobs/bulk/bulk_job.h"

namespace {

struct Made {
    std::wstring folder, header, table; // names below an output directory
    DWORD headerBytes, tableBytes;
};

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

void Flush(const std::wstring &path)
{
    const DWORD share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    const HANDLE file =
        CreateFileW(path.c_str(), FILE_WRITE_DATA, share, nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr);
    Require(file != INVALID_HANDLE_VALUE, "opening what is flushed");
    FlushFileBuffers(file); // some file systems have none of a folder
    CloseHandle(file);
}

// Writes a file under a temporary name, and renames it.
void BareWrite(const std::wstring &temporary, const std::wstring &path, const char *bytes, DWORD size, bool durable)
{
    WriteFileAt(temporary, bytes, size, durable);
    Require(MoveFileExW(temporary.c_str(), path.c_str(), MOVEFILE_REPLACE_EXISTING), "renaming");
}

void BareRun(const std::vector<std::wstring> &files, const std::vector<Made> &made, const std::wstring &out,
             const std::vector<char> &bytes, bool durable = false)
{
    if (!out.empty())
        CreateDirectoryW(out.c_str(), nullptr);
    for (size_t i = 0; i < files.size(); i++) {
        ReadAll(files[i]);
        if (out.empty())
            continue;
        const std::wstring folder = out + L"\\" + made[i].folder + L"\\";
        CreateDirectoryW(folder.c_str(), nullptr);
        BareWrite(folder + L"~1.tmp", folder + made[i].header, bytes.data(), made[i].headerBytes, durable);
        BareWrite(folder + L"~2.tmp", folder + made[i].table, bytes.data(), made[i].tableBytes, durable);
    }
    for (size_t i = 0; durable && i < files.size(); i++)
        Flush(out + L"\\" + made[i].folder);
    if (durable)
        Flush(out);
}

BulkResult *Run(Runtime *runtime, const std::wstring &keys, const std::wstring &out, bool durable = false)
{
    BulkRequest request = {};
    BulkJob *job = nullptr;
    BulkResult *result = nullptr;
    BulkOptionsDefault(&request.options);
    request.options.include = L"*.keys";
    request.options.table.durable = durable;
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

struct Arguments {
    bool json;
    int rounds, busy;
    size_t files;
    std::string only;
    std::wstring directory;

    Arguments(int argc, char **argv)
    {
        Words words(argc, argv);
        json = words.take("--json");
        rounds = std::max(1, words.number("--rounds=", 5));
        busy = words.number("--busy=", 0);
        files = (size_t)std::max(2, words.number("--files=", 1000));
        only = words.text("--only=", "");
        for (const std::string &word : words.rest())
            directory = WholePath(word);
    }
    bool wants(const char *what) const { return only.empty() || only == what; }
};

// Two ways of the same work that take turns.
struct Pair {
    std::vector<double> bare, ours, ratios;
    void add(double bareMs, double ourMs)
    {
        bare.push_back(bareMs);
        ours.push_back(ourMs);
        ratios.push_back(ourMs / bareMs);
    }
};

void Print(const Arguments &arguments, const char *name, double milliseconds, size_t files, double ratio)
{
    const double rate = (double)files / milliseconds * 1e3;
    if (arguments.json)
        printf("{\"name\": \"%s\", \"milliseconds\": %.1f, \"filesPerSecond\": %.0f, \"ratio\": %.3f}\n", name,
               milliseconds, rate, ratio);
    else
        printf("%-40s %9.1f ms %8.0f files/s  x %.2f\n", name, milliseconds, rate, ratio);
    fflush(stdout);
}

void Print(const Arguments &arguments, const char *bareName, const char *ourName, const Pair &pair, size_t files)
{
    Print(arguments, bareName, Quantile(pair.bare, .5), files, 1);
    Print(arguments, ourName, Quantile(pair.ours, .5), files, Quantile(pair.ratios, .5));
}

} // namespace

int main(int argc, char **argv)
{
    const Arguments arguments(argc, argv);
    const WorkFolder work;
    std::wstring keys = arguments.directory;
    if (keys.empty()) {
        keys = work.path + L"\\keys";
        Require(CreateDirectoryW(keys.c_str(), nullptr), "making a folder");
        MakeSets(keys, arguments.files);
    }
    const std::vector<std::wstring> files = FilesOf(keys);

    Runtime *runtime;
    Require(RuntimeStart(nullptr, &runtime) == ERROR_SUCCESS, "RuntimeStart");
    std::vector<Made> made;
    std::vector<char> bytes(1, 'x');
    if (arguments.wants("barewrite") || arguments.wants("baredurable")) {
        const std::wstring first = work.path + L"\\first";
        BulkResult *result = Run(runtime, keys, first);
        made = MadeBy(result, first);
        BulkResultRelease(result);
        for (const Made &each : made)
            bytes.resize(std::max<size_t>(bytes.size(), std::max(each.headerBytes, each.tableBytes)), 'x');
    }

    const Busy busy(arguments.busy);
    Pair read;
    for (int i = 0; i < arguments.rounds; i++) {
        const double bare = arguments.wants("bareread") ? Milliseconds([&] { BareRun(files, made, L"", bytes); }) : 1;
        read.add(bare,
                 arguments.wants("bulkread") ? Milliseconds([&] { BulkResultRelease(Run(runtime, keys, L"")); }) : 1);
    }
    Print(arguments, "read alone, bare loop", "bulk run without outputs", read, files.size());
    for (const bool durable : {false, true}) {
        const char *bareName = durable ? "baredurable" : "barewrite", *ourName = durable ? "bulkdurable" : "bulkwrite";
        Pair write;
        for (int i = 0; i < arguments.rounds; i++) {
            const std::wstring bareOut = work.path + L"\\bare", ourOut = work.path + L"\\ours";
            const double bare =
                arguments.wants(bareName) ? Milliseconds([&] { BareRun(files, made, bareOut, bytes, durable); }) : 1;
            write.add(bare, arguments.wants(ourName)
                                ? Milliseconds([&] { BulkResultRelease(Run(runtime, keys, ourOut, durable)); })
                                : 1);
            RemoveTree(bareOut);
            RemoveTree(ourOut);
        }
        Print(arguments, durable ? "read, write and flush, bare loop" : "read and write, bare loop",
              durable ? "bulk run with --Durable" : "bulk run with outputs", write, files.size());
    }
    RuntimeStop(runtime);
    return 0;
}
