#include "support/jobs/links.h"

#include <windows.h>

#include <doctest/doctest.h>

#include "support/patience.h"

namespace {

bool IsLink(const std::wstring &path)
{
    const DWORD attributes = GetFileAttributesW(path.c_str());
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_REPARSE_POINT);
}

// The path as the system below Wine has it; empty: there is none.
std::string UnixPath(const std::wstring &path)
{
    using UnixName = char *(__cdecl *)(const wchar_t *);
    const FARPROC found = GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "wine_get_unix_file_name");
    if (found == nullptr)
        return std::string();
    return reinterpret_cast<UnixName>(reinterpret_cast<void *>(found))(path.c_str());
}

// Runs a program of the system below Wine, until `done` says so.
template <class Done> void RunUnix(const wchar_t *program, const std::string &words, Done done)
{
    std::wstring line(words.begin(), words.end());
    STARTUPINFOW startup = {};
    startup.cb = sizeof startup;
    PROCESS_INFORMATION process;
    if (!CreateProcessW(program, &line[0], nullptr, nullptr, FALSE, 0, nullptr, nullptr, &startup, &process))
        return;
    for (int i = 0; i < 100 && !done(); i++)
        Sleep(20);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
}

// Wine only says that it has made a link; the system below it makes them.
void MakeUnixLink(const std::wstring &link, const std::wstring &target)
{
    const std::string to = UnixPath(target), at = UnixPath(link);
    if (!to.empty())
        RunUnix(L"Z:\\bin\\ln", "ln -s \"" + to + "\" \"" + at + "\"", [&] { return IsLink(link); });
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

bool MakeSibling(const std::wstring &folder, const std::wstring &name)
{
    const std::wstring path = folder + L"\\" + name;
    const auto made = [&] {
        WIN32_FIND_DATAW entry;
        bool found = false;
        const HANDLE search = FindFirstFileW((folder + L"\\*").c_str(), &entry);
        if (search == INVALID_HANDLE_VALUE)
            return false;
        do
            found = found || name == entry.cFileName;
        while (FindNextFileW(search, &entry));
        FindClose(search);
        return found;
    };
    const std::string parent = UnixPath(folder);
    if (!CreateDirectoryW(path.c_str(), nullptr) && !parent.empty())
        RunUnix(L"Z:\\bin\\mkdir", "mkdir \"" + parent + "/" + std::string(name.begin(), name.end()) + "\"", made);
    return made();
}

void MakeFolders(const std::wstring &folder, size_t first, size_t count, const std::wstring &suffix)
{
    const std::string at = UnixPath(folder), range = std::to_string(first) + " " + std::to_string(first + count - 1);
    const std::wstring last = folder + L"\\" + std::to_wstring(first + count - 1) + suffix;
    const auto made = [&] { return GetFileAttributesW(last.c_str()) != INVALID_FILE_ATTRIBUTES; };
    if (!at.empty()) {
        RunUnix(L"Z:\\bin\\sh",
                "sh -c \"cd '" + at + "' && seq -f '%.0f" + std::string(suffix.begin(), suffix.end()) + "' " + range +
                    " | xargs mkdir\"",
                made);
    } else {
        for (size_t i = 0; i < count; i++)
            CreateDirectoryW((folder + L"\\" + std::to_wstring(first + i) + suffix).c_str(), nullptr);
    }
    REQUIRE(Eventually(made));
}
