/* See gperf_command.h. */
#include "gperf_command.h"

#include <string.h>

#include "PerfectHashErrors.h"
#include "jobs/text/text.h"

static HRESULT OptionWrong(const char *word, const char *reason, Failure *failure)
{
    enum { WordChars = 400, ReasonChars = 150 };
    wchar_t subject[FAILURE_SUBJECT_CHARS], text[FAILURE_REASON_CHARS];
    wchar_t *wide = TextFromUtf8(word), *wideReason = TextFromUtf8(reason);
    TextLine line = TextLineIn(subject, FAILURE_SUBJECT_CHARS), told = TextLineIn(text, FAILURE_REASON_CHARS);
    TextAdd(&line, L"--Gperf: ");
    TextAddMost(&line, wide != NULL ? wide : L"?", WordChars);
    TextAddMost(&told, wideReason != NULL ? wideReason : L"?", ReasonChars);
    TextFree(wide);
    TextFree(wideReason);
    return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, subject, text, 0, 0, 0);
}

HRESULT GperfCommandRead(Failure *failure, char *line, const TableOptions *options, const SourceNames *names,
                         GperfOptions *out)
{
    ChmError error = {ChmOk, NULL, {0}};
    const char *word = "";
    const wchar_t *const named = names->namespaceOf[0] != 0   ? L"--Namespace"
                                 : names->prefix[0] != 0      ? L"--Prefix"
                                 : names->style != SourceAsIs ? L"--NameStyle"
                                                              : NULL;
    if (named != NULL)
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, named,
                          L"a file for gperf says its names itself, by gperf's options -N, -Z and others", 0, 0, 0);
    if ((options->outputs & ~(uint32_t)OutputDefault) != 0)
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"--Outputs",
                          L"of a file for gperf Header is what gperf would write, and TableFile its table; there are "
                          L"no others",
                          0, 0, 0);
    if (GperfOptionsRead(line, out, &word, &error) != ChmOk)
        return OptionWrong(word, error.reason, failure);
    const char *const output = GperfNameOf(out, GperfOutput);
    if (strpbrk(output, "/\\:") != NULL)
        return OptionWrong(output, "it is the name of a file in the output directory, without a folder", failure);
    out->flags |= options->ignoreCase ? (uint32_t)GperfIgnoreCase : 0;
    return S_OK;
}

wchar_t *GperfOutputName(const GperfFile *file, const wchar_t *tableName)
{
    const char *named = GperfNameOf(&file->options, GperfOutput);
    wchar_t name[TABLE_MAX_NAME + 16];
    if (*named != 0 && strcmp(named, "-") != 0)
        return TextFromUtf8(named);
    TextLine line = TextLineIn(name, sizeof name / sizeof *name);
    TextAddMost(&line, tableName, TABLE_MAX_NAME);
    TextAdd(&line, (file->options.flags & GperfCpp) != 0 ? L".cpp" : L".c");
    return TextCopy(name);
}
