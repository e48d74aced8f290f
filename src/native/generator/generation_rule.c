/* See generation.h: a rule of a makefile that says what the files are made of. */
#include "PerfectHashErrors.h"
#include "failure_text.h"
#include "generation.h"
#include "jobs/pure/dep_rule.h"
#include "jobs/text/dep_text.h"
#include "jobs/text/text.h"

static int ReplaceRule(const Generation *generation, char *path, const Utf8Text *text)
{
    SystemFile file = {.path = path};
    const bool durable = generation->options.durable;
    int error = SystemReplaceBegin(&file, text->bytes, text->length, durable);
    if (error == 0)
        error = SystemReplaceEnd(&file, durable);
    SystemReplaceDrop(&file);
    return error;
}

static HRESULT RuleFailed(Generation *generation, int error)
{
    return error == 0 ? S_OK
                      : FailureErrno(generation->failure, PERFECTHASH_E_OUTPUT_WRITE, generation->depFile, error);
}

/* Is the path one of what the rule is about? */
static HRESULT CheckRulePath(Generation *generation, const char *path)
{
    bool isOurs = GenerationReads(generation, path);
    for (size_t i = 0; i < generation->fileCount; i++)
        isOurs = isOurs || SystemIsSameFile(generation->files[i].utf8, path);
    return isOurs
               ? FailureSet(generation->failure, PERFECTHASH_E_OPTION_VALUE, L"--DepFile", DEP_RULE_OWN_FILE, 0, 0, 0)
               : S_OK;
}

HRESULT GenerationLookAtRule(Generation *generation)
{
    if (generation->depFile == NULL)
        return S_OK;
    char *path = TextCopyUtf8(generation->depFile);
    HRESULT code =
        path == NULL ? FailureMemoryText(generation->failure, generation->depFile) : CheckRulePath(generation, path);
    if (SUCCEEDED(code))
        code = RuleFailed(generation, SystemReplaceLook(path));
    TextFree(path);
    return code;
}

/* Looks once more: a link may be there now. */
static HRESULT WriteRuleTo(Generation *generation, char *path, const Utf8Text *text)
{
    const HRESULT code = CheckRulePath(generation, path);
    return SUCCEEDED(code) ? RuleFailed(generation, ReplaceRule(generation, path, text)) : code;
}

HRESULT GenerationWriteRule(Generation *generation)
{
    Utf8Text text = {0};
    if (generation->depFile == NULL)
        return S_OK;
    char *path = TextCopyUtf8(generation->depFile);
    for (size_t i = 0; i < generation->fileCount; i++)
        DepPutTarget(&text, generation->files[i].path);
    DepPutSources(&text, generation->keysPath, generation->valuesPath);
    const HRESULT code = path == NULL || text.failed ? FailureMemoryText(generation->failure, generation->depFile)
                                                     : WriteRuleTo(generation, path, &text);
    Utf8Free(&text);
    TextFree(path);
    return code;
}
