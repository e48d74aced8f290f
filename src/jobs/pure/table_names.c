#include "table_names.h"

#include "chm01/output/outputs.h"
#include "jobs/text/text.h"

void TableStem(const wchar_t *name, const SourceNames *names, char *stem)
{
    char utf8[TABLE_MAX_NAME + 1], identifier[SourceIdentifierBytes];
    wchar_t wide[SourceIdentifierBytes], safe[PATH_NAME_CHARS];
    size_t i = 0;
    TextToUtf8(name, utf8, sizeof utf8);
    SourceNamed(names, utf8, identifier);
    TextLine line = TextLineIn(wide, SourceIdentifierBytes);
    TextAddAscii(&line, identifier);
    PathSafeName(wide, safe);
    do
        stem[i] = (char)safe[i];
    while (safe[i++] != 0);
}

void TableOutputName(const char *stem, SourceStyle style, size_t form, wchar_t *name)
{
    char ascii[OutputFileBytes];
    OutputFileName(form, style, stem, ascii);
    TextLine line = TextLineIn(name, TABLE_FILE_NAME_CHARS);
    TextAddAscii(&line, ascii);
}
