/* See source_names.h. */
#include "source_names.h"

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

/* Returns how long the identifier is that begins there; isOpen: a _ may be its last character. */
static size_t IdentifierLength(const wchar_t *text, bool isOpen)
{
    size_t length = 0;
    if (!LicenseBeginsWith(text[0]) || text[0] <= L'9')
        return 0;
    while (LicenseBeginsWith(text[length]) || (text[length] == L'_' && (isOpen || LicenseBeginsWith(text[length + 1]))))
        if (text[length++] == L'_' && text[length] == L'_')
            return 0;
    return length;
}

bool NamespaceIsSound(const wchar_t *text)
{
    if (TextLength(text) >= SourceNameBytes)
        return false;
    for (;;) {
        const size_t length = IdentifierLength(text, false);
        text += length;
        if (length == 0 || *text == 0)
            return length != 0;
        if (*text != L'.' && (text[0] != L':' || text[1] != L':'))
            return false;
        text += *text == L'.' ? 1 : 2;
    }
}

bool PrefixIsSound(const wchar_t *text)
{
    const size_t length = IdentifierLength(text, true);
    return length != 0 && length < SourcePrefixBytes && text[length] == 0;
}

/* Copies ASCII, with a dot for "::". */
static void NamesCopy(const wchar_t *text, char *out, size_t bytes)
{
    size_t length = 0;
    for (; text != NULL && *text != 0 && length + 1 < bytes; text++)
        if (text[0] != L':' || text[1] != L':')
            out[length++] = (char)(*text == L':' ? L'.' : *text);
    out[length] = 0;
}

SourceNames SourceNamesRead(const wchar_t *license, const wchar_t *namespaceOf, const wchar_t *prefix,
                            SourceStyle style)
{
    SourceNames names = {.style = style};
    NamesCopy(license, names.license, sizeof names.license);
    NamesCopy(namespaceOf, names.namespaceOf, sizeof names.namespaceOf);
    NamesCopy(prefix, names.prefix, sizeof names.prefix);
    return names;
}
