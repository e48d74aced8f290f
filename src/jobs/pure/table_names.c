#include "table_names.h"

#include "chm01/output/outputs.h"
#include "jobs/text/text.h"

/* Copies ASCII, with its end. Returns how many characters stand before that. */
static size_t TableNameWiden(const char *ascii, wchar_t *wide)
{
    size_t i = 0;
    for (; ascii[i] != 0; i++)
        wide[i] = (wchar_t)(unsigned char)ascii[i];
    wide[i] = 0;
    return i;
}

void TableStem(const wchar_t *name, char *stem)
{
    char utf8[TABLE_MAX_NAME + 1], identifier[SourceIdentifierBytes];
    wchar_t wide[SourceIdentifierBytes], safe[PATH_NAME_CHARS];
    size_t i = 0;
    TextToUtf8(name, utf8, sizeof utf8);
    SourceIdentifier(utf8, identifier);
    (void)TableNameWiden(identifier, wide);
    PathSafeName(wide, safe);
    do
        stem[i] = (char)safe[i];
    while (safe[i++] != 0);
}

void TableOutputName(const char *stem, size_t form, wchar_t *name)
{
    char ascii[OutputFileBytes];
    OutputFileName(form, stem, ascii);
    (void)TableNameWiden(ascii, name);
}
