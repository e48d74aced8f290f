#include "table_names.h"

#include "PerfectHashErrors.h"
#include "chm01/language/language.h"
#include "chm01/output/outputs.h"
#include "jobs/text/text.h"
#include "runtime/pure/path_text.h"

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

HRESULT TableCheckOutputFile(const TableOptions *options, const wchar_t *name, const SourceNames *names,
                             Failure *failure)
{
    char utf8[TABLE_MAX_NAME + 1], identifier[LanguageFileBytes];
    wchar_t file[TABLE_FILE_NAME_CHARS], reason[FAILURE_REASON_CHARS];
    if (options->outputs != OutputJava || options->outputFile == NULL || !TextEndsWith(options->outputFile, L".java"))
        return S_OK;
    TextToUtf8(name, utf8, sizeof utf8);
    LanguageIdentifier(LanguageNamed("Java"), names, utf8, identifier);
    TextLine line = TextLineIn(file, TABLE_FILE_NAME_CHARS);
    TextAddAscii(&line, identifier);
    TextAdd(&line, L".java");
    if (TextEqual(PathNameOf(options->outputFile), file))
        return S_OK;
    line = TextLineIn(reason, FAILURE_REASON_CHARS);
    TextAdd(&line, L"the public class of this table has to be in ");
    TextAdd(&line, file);
    TextAdd(&line, L"; --Name names the table");
    return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"-o", reason, 0, 0, 0);
}
