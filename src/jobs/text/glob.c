/*
 * See glob.h. Only the last * needs to be tried again when a match fails: what an earlier one took
 * more of could be taken by the later one just as well (R. Salz's wildmat, without its recursion).
 */
#include "glob.h"

#include "runtime/pure/path_text.h"
#include "text.h"

static bool GlobIsSeparator(wchar_t c)
{
    return c == L'\\' || c == L'/';
}

static bool SameChar(wchar_t pattern, wchar_t c)
{
    return pattern == L'?' || TextLower(pattern) == TextLower(c) || (GlobIsSeparator(pattern) && GlobIsSeparator(c));
}

static bool MatchOne(const wchar_t *pattern, size_t length, const wchar_t *text)
{
    const wchar_t *const end = pattern + length;
    const wchar_t *star = NULL, *retry = NULL;
    while (*text != 0) {
        if (pattern != end && *pattern == L'*') {
            star = ++pattern;
            retry = text;
        } else if (pattern != end && SameChar(*pattern, *text)) {
            pattern++;
            text++;
        } else if (star != NULL) {
            pattern = star;
            text = ++retry;
        } else {
            return false;
        }
    }
    while (pattern != end && *pattern == L'*')
        pattern++;
    return pattern == end;
}

bool GlobIsModest(const wchar_t *patterns)
{
    for (int count = 1; count <= GlobMostPatterns; count++) {
        const size_t length = TextUntil(patterns, L';');
        if (length > GlobMostChars)
            return false;
        patterns += length;
        if (*patterns++ == 0)
            return true;
    }
    return false;
}

bool GlobMatch(const wchar_t *patterns, const wchar_t *relativePath)
{
    const wchar_t *const name = PathNameOf(relativePath);
    for (const wchar_t *at = patterns;; at++) {
        const size_t length = TextUntil(at, L';');
        bool whole = false;
        for (size_t i = 0; i < length; i++)
            whole = whole || GlobIsSeparator(at[i]);
        if (length != 0 && MatchOne(at, length, whole ? relativePath : name))
            return true;
        at += length;
        if (*at == 0)
            return false;
    }
}
