/* See language.h. */
#include "language.h"

#include <string.h>

#include "chm01/emit/source_dialect.h"
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

static bool LanguageIsKeyword(const Language *language, const char *word)
{
    return language->keywords != NULL && SourceIsAmong(language->keywords, word);
}

static void LanguageAppend(char *out, const char *text)
{
    memcpy(out + strlen(out), text, strlen(text) + 1);
}

/* Makes an identifier of C one of the language. */
static void LanguageAdapt(const Language *language, SourceStyle style, char *out)
{
    if (language->style >= StyleHeader) {
        LanguageAppend(out, SourceIsAmong(language->taken, out) ? "_table" : "");
        return;
    }
    const bool isSmall = style == SourceAsIs ? language->style == StyleSmall : style == SourceSnake;
    if (style == SourceAsIs && isSmall)
        for (char *at = out; *at != 0; at++)
            *at = LanguageSmall(*at);
    else if (style == SourceAsIs)
        out[0] = (char)(out[0] >= 'a' ? out[0] - 'a' + 'A' : out[0]);
    if (SourceIsReserved(out) || LanguageIsKeyword(language, out) || SourceIsAmong(language->taken, out))
        LanguageAppend(out, isSmall ? "_table" : "Table");
}

void LanguageIdentifier(const Language *language, const SourceNames *names, const char *nameUtf8, char *out)
{
    if (language->style == StyleHeader)
        (void)SourceNamedForC(names, nameUtf8, out);
    else
        SourceNamed(names, nameUtf8, out);
    LanguageAdapt(language, names != NULL ? names->style : SourceAsIs, out);
}

void LanguageFile(const Language *language, SourceStyle style, const char *stem, char *out)
{
    *out = 0;
    if (language->style >= StyleHeader || *language->extension == 'C') {
        LanguageAppend(out, *language->extension == 'C' ? "" : stem);
        LanguageAppend(out, language->extension);
        return;
    }
    (void)SourceIdentifier(stem, out);
    LanguageAdapt(language, style, out);
    const char *const dot = strchr(language->extension, '.');
    const size_t neutral = (size_t)(dot - language->extension), length = strlen(out);
    const bool ends = length >= neutral && strncmp(out + length - neutral, language->extension, neutral) == 0;
    LanguageAppend(out, ends || strchr(out, '_') == NULL ? dot : language->extension);
}

/* Is one of the words between dots a keyword? names: at least one word. */
static bool LanguageHasKeyword(const Language *language, const char *names)
{
    const bool isCpp = strncmp(language->name, "Cpp", 3) == 0;
    char word[SourceNameBytes];
    size_t length = 0;
    for (;; names++) {
        if (*names != '.' && *names != 0) {
            word[length++] = *names;
            continue;
        }
        word[length] = 0;
        length = 0;
        if (LanguageIsKeyword(language, word) || (isCpp && SourceIsReserved(word)))
            return true;
        if (*names == 0)
            return false;
    }
}

const char *LanguageRefuses(const Language *language, const SourceInput *input)
{
    const SourceNames *const names = input->options->names;
    if (language->keywords != NULL && names != NULL && names->namespaceOf[0] != 0 &&
        LanguageHasKeyword(language, names->namespaceOf))
        return "a namespace with a word in it that the language reserves";
    if (language->style != StyleHeader && language->words == NULL) /* it builds what others write */
        return NULL;
    if (input->options->records != NULL && language->words != NULL) {
        const char *const refused = LanguageRefusesRecords(language, input->options->records);
        if (refused != NULL)
            return refused;
    }
    const bool isMany = input->options->records != NULL && input->options->records->rows > LANGUAGE_MOST_KEYS;
    if (isMany || (input->table != NULL &&
                   (input->table->keyCount > LANGUAGE_MOST_KEYS || input->table->slotCount > LANGUAGE_MOST_SLOTS)))
        return "a table of that size: it may have at most 1,048,576 keys and 8,388,608 slots";
    return language->style == StyleHeader ? LanguageRefusesProgram(input) : NULL;
}

/* Writes the line that says the licence, where one is asked for. */
static void LanguageLicense(LanguageWriter *writer)
{
    const SourceNames *const names = writer->input->options->names;
    const bool isXml = strcmp(writer->language->extension, ".vcxproj") == 0; /* whose first line is another */
    if (names == NULL || names->license[0] == 0 || isXml)
        return;
    if (writer->language->style == StyleHeader) {
        SourceLicense(&writer->text, names, "/* ", " */\n");
        return;
    }
    LanguageExpand(writer, "@remark");
    SourceLicense(&writer->text, names, " ", "\n");
}

bool LanguageWriteOn(const Language *language, const SourceInput *input, Work *work, SourceText *text)
{
    TextSliceBegin(text, work);
    LanguageWriter writer;
    memset(&writer, 0, offsetof(LanguageWriter, extract));
    writer.text = *text;
    writer.language = language;
    writer.input = input;
    writer.records = language->words != NULL ? input->options->records : NULL;
    LanguageIdentifier(language, input->options->names, input->name, writer.identifier);
    LanguageFactsOf(&writer);
    LanguageLicense(&writer);
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
