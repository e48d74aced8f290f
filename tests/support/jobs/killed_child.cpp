#include "support/jobs/killed_child.h"

namespace {

const DWORD oldYear = 0x01C00000; // the upper half of a time in 2000

}

KilledChild::KilledChild(const std::wstring &testCase, const wchar_t *variable, const std::wstring &folder)
{
    wchar_t program[MAX_PATH];
    REQUIRE(GetModuleFileNameW(nullptr, program, MAX_PATH) != 0);
    REQUIRE(SetEnvironmentVariableW(variable, folder.c_str()));
    std::wstring line = std::wstring(L"\"") + program + L"\" \"-tc=" + testCase + L"\"";
    STARTUPINFOW startup = {};
    startup.cb = sizeof startup;
    PROCESS_INFORMATION started = {};
    REQUIRE(CreateProcessW(program, &line[0], nullptr, nullptr, FALSE, 0, nullptr, nullptr, &startup, &started));
    SetEnvironmentVariableW(variable, nullptr);
    CloseHandle(started.hThread);
    process = started.hProcess;
}

KilledChild::~KilledChild()
{
    TerminateProcess(process, 1);
    WaitForSingleObject(process, INFINITE);
    CloseHandle(process);
}

std::wstring ChildFolder(const wchar_t *variable)
{
    wchar_t folder[MAX_PATH] = L"";
    return GetEnvironmentVariableW(variable, folder, MAX_PATH) != 0 ? folder : L"";
}

void MakeOld(const std::wstring &path)
{
    const FILETIME old = {0, oldYear};
    const DWORD shareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    const HANDLE file = CreateFileW(path.c_str(), FILE_WRITE_ATTRIBUTES, shareAll, nullptr, OPEN_EXISTING, 0, nullptr);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    REQUIRE(SetFileTime(file, nullptr, nullptr, &old));
    CloseHandle(file);
}

bool IsOld(const std::wstring &path)
{
    WIN32_FILE_ATTRIBUTE_DATA data = {};
    REQUIRE(GetFileAttributesExW(path.c_str(), GetFileExInfoStandard, &data));
    return data.ftLastWriteTime.dwHighDateTime == oldYear;
}
