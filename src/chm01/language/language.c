/* See language.h. */
#include "language.h"

#include <string.h>

#include "chm01/text/text_fold.h"
#include "language_writer.h"

#define LANGUAGE_MOST_KEYS ((uint64_t)1 << 20) /* larger tables are not written as source code */
#define LANGUAGE_MOST_SLOTS ((uint64_t)1 << 23)

const Language *LanguageAt(size_t i)
{
    return i < languageCount ? languageList + i : NULL;
}

static char LanguageSmall(char c)
{
    return (char)TextFold((uint8_t)c);
}

const Language *LanguageNamed(const char *name)
{
    for (size_t i = 0; i < languageCount; i++) {
        size_t at = 0;
        while (name[at] != 0 && LanguageSmall(name[at]) == LanguageSmall(languageList[i].name[at]))
            at++;
        if (name[at] == languageList[i].name[at])
            return languageList + i;
    }
    return NULL;
}

const char *LanguageName(const Language *language)
{
    return language->name;
}

bool LanguageIsTaken(const char *list, const char *word)
{
    const size_t length = strlen(word);
    for (const char *at = strstr(list, word); at != NULL; at = strstr(at + 1, word))
        if (at[-1] == ' ' && at[length] == ' ')
            return true;
    return false;
}

/* Can no type, module or package of the language have that name? Styles come first: "While". */
static bool LanguageIsReserved(const Language *language, const char *word)
{
    return LanguageIsTaken(language->taken, word) || (language->style == StyleSmall && SourceIsReserved(word));
}

static void LanguageAppend(char *out, const char *text)
{
    memcpy(out + strlen(out), text, strlen(text) + 1);
}

void LanguageIdentifier(const Language *language, const char *nameUtf8, char *out)
{
    (void)SourceIdentifier(nameUtf8, out);
    if (language->style == StylePascal)
        out[0] = (char)(out[0] >= 'a' ? out[0] - 'a' + 'A' : out[0]);
    else
        for (char *at = out; *at != 0; at++)
            *at = LanguageSmall(*at);
    if (LanguageIsReserved(language, out))
        LanguageAppend(out, language->style == StylePascal ? "Table" : "_table");
}

void LanguageFile(const Language *language, const char *nameUtf8, char *out)
{
    LanguageIdentifier(language, nameUtf8, out);
    const char *const dot = strchr(language->extension, '.');
    const size_t neutral = (size_t)(dot - language->extension), length = strlen(out);
    const bool ends = length >= neutral && strncmp(out + length - neutral, language->extension, neutral) == 0;
    LanguageAppend(out, ends || strchr(out, '_') == NULL ? dot : language->extension);
}

const char *LanguageRefuses(const Language *language, const SourceInput *input)
{
    if (input->options->records != NULL) {
        const char *const refused = LanguageRefusesRecords(language, input->options->records);
        if (refused != NULL)
            return refused;
    }
    const bool isMany = input->options->records != NULL && input->options->records->rows > LANGUAGE_MOST_KEYS;
    if (isMany || (input->table != NULL &&
                   (input->table->keyCount > LANGUAGE_MOST_KEYS || input->table->slotCount > LANGUAGE_MOST_SLOTS)))
        return "a table of that size: it may have at most 1,048,576 keys and 8,388,608 slots";
    return NULL;
}

bool LanguageWriteOn(const Language *language, const SourceInput *input, Work *work, SourceText *text)
{
    TextSliceBegin(text, work);
    LanguageWriter writer;
    memset(&writer, 0, offsetof(LanguageWriter, extract));
    writer.text = *text;
    writer.language = language;
    writer.input = input;
    writer.records = input->options->records;
    LanguageIdentifier(language, input->name, writer.identifier);
    LanguageFactsOf(&writer);
    LanguageExpand(&writer, "@file");
    *text = writer.text;
    return TextSliceEnd(text, work);
}

/* Makes all of the text at once. */
static void LanguageWriteAll(const Language *language, const SourceInput *input, SourceText *text)
{
    Work work = WorkAll();
    (void)LanguageWriteOn(language, input, &work, text);
}

size_t LanguageBound(const Language *language, const SourceInput *input)
{
    SourceText text = {.out = NULL};
    LanguageWriteAll(language, input, &text);
    return text.length;
}

bool LanguageIsSame(const Language *language, const SourceInput *input, const char *other, size_t bytes)
{
    SourceText text = {.compared = other, .comparedBytes = bytes};
    LanguageWriteAll(language, input, &text);
    return SourceTextIsSame(&text);
}
