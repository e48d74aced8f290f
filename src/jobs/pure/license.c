/* See license.h. */
#include "license.h"

#include <stddef.h>

#include "jobs/text/text.h"

static bool LicenseBeginsWith(wchar_t c)
{
    return (c >= L'0' && c <= L'9') || (c >= L'A' && c <= L'Z') || (c >= L'a' && c <= L'z');
}

static bool LicenseHas(wchar_t c)
{
    return LicenseBeginsWith(c) || c == L'.' || c == L'-' || c == L'+';
}

static bool LicenseIsWord(const wchar_t *word, size_t length, const wchar_t *known)
{
    size_t i = 0;
    while (i < length && word[i] == known[i])
        i++;
    return i == length && known[i] == 0;
}

static bool LicenseIsOperator(const wchar_t *word, size_t length)
{
    return LicenseIsWord(word, length, L"OR") || LicenseIsWord(word, length, L"AND") ||
           LicenseIsWord(word, length, L"WITH");
}

bool LicenseIsSound(const wchar_t *text)
{
    bool wantsOperator = false;
    if (TextLength(text) >= SourceNameBytes)
        return false;
    for (const wchar_t *at = text;; at++) {
        size_t length = 0;
        while (LicenseHas(at[length]))
            length++;
        if (LicenseIsOperator(at, length) != wantsOperator || !LicenseBeginsWith(*at))
            return false;
        wantsOperator = !wantsOperator;
        at += length;
        if (*at != L' ')
            return *at == 0 && wantsOperator; /* an identifier was last */
    }
}

SourceNames LicenseNames(const wchar_t *text)
{
    SourceNames names = {.license = ""};
    for (size_t i = 0; text != NULL && text[i] != 0 && i + 1 < sizeof names.license; i++)
        names.license[i] = (char)text[i];
    return names;
}
