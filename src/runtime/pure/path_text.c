/*
 * See path_text.h. The names that Win32 takes for its own: "Naming Files, Paths, and Namespaces" of
 * its documentation.
 */
#include "path_text.h"

#include <string.h>

enum { DeviceChars = 8 }; /* of the longest device's name, with its terminator */

bool PathIsSeparator(wchar_t c)
{
    return c == L'\\' || c == L'/';
}

static wchar_t PathTextLower(wchar_t c)
{
    return c >= L'A' && c <= L'Z' ? (wchar_t)(c + (L'a' - L'A')) : c;
}

static bool PathTextIsDrive(const wchar_t *path)
{
    return PathTextLower(path[0]) >= L'a' && PathTextLower(path[0]) <= L'z' && path[1] == L':';
}

PathForm PathFormOf(const wchar_t *path)
{
    if (path[0] == 0)
        return PathFormEmpty;
    if (PathTextIsDrive(path))
        return PathIsSeparator(path[2]) ? PathFormDrive : PathFormDriveRelative;
    if (!PathIsSeparator(path[0]))
        return PathFormRelative;
    if (path[0] == L'\\' && path[1] == L'?' && path[2] == L'?' && path[3] == L'\\')
        return PathFormDevice;
    if (!PathIsSeparator(path[1]))
        return PathFormRooted;
    if (path[2] == L'.' && (PathIsSeparator(path[3]) || path[3] == 0))
        return PathFormDevice;
    if (path[2] != L'?' || !PathIsSeparator(path[3]))
        return PathFormShare;
    return path[0] == L'\\' && path[1] == L'\\' && path[3] == L'\\' ? PathFormExtended : PathFormDevice;
}

const wchar_t *PathNameOf(const wchar_t *path)
{
    const wchar_t *name = path;
    for (const wchar_t *c = path; *c != 0; c++) {
        if (PathIsSeparator(*c))
            name = c + 1;
    }
    return name;
}

/* How many characters stand before the next separator, or in all. */
static size_t PartChars(const wchar_t *part)
{
    size_t chars = 0;
    while (part[chars] != 0 && !PathIsSeparator(part[chars]))
        chars++;
    return chars;
}

size_t PathRootChars(const wchar_t *path)
{
    size_t chars = 2;
    if (PathFormOf(path) != PathFormShare)
        return PathIsSeparator(path[chars]) ? 3 : chars;
    for (int part = 0; part < 2; part++) {
        chars += PartChars(path + chars);
        if (path[chars] == 0)
            return chars;
        chars++;
    }
    return chars;
}

static bool IsDots(const wchar_t *part, size_t chars)
{
    return (chars == 1 || chars == 2) && part[0] == L'.' && part[chars - 1] == L'.';
}

void PathNormalise(wchar_t *path)
{
    const size_t root = PathRootChars(path);
    size_t out = root;
    for (size_t i = 0; i < root; i++)
        path[i] = path[i] == L'/' ? L'\\' : path[i];
    for (size_t at = root; path[at] != 0;) {
        const size_t chars = PartChars(path + at);
        const bool ends = path[at + chars] == 0;
        if (IsDots(path + at, chars)) {
            for (size_t cut = chars - 1; cut != 0 && out > root; cut--) {
                for (out--; out > root && path[out - 1] != L'\\'; out--)
                    ;
            }
            if (ends && out > root) /* C:\a\b\.. is C:\a */
                out--;
        } else if (chars != 0) {
            memmove(path + out, path + at, chars * sizeof *path);
            out += chars;
            if (!ends)
                path[out++] = L'\\';
        }
        at += chars + (ends ? 0 : 1);
    }
    path[out] = 0;
}

/*
 * Returns whether the name is a device's. The part before the first dot counts, without its
 * trailing blanks.
 */
static bool IsDevice(const wchar_t *name, size_t length)
{
    static const wchar_t *const devices[] = {L"con", L"prn", L"aux", L"nul", L"conin$", L"conout$"};
    wchar_t stem[DeviceChars] = {0};
    while (length != 0 && name[length - 1] == L' ')
        length--;
    if (length >= DeviceChars)
        return false;
    for (size_t i = 0; i < length; i++)
        stem[i] = PathTextLower(name[i]);
    for (size_t i = 0; i < sizeof devices / sizeof devices[0]; i++) {
        size_t same = 0;
        while (devices[i][same] != 0 && devices[i][same] == stem[same])
            same++;
        if (devices[i][same] == stem[same])
            return true;
    }
    const wchar_t last = length == 4 ? stem[3] : 0;
    const bool numbered = (last >= L'0' && last <= L'9') || last == 0xB9 || last == 0xB2 || last == 0xB3;
    const bool com = stem[0] == L'c' && stem[1] == L'o' && stem[2] == L'm',
               lpt = stem[0] == L'l' && stem[1] == L'p' && stem[2] == L't';
    return numbered && (com || lpt);
}

static bool PartIsDevice(const wchar_t *part, size_t chars)
{
    size_t stem = 0;
    while (stem < chars && part[stem] != L'.' && part[stem] != L':')
        stem++;
    return IsDevice(part, stem);
}

bool PathIsDeviceName(const wchar_t *name)
{
    return PartIsDevice(name, PartChars(name));
}

bool PathIsBareDevice(const wchar_t *name)
{
    return IsDevice(name, PartChars(name));
}

bool PathNeedsPrefix(const wchar_t *path)
{
    for (size_t at = PathRootChars(path); path[at] != 0;) {
        const size_t chars = PartChars(path + at);
        const wchar_t last = chars != 0 ? path[at + chars - 1] : 0;
        if (last == L'.' || last == L' ' || PartIsDevice(path + at, chars))
            return true;
        at += chars + (path[at + chars] != 0);
    }
    return false;
}

bool PathIsLiteral(const wchar_t *path)
{
    for (size_t at = 0; path[at] != 0;) {
        const size_t chars = PartChars(path + at);
        if (chars == 0 || IsDots(path + at, chars) || path[at + chars] == L'/')
            return false;
        at += chars + (path[at + chars] != 0);
    }
    return true;
}
