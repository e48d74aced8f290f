#include "dep_text.h"

#include "text.h"

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

void DepPutTarget(Utf8Text *text, const wchar_t *path)
{
    Utf8Put(text, text->length != 0 ? " " : "");
    DepPutPath(text, path);
}

void DepPutSources(Utf8Text *text, const wchar_t *keys, const wchar_t *values)
{
    const wchar_t *const sources[] = {keys, values};
    Utf8Put(text, ":");
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        if (sources[i] == NULL || TextEqual(sources[i], L"-"))
            continue;
        Utf8Put(text, " ");
        DepPutPath(text, sources[i]);
    }
    Utf8Put(text, "\n");
}
