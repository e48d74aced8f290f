/*
 * The one door for paths. PathExtended gives the canonical path of any spelling, and that of a
 * canonical path is the path itself. PathFull gives the same path as a user reads it: whatever the
 * hostile parts of its names, both lead to one canonical path. PathJoin puts one separator between
 * two parts. Devices are no files, and what can't stand behind \\?\ is refused.
 */
#include "runtime/base/path.h"

#include <string>

#include "runtime/base/win32_calls.h"

namespace {

std::wstring Take(wchar_t *text)
{
    REQUIRE(text != nullptr);
    const std::wstring copy = text;
    Win32Free(text);
    return copy;
}

} // namespace

TEST_CASE("whole and extended paths")
{
    CHECK((Take(PathExtended(L"C:\\a\\..\\b")) == L"\\\\?\\C:\\b"));
    CHECK((Take(PathExtended(L"\\\\server\\share\\x")) == L"\\\\?\\UNC\\server\\share\\x"));
    CHECK((Take(PathExtended(L"\\\\?\\C:\\b")) == L"\\\\?\\C:\\b"));
    CHECK((Take(PathFull(L"C:/a/b")) == L"C:\\a\\b"));
    CHECK((Take(PathFull(L"\\\\?\\C:\\b")) == L"C:\\b"));
    CHECK((Take(PathFull(L"\\\\?\\UNC\\server\\share\\x")) == L"\\\\server\\share\\x"));
    CHECK((Take(PathPlain(L"\\\\?\\C:\\nul.keys")) == L"C:\\nul.keys"));
    CHECK(PathFull(L"") == nullptr);
    CHECK((Take(PathJoin(L"a", L"b")) == L"a\\b"));
    CHECK((Take(PathJoin(L"a\\", L"b")) == L"a\\b"));
}

TEST_CASE("a relative path is completed by the current directory")
{
    wchar_t current[MAX_PATH];
    REQUIRE(GetCurrentDirectoryW(MAX_PATH, current) != 0);
    std::wstring folder = current;
    if (folder.back() != L'\\')
        folder += L'\\';
    const std::wstring drive = folder.substr(0, 2);
    CHECK((Take(PathFull(L"x.keys")) == folder + L"x.keys"));
    CHECK((Take(PathFull((drive + L"x.keys").c_str())) == folder + L"x.keys"));
    CHECK((Take(PathFull(L".\\y\\..\\x.keys")) == folder + L"x.keys"));
    CHECK((Take(PathFull(L"\\x.keys")) == drive + L"\\x.keys"));
    CHECK((Take(PathExtended(L"sub.\\nul.keys")) == L"\\\\?\\" + folder + L"sub.\\nul.keys"));
}

TEST_CASE("two paths are one file's, whatever their letters and parts")
{
    CHECK(PathIsSame(L"C:\\a\\B.h", L"c:/A/.\\x\\..\\b.H"));
    CHECK(PathIsSame(L"b.h", L".\\B.h"));
    CHECK(!PathIsSame(L"C:\\a\\b.h", L"C:\\a\\b.hpp"));
    CHECK(!PathIsSame(L"b.h", nullptr));
    CHECK(!PathIsSame(L"", L""));
}

TEST_CASE("a name is what is written, and no device unless it is one's own name")
{
    CHECK((Take(PathExtended(L"C:\\sub.\\a.keys")) == L"\\\\?\\C:\\sub.\\a.keys"));
    CHECK((Take(PathFull(L"C:\\sub.\\a.keys")) == L"\\\\?\\C:\\sub.\\a.keys"));
    for (const wchar_t *name : {L"nul.keys", L"aux.txt", L"con.v2.txt", L"COM1.keys", L"end. ", L"con\\x"})
        CHECK((Take(PathExtended((std::wstring(L"C:\\in\\") + name).c_str())) ==
               std::wstring(L"\\\\?\\C:\\in\\") + name));
    for (const wchar_t *name : {L"NUL", L"con", L"COM1"}) {
        CHECK((Take(PathExtended(name)) == std::wstring(L"\\\\.\\") + name));
        CHECK((Take(PathExtended((std::wstring(L"C:\\in\\") + name).c_str())) == std::wstring(L"\\\\.\\") + name));
    }
    for (const wchar_t *path : {L"\\\\?\\C:\\a\\..\\b", L"\\\\?\\C:\\.\\a", L"\\\\?\\C:/a", L"\\\\?\\C:\\a\\\\b"}) {
        wchar_t *out = nullptr;
        CHECK(PathExtend(path, &out) == ERROR_INVALID_NAME);
        CHECK(out == nullptr);
    }
}

TEST_CASE("every spelling of a path has one canonical path")
{
    const wchar_t *const parts[] = {L"a", L"sub.", L"nul.keys", L"end ", L"..", L".", L"aux", L"...", L"x.txt"};
    uint32_t random = 7;
    const auto next = [&](size_t below) { return (random = random * 1664525 + 1013904223) / 65536 % below; };
    for (int round = 0; round < 2000; round++) {
        std::wstring path = next(2) != 0 ? L"C:" : L"\\\\server\\share";
        for (size_t count = next(6); count != 0; count--)
            path += (next(2) != 0 ? L"\\" : L"/") + std::wstring(parts[next(ARRAYSIZE(parts))]);
        path += L"\\last.keys";
        const std::wstring canonical = Take(PathExtended(path.c_str())), full = Take(PathFull(path.c_str()));
        CHECK((Take(PathExtended(canonical.c_str())) == canonical));
        CHECK((Take(PathExtended(full.c_str())) == canonical));
        CHECK((Take(PathFull(full.c_str())) == full));
        CHECK((Take(PathExtended(Take(PathPlain(canonical.c_str())).c_str())) == canonical));
    }
}
