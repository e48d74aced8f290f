/*
 * This program starts itself and crashes in several ways. The crash handler writes a stack trace
 * and a minidump into the folder that PERFECTHASH_CRASH_DIR names, and says where. Without a usable
 * folder it writes no file and says how to get one. A stack overflow under the loader's lock also
 * ends the process.
 */
#include <doctest/doctest.h>

#include "exe/program/crash_handler.c"
#include "exe/program/crash_stack.c"
#include "support/runtime/crash_child.h"
#include "support/runtime/deadline.h"
#include "support/runtime/fixture.h"

#if defined(__GNUC__)
#define NOT_INLINED __attribute__((noinline))
#else
#define NOT_INLINED __declspec(noinline)
#endif

namespace {

NOT_INLINED int Overflow(volatile int *depth)
{
    volatile int more[1024];
    more[0] = *depth + 1;
    return more[0] < 0 ? 0 : Overflow(more) + more[0];
}

struct CrashOutcome {
    DWORD exitCode;
    std::string errors;
};

CrashOutcome RunChild(const std::wstring &kind, const std::wstring &crashFolder, const std::wstring &errorsPath)
{
    wchar_t program[MAX_PATH];
    GetModuleFileNameW(nullptr, program, MAX_PATH);
    SetEnvironmentVariableW(L"RUNTIME_TEST_CRASH", kind.c_str());
    SetEnvironmentVariableW(L"PERFECTHASH_CRASH_DIR", crashFolder.empty() ? nullptr : crashFolder.c_str());
    SECURITY_ATTRIBUTES inherited = {sizeof inherited, nullptr, TRUE};
    STARTUPINFOW startup = {};
    PROCESS_INFORMATION process;
    CrashOutcome crash = {0, ""};
    startup.cb = sizeof startup;
    startup.dwFlags = STARTF_USESTDHANDLES;
    startup.hStdError =
        CreateFileW(errorsPath.c_str(), GENERIC_WRITE, FILE_SHARE_READ, &inherited, CREATE_ALWAYS, 0, nullptr);
    REQUIRE(CreateProcessW(program, nullptr, nullptr, nullptr, TRUE, 0, nullptr, nullptr, &startup, &process));
    SetEnvironmentVariableW(L"RUNTIME_TEST_CRASH", nullptr);
    REQUIRE(WaitForSingleObject(process.hProcess, 180000) == WAIT_OBJECT_0);
    GetExitCodeProcess(process.hProcess, &crash.exitCode);
    CloseHandle(process.hProcess);
    CloseHandle(process.hThread);
    CloseHandle(startup.hStdError);
    crash.errors = ReadWhole(errorsPath);
    return crash;
}

bool Has(const std::string &text, const char *part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

void CrashChild()
{
    wchar_t kind[20] = L"";
    if (!GetEnvironmentVariableW(L"RUNTIME_TEST_CRASH", kind, 20))
        return;
    CrashHandlerInstall(L"crash-child");
    if (!wcscmp(kind, L"read")) {
        *static_cast<volatile int *>(nullptr) = 1;
    } else if (!wcscmp(kind, L"call")) {
        void (*volatile nowhere)() = nullptr;
        nowhere();
    } else if (!wcscmp(kind, L"stack") || !wcscmp(kind, L"loader")) {
        volatile int bottom = 0;
        if (!wcscmp(kind, L"loader")) {
            using Lock = LONG(NTAPI *)(ULONG, ULONG *, ULONG_PTR *);
            const FARPROC lock = GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "LdrLockLoaderLock");
            ULONG_PTR cookie;
            if (!lock || reinterpret_cast<Lock>(reinterpret_cast<void *>(lock))(0, nullptr, &cookie) < 0)
                ExitProcess(1);
            startLimitMs = 500;
        }
        Overflow(&bottom);
    }
    ExitProcess(0); // not reached by a crash
}

TEST_CASE("a crash leaves a stack trace and a minidump where it was told to, and says where")
{
    DeadlineExtend(400); // a dump takes long where gdb reads symbols beside it
    TestFolder folder;
    const std::wstring dumps = folder / L"d\u00fcmps";
    REQUIRE(CreateDirectoryW(dumps.c_str(), nullptr));
    struct {
        const wchar_t *kind;
        DWORD code;
        const char *name;
    } const cases[] = {
        {L"read", EXCEPTION_ACCESS_VIOLATION, "access violation (0xC0000005)"},
        {L"call", EXCEPTION_ACCESS_VIOLATION, "access violation (0xC0000005)"},
        {L"stack", EXCEPTION_STACK_OVERFLOW, "stack overflow (0xC00000FD)"},
    };
    for (const auto &test : cases) {
        const CrashOutcome crash = RunChild(test.kind, dumps, folder / L"errors");
        CAPTURE(crash.errors);
        CHECK(crash.exitCode == test.code);
        CHECK(Has(crash.errors, test.name));
        CHECK(Has(crash.errors, "runtime_tests.exe+0x"));
        CHECK(Has(crash.errors, "\nminidump: "));
        std::string report, dump;
        WIN32_FIND_DATAW found;
        HANDLE search = FindFirstFileW((dumps + L"\\crash-child-*").c_str(), &found);
        REQUIRE(search != INVALID_HANDLE_VALUE);
        do {
            const std::wstring path = dumps + L"\\" + found.cFileName;
            (path.substr(path.size() - 4) == L".dmp" ? dump : report) = ReadWhole(path);
            DeleteFileW(path.c_str());
        } while (FindNextFileW(search, &found));
        FindClose(search);
        CHECK(dump.substr(0, 4) == "MDMP");
        CHECK(crash.errors.compare(0, report.size(), report) == 0);
        CHECK(Has(report, "runtime_tests.exe+0x"));
    }
}

TEST_CASE("a stack overflow of a thread that holds the loader's lock ends the process")
{
    TestFolder folder;
    CHECK(RunChild(L"loader", L"", folder / L"errors").exitCode == EXCEPTION_STACK_OVERFLOW);
}

TEST_CASE("a crash without a folder for it writes no file and says how to get one")
{
    TestFolder folder;
    const CrashOutcome crash = RunChild(L"read", L"", folder / L"errors");
    CHECK(crash.exitCode == EXCEPTION_ACCESS_VIOLATION);
    CHECK(Has(crash.errors, "access violation"));
    CHECK(Has(crash.errors, "PERFECTHASH_CRASH_DIR"));
    CHECK(folder.Names() == std::vector<std::wstring>{L"errors"});
    const CrashOutcome lost = RunChild(L"read", folder / L"no\\such", folder / L"errors");
    CHECK(lost.exitCode == EXCEPTION_ACCESS_VIOLATION);
    CHECK(Has(lost.errors, "no minidump could be written"));
}
