/*
 * The text of paths by this product's own rules. A whole path has one spelling, which is a fixed
 * point of PathNormalise, never leaves its root and keeps every name as it is written; thousands of
 * random paths of hostile parts are compared with a plain model. Devices are told from files, and
 * the paths that Win32 would read otherwise from those that it would not.
 */
#include "runtime/pure/path_text.h"

#include "support/text_check.h"

namespace {

WideText Normal(WideText path)
{
    path.push_back(0);
    PathNormalise(&path[0]);
    return path.c_str();
}

// The same by a list of names.
WideText Model(const WideText &root, const WideText &rest)
{
    std::vector<WideText> names;
    bool ends = false;
    for (size_t at = 0; at < rest.size();) {
        size_t to = at;
        while (to < rest.size() && rest[to] != L'\\' && rest[to] != L'/')
            to++;
        const WideText name = rest.substr(at, to - at);
        if (name == L"..") {
            if (!names.empty())
                names.pop_back();
        } else if (!name.empty() && name != L".") {
            names.push_back(name);
        }
        ends = to < rest.size();
        at = to + 1;
    }
    WideText path = root;
    for (size_t i = 0; i < names.size(); i++)
        path += (i != 0 ? L"\\" : L"") + names[i];
    return path + (ends && !names.empty() ? L"\\" : L"");
}

const wchar_t *const hostile[] = {L"a",    L"sub.",     L"sub",     L".",      L"..",   L"...",
                                  L"nul",  L"nul.keys", L"aux.txt", L"a b",    L"end ", L"con.v2.txt",
                                  L"COM1", L"lpt9 .x",  L"=1",      L"\u00fc", L"~1"};

} // namespace

TEST_CASE("a path has a form by its beginning")
{
    const auto have = [](PathForm form, std::initializer_list<const wchar_t *> paths) {
        for (const wchar_t *path : paths) {
            CAPTURE(WideText(path));
            CHECK(PathFormOf(path) == form);
        }
    };
    have(PathFormEmpty, {L""});
    have(PathFormRelative, {L"a", L"..\\a", L"a"});
    have(PathFormDriveRelative, {L"C:a", L"C:"});
    have(PathFormRooted, {L"\\a", L"/a"});
    have(PathFormDrive, {L"c:/a", L"C:\\"});
    have(PathFormShare, {L"\\\\server\\share\\a", L"//server/share"});
    have(PathFormExtended, {L"\\\\?\\C:\\a"});
    have(PathFormDevice, {L"//?/C:/a", L"\\\\.\\NUL", L"\\\\.", L"\\??\\C:\\a"});
    CHECK(PathRootChars(L"c:/a") == 3);
    CHECK(PathRootChars(L"\\\\server\\share\\a") == 15);
    CHECK(PathRootChars(L"//server/share") == 14);
}

TEST_CASE("a whole path is written in one way, and its names stay as they are")
{
    CHECK(Normal(L"C:\\a\\..\\b") == L"C:\\b");
    CHECK(Normal(L"c:/a//.\\b/") == L"c:\\a\\b\\");
    CHECK(Normal(L"C:\\..\\..\\x") == L"C:\\x");
    CHECK(Normal(L"C:\\a\\..") == L"C:\\");
    CHECK(Normal(L"C:\\a\\b\\..") == L"C:\\a");
    CHECK(Normal(L"C:\\a\\.") == L"C:\\a");
    CHECK(Normal(L"C:\\sub.\\a.keys") == L"C:\\sub.\\a.keys");
    CHECK(Normal(L"C:\\...\\nul.keys ") == L"C:\\...\\nul.keys ");
    CHECK(Normal(L"\\\\server\\share\\..\\..\\x") == L"\\\\server\\share\\x");
    CHECK(Normal(L"//server/share/a/../b") == L"\\\\server\\share\\b");
}

TEST_CASE("random paths of hostile parts agree with the model")
{
    uint32_t random = 1;
    const auto next = [&](size_t below) { return (random = random * 1664525 + 1013904223) / 65536 % below; };
    for (int round = 0; round < 20000; round++) {
        const WideText root = next(2) != 0 ? L"C:\\" : L"\\\\server\\share\\";
        WideText rest;
        for (size_t parts = next(7); parts != 0; parts--) {
            rest += hostile[next(sizeof hostile / sizeof *hostile)];
            if (parts != 1 || next(2) != 0)
                rest += next(2) != 0 ? L"\\" : next(4) != 0 ? L"/" : L"\\\\";
        }
        const WideText normal = Normal(root + rest);
        CAPTURE(root + rest);
        CHECK(normal == Model(root, rest));
        CHECK(Normal(normal) == normal);
        CHECK(normal.substr(0, root.size()) == root);
        CHECK(PathIsLiteral(normal.c_str() + root.size()));
    }
}

TEST_CASE("what Win32 would take for a device, or cut, is known")
{
    for (const wchar_t *name :
         {L"nul", L"NUL.keys", L"aux.txt", L"con.v2.txt", L"lpt9 .x", L"COM1", L"com\u00b2", L"CONIN$", L"prn:x"})
        CHECK(PathIsDeviceName(name));
    for (const wchar_t *name : {L"nul1", L"console", L"com", L"com10", L"xnul", L"a.nul", L"", L".nul", L"lpt"})
        CHECK_FALSE(PathIsDeviceName(name));
    for (const wchar_t *name : {L"nul", L"CON ", L"Com1"})
        CHECK(PathIsBareDevice(name));
    CHECK_FALSE(PathIsBareDevice(L"nul.keys"));
    for (const wchar_t *path : {L"C:\\sub.\\a", L"C:\\a ", L"C:\\nul.keys", L"C:\\aux\\x", L"\\\\s\\h\\x."})
        CHECK(PathNeedsPrefix(path));
    for (const wchar_t *path : {L"C:\\", L"C:\\a\\b.keys", L"\\\\s\\h\\x", L"C:\\.hidden\\ a", L"C:\\a\\"})
        CHECK_FALSE(PathNeedsPrefix(path));
    for (const wchar_t *path : {L"C:\\a\\..\\b", L"C:\\.\\b", L"C:/a", L"C:\\\\a", L"UNC\\s\\h\\.."})
        CHECK_FALSE(PathIsLiteral(path));
    for (const wchar_t *path : {L"C:\\", L"C:\\sub.\\...\\a ", L"UNC\\s\\h\\x"})
        CHECK(PathIsLiteral(path));
}
