/* See outputs.h. */
#include "outputs.h"

#include <string.h>

#include "chm01/emit/source_find.h"
#include "chm01/language/language.h"
#include "chm01/text/text_fold.h"

/* The C texts of either kind of keys. */
static bool OutputWriteC(const SourceInput *input, SourcePart part, Work *work, SourceText *text)
{
    SourceOptions options = *input->options;
    options.part = part;
    return input->texts != NULL ? SourceFindWriteOn(input->texts, input->name, &options, work, text)
                                : SourceWriteOn(input->table, &options, work, text);
}

static bool WriteHeader(const SourceInput *input, Work *work, SourceText *text)
{
    return OutputWriteC(input, SourceWhole, work, text);
}

static bool WriteDeclarations(const SourceInput *input, Work *work, SourceText *text)
{
    return OutputWriteC(input, SourceDeclarations, work, text);
}

static bool WriteDefinitions(const SourceInput *input, Work *work, SourceText *text)
{
    return OutputWriteC(input, SourceDefinitions, work, text);
}

#define OUTPUT_LANGUAGE(name, suffix, languages, writer)                       \
    static bool writer(const SourceInput *input, Work *work, SourceText *text) \
    {                                                                          \
        return LanguageWriteOn(LanguageNamed(#name), input, work, text);       \
    }
OUTPUT_LANGUAGE_LIST(OUTPUT_LANGUAGE)

#define OUTPUT_FORM(name, suffix, languages, writer) {Output##name, suffix, languages, writer},
/* clang-format off */
const OutputForm outputForms[OutputForms] = {OUTPUT_FORM_LIST(OUTPUT_FORM)};
/* clang-format on */

size_t OutputCount(uint32_t outputs)
{
    size_t count = 0;
    for (size_t i = 0; i < OutputForms; i++)
        count += (outputs & outputForms[i].output) != 0;
    return count;
}

static char OutputSmall(char c)
{
    return (char)TextFold((uint8_t)c);
}

/* Is the word that begins there, with a blank behind it, that one? */
static bool OutputIsWord(const char *words, const char *word)
{
    size_t i = 0;
    while (word[i] != 0 && OutputSmall(words[i]) == OutputSmall(word[i]))
        i++;
    return word[i] == 0 && words[i] == ' ' && i != 0;
}

const OutputForm *OutputOfLanguage(const char *language)
{
    for (size_t i = 0; i < OutputForms; i++)
        for (const char *at = outputForms[i].languages; *at != 0; at = strchr(at, ' ') + 1)
            if (OutputIsWord(at, language))
                return &outputForms[i];
    return NULL;
}

#define OUTPUT_NAME(name, suffix, languages, writer) #name,
/* clang-format off */
static const char *const outputNames[OutputForms] = {OUTPUT_FORM_LIST(OUTPUT_NAME)};
/* clang-format on */

void OutputFileName(size_t form, SourceStyle style, const char *stem, char *out)
{
    const Language *const language = LanguageNamed(outputNames[form]);
    if (language != NULL) {
        LanguageFile(language, style, stem, out);
        return;
    }
    for (; *stem != 0; stem++)
        *out++ = *stem;
    for (const char *at = outputForms[form].suffix; *at != 0; at++)
        *out++ = *at;
    *out = 0;
}

const char *OutputRefuses(const OutputForm *form, const SourceInput *input)
{
    const Language *const language = LanguageNamed(outputNames[form - outputForms]);
    return language != NULL ? LanguageRefuses(language, input) : NULL;
}

size_t OutputBound(const OutputForm *form, const SourceInput *input)
{
    Work work = WorkAll();
    SourceText text = {.out = NULL};
    (void)form->write(input, &work, &text);
    return text.length;
}
