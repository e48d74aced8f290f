#include "support/jobs/links.h"

#include <windows.h>

namespace {

bool IsLink(const std::wstring &path)
{
    const DWORD attributes = GetFileAttributesW(path.c_str());
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_REPARSE_POINT);
}

// Wine only says that it has made a link; the system below it makes them.
void MakeUnixLink(const std::wstring &link, const std::wstring &target)
{
    using UnixName = char *(__cdecl *)(const wchar_t *);
    const FARPROC found = GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "wine_get_unix_file_name");
    if (found == nullptr)
        return;
    const UnixName unixName = reinterpret_cast<UnixName>(reinterpret_cast<void *>(found));
    const std::string words =
        std::string("ln -s \"") + unixName(target.c_str()) + "\" \"" + unixName(link.c_str()) + "\"";
    std::wstring line(words.begin(), words.end());
    STARTUPINFOW startup = {};
    startup.cb = sizeof startup;
    PROCESS_INFORMATION process;
    if (!CreateProcessW(L"Z:\\bin\\ln", &line[0], nullptr, nullptr, FALSE, 0, nullptr, nullptr, &startup, &process))
        return;
    for (int i = 0; i < 100 && !IsLink(link); i++)
        Sleep(20);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
}

} // namespace

bool MakeLink(const std::wstring &link, const std::wstring &target, bool toFolder)
{
    const DWORD unprivileged = 2;
    CreateSymbolicLinkW(link.c_str(), target.c_str(), unprivileged | (toFolder ? SYMBOLIC_LINK_FLAG_DIRECTORY : 0));
    if (!IsLink(link) && toFolder)
        MakeUnixLink(link, target);
    return IsLink(link);
}

void RemoveLink(const std::wstring &link)
{
    if (!RemoveDirectoryW(link.c_str()))
        DeleteFileW(link.c_str());
}
