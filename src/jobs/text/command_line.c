/*
 * The rules are those of the Microsoft C runtime, "Parsing C command-line arguments". Blanks
 * separate words; "..." keeps blanks; "" inside quotes is a quote. A run of n backslashes before a
 * quote counts as n/2, and an odd one takes the quote literally. Other backslashes are themselves.
 */
#include "command_line.h"

#include <stdbool.h>

#include "runtime/pure/memory.h"
#include "text.h"

static bool CommandLineIsBlank(wchar_t c)
{
    return c == L' ' || c == L'\t' || c == L'\r' || c == L'\n';
}

static size_t CommandLineBackslashes(const wchar_t *text)
{
    size_t count = 0;
    while (text[count] == L'\\')
        count++;
    return count;
}

/*
 * Copies one word from *text to out, terminated, and moves *text behind it; returns where out ends.
 */
static wchar_t *CommandLineTakeWord(const wchar_t **text, wchar_t *out)
{
    const wchar_t *at = *text;
    bool quoted = false;
    while (*at != 0 && (quoted || !CommandLineIsBlank(*at))) {
        const size_t slashes = CommandLineBackslashes(at);
        const bool beforeQuote = at[slashes] == L'"';
        for (size_t i = beforeQuote ? slashes / 2 : slashes; i != 0; i--)
            *out++ = L'\\';
        at += slashes;
        if (beforeQuote && slashes % 2 != 0) {
            *out++ = *at++;
        } else if (*at == L'"') {
            if (quoted && at[1] == L'"')
                *out++ = *at++;
            else
                quoted = !quoted;
            at++;
        } else if (slashes == 0) {
            *out++ = *at++;
        }
    }
    *out++ = 0;
    *text = at;
    return out;
}

wchar_t **CommandLineSplit(const wchar_t *text, int *count)
{
    *count = 0;
    const size_t length = text != NULL ? TextLength(text) : 0;
    const size_t mostWords = length / 2 + 1; /* a word and a blank take two characters, the last word one */
    wchar_t **words = MemoryAllocate((mostWords + 1) * sizeof(wchar_t *) + (length + 1) * sizeof(wchar_t));
    if (words == NULL)
        return NULL;
    wchar_t *out = (wchar_t *)(void *)(words + mostWords + 1);
    for (const wchar_t *at = text; length != 0;) {
        while (CommandLineIsBlank(*at))
            at++;
        if (*at == 0)
            break;
        words[(*count)++] = out;
        out = CommandLineTakeWord(&at, out);
    }
    words[*count] = NULL;
    return words;
}

void CommandLineFree(wchar_t **words)
{
    TextFree(words);
}

/* Writes one word in quotes. Backslashes before a quote are doubled, the closing one included. */
static wchar_t *PutQuoted(const wchar_t *word, wchar_t *out)
{
    *out++ = L'"';
    while (*word != 0) {
        const size_t slashes = CommandLineBackslashes(word);
        const wchar_t after = word[slashes];
        const size_t written = after == L'"' || after == 0 ? 2 * slashes : slashes;
        for (size_t i = 0; i < written; i++)
            *out++ = L'\\';
        word += slashes;
        if (after == L'"')
            *out++ = L'\\';
        if (after != 0)
            *out++ = *word++;
    }
    *out++ = L'"';
    return out;
}

wchar_t *CommandLineJoin(int count, const wchar_t *const *words)
{
    size_t chars = 1;
    for (int i = 0; i < count; i++)
        chars += 2 * TextLength(words[i]) + 3;
    wchar_t *text = MemoryAllocate(chars * sizeof(wchar_t));
    if (text == NULL)
        return NULL;
    wchar_t *out = text;
    for (int i = 0; i < count; i++) {
        if (i != 0)
            *out++ = L' ';
        out = PutQuoted(words[i], out);
    }
    *out = 0;
    return text;
}
