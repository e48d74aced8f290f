/* Identifiers of tables in the styles and behind the prefixes that users ask for. */
#include <string.h>

#include "source_identifier.h"
#include "source_text.h"

static bool StyleIsSmall(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool StyleIsCapital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool StyleIsDigit(char c)
{
    return c >= '0' && c <= '9';
}

static char SmallOf(char c)
{
    return (char)(StyleIsCapital(c) ? c - 'A' + 'a' : c);
}

static char CapitalOf(char c)
{
    return (char)(StyleIsSmall(c) ? c - 'a' + 'A' : c);
}

/* Does a word begin at that letter or digit of the name? "HTTPStatus" has two words. */
static bool BeginsWord(const char *name, size_t at)
{
    if (at == 0 || !(StyleIsSmall(name[at - 1]) || StyleIsCapital(name[at - 1]) || StyleIsDigit(name[at - 1])))
        return true;
    return StyleIsCapital(name[at]) && (!StyleIsCapital(name[at - 1]) || StyleIsSmall(name[at + 1]));
}

/* Adds a letter or a digit. */
static size_t StyleAdd(SourceStyle style, char c, bool begins, size_t length, char *out)
{
    if (begins && style == SourceSnake && length != 0)
        out[length++] = '_';
    const bool isCapital = begins && (style == SourcePascal || (style == SourceCamel && length != 0));
    out[length++] = isCapital ? CapitalOf(c) : SmallOf(c);
    return length;
}

/* Makes an identifier of a name's words. Returns whether all of the name is in it. */
static bool StyleWords(SourceStyle style, const char *name, char *out)
{
    enum { MostBytes = TABLE_MAX_NAME - 1 };
    size_t length = 0;
    bool isWhole = true;
    for (size_t i = 0; name[i] != 0; i++) {
        const char c = name[i];
        const bool isOfWord = StyleIsSmall(c) || StyleIsCapital(c) || StyleIsDigit(c);
        const bool isMarked = isOfWord && length == 0 && StyleIsDigit(c); /* by a letter in front */
        if (isMarked) {
            out[length++] = style == SourcePascal ? 'T' : 't';
            isWhole = false;
        }
        if (isOfWord && length < MostBytes)
            length = StyleAdd(style, c, !isMarked && BeginsWord(name, i), length, out);
        else
            isWhole = isWhole && !isOfWord && strchr("_-. ", c) != NULL;
    }
    out[length] = 0;
    return isWhole && length != 0;
}

static void StyleName(SourceStyle style, const char *nameUtf8, char *out)
{
    const bool isWhole = StyleWords(style, nameUtf8, out);
    if (*out == 0)
        (void)StyleWords(style, "table", out);
    if (!isWhole || SourceIsReserved(out)) {
        const size_t length = strlen(out);
        out[length + SourceIdentifierPutHash(nameUtf8, out + length)] = 0;
    }
}

void SourceNamed(const SourceNames *names, const char *nameUtf8, char *out)
{
    const char *const prefix = names != NULL ? names->prefix : "";
    const size_t before = strlen(prefix);
    memcpy(out, prefix, before);
    if (names != NULL && names->style != SourceAsIs)
        StyleName(names->style, nameUtf8, out + before);
    else
        (void)SourceIdentifier(nameUtf8, out + before);
    if (before == 0 || !SourceIsReserved(out))
        return;
    const size_t length = strlen(out);
    out[length + SourceIdentifierPutHash(nameUtf8, out + length)] = 0;
}

bool SourceNamedForC(const SourceNames *names, const char *nameUtf8, char *out)
{
    size_t length = 0;
    for (; names != NULL && names->namespaceOf[length] != 0; length++)
        out[length] = (char)(names->namespaceOf[length] == '.' ? '_' : names->namespaceOf[length]);
    if (length != 0)
        out[length++] = '_';
    SourceNamed(names, nameUtf8, out + length);
    return strcmp(nameUtf8, out) != 0;
}

void SourceMember(const char *identifier, const char *member, SourceStyle style, char *out)
{
    size_t length = 0;
    for (; identifier[length] != 0; length++)
        out[length] = identifier[length];
    SourceText text = {.out = out + length, .isMember = style == SourceSnake};
    TextMember(&text, member, strlen(member));
    text.out[text.length] = 0;
}
