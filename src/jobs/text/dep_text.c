#include "dep_text.h"

/* Puts the backslashes that make a blank or # a part of the path, those before it counted. */
static void DepPutBackslashes(Utf8Text *text, const wchar_t *path, const wchar_t *at)
{
    Utf8Put(text, "\\");
    for (; at != path && at[-1] == L'\\'; at--)
        Utf8Put(text, "\\");
}

void DepPutPath(Utf8Text *text, const wchar_t *path)
{
    const wchar_t *begin = path;
    for (const wchar_t *at = path; *at != 0; at++) {
        const bool isBlank = *at == L' ' || *at == L'\t', isDollar = *at == L'$';
        if (!isBlank && !isDollar && *at != L'#')
            continue;
        Utf8PutUnits(text, begin, (size_t)(at - begin));
        begin = at;
        if (isBlank)
            DepPutBackslashes(text, path, at);
        else
            Utf8Put(text, isDollar ? "$" : "\\");
    }
    Utf8PutWide(text, begin);
}
