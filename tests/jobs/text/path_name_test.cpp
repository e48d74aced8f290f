/*
 * PathSafeName makes a file name of any text. The name is allowed on Windows, stays inside its
 * folder and is no device. Different texts have different names, and a changed name ends with a
 * hash. The tests also take the base names of keys files out of paths.
 */
#include "jobs/text/path_name.h"
#include "support/out_of_memory.h"
#include "support/text_check.h"

namespace {

WideText Safe(const WideText &name)
{
    wchar_t out[PATH_NAME_CHARS];
    PathSafeName(name.c_str(), out);
    return out;
}

} // namespace

TEST_CASE("a name stays what it is where it can")
{
    for (const wchar_t *name : {L"a", L"HologramWorld-31016", L"mit Leerzeichen", L"\u00fcml\u00e4ut",
                                L"\u65e5\u672c\u8a9e", L".hidden", L"a.b.c", L"console", L"com", L"nul1"})
        CHECK(Safe(name) == name);
}

TEST_CASE("a name never leaves its folder nor meets a device, and says by a hash that it changed")
{
    const struct {
        const wchar_t *name, *safe;
    } cases[] = {
        {L"", L""},
        {L".", L"_"},
        {L"..", L"__"},
        {L" ", L"_"},
        {L"..\\..\\evil", L".._.._evil"},
        {L"a/b:c*d?e\"f<g>h|i", L"a_b_c_d_e_f_g_h_i"},
        {L"tab\there\n", L"tab_here_"},
        {L"dots...", L"dots___"},
        {L"blank ", L"blank_"},
        {L"con", L"_con"},
        {L"Nul", L"_Nul"},
        {L"nul.txt", L"_nul.txt"},
        {L"aux .x", L"_aux .x"},
        {L"COM1", L"_COM1"},
        {L"lpt9.keys", L"_lpt9.keys"},
        {L"com\u00b9", L"_com\u00b9"},
        {L"CONIN$", L"_CONIN$"},
    };
    for (const auto &each : cases) {
        CAPTURE(WideText(each.name));
        const WideText safe = Safe(each.name);
        CHECK(safe.substr(0, safe.find(L'~')) == each.safe);
        CHECK(safe.size() == WideText(each.safe).size() + 9);
    }
    CHECK(Safe(L"a/b") != Safe(L"a:b"));
    CHECK(Safe(L"a/b\\c*") == L"a_b_c_~dd4f42d2"); // docs/reference/programs.md shows it
    CHECK(Safe(WideText(1, wchar_t(0xd800)) + L"y").substr(0, 3) == L"_y~");
}

TEST_CASE("a long name keeps its beginning, and different ones stay different")
{
    const WideText base(300, L'n');
    CHECK(Safe(base + L"1").size() < PATH_NAME_CHARS);
    CHECK(Safe(base + L"1") != Safe(base + L"2"));
    CHECK(Safe(base + L"1") == Safe(base + L"1"));
    CHECK(Safe(base).substr(0, 100) == base.substr(0, 100));
    for (size_t before = 1; before <= 2; before++) { /* one of them ends in the middle of a pair */
        WideText faces(before, L'x');
        for (int i = 0; i < 200; i++)
            faces += L"\U0001f600";
        const WideText cut = Safe(faces);
        CHECK(cut.size() < PATH_NAME_CHARS);
        CHECK_FALSE(TextIsHighSurrogate(cut[cut.find(L'~') - 1]));
    }
}

TEST_CASE("base names of keys files")
{
    CHECK(Take(PathBaseName(L"C:\\dir\\kernel32.dll")) == L"kernel32");
    CHECK(Take(PathBaseName(L"dir/sub.x/a.b.keys")) == L"a.b");
    CHECK(Take(PathBaseName(L"plain")) == L"plain");
    CHECK(Take(PathBaseName(L"dir\\c:drive.keys")) == L"c:drive");
    CHECK(Take(PathBaseName(L"c:stream.keys")) == L"c:stream");
    CHECK(Take(PathBaseName(L".keys")) == L".keys");
    CHECK(Take(PathBaseName(L"dir\\")) == L"table");
}

#ifndef NDEBUG
TEST_CASE("without memory there is no base name")
{
    const OutOfMemory none(1);
    CHECK(PathBaseName(L"a.keys") == nullptr);
}
#endif
