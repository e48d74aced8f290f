/* See failure_text.h. The texts are those of idl/PerfectHashErrors.mc; the build reads them. */
#include "failure_text.h"

#include <errno.h>

#include "PerfectHashErrors.h"
#include "jobs/text/text.h"
#include "system.h"

#define MESSAGE(code, text) {code, L"" text},
static const struct {
    HRESULT code;
    const wchar_t *text;
} messages[] = {
#include "PerfectHashMessages.h"
};

/* Returns the exact code of a general failure, by the reason that the system gives. */
static HRESULT ExactCode(HRESULT code, int error)
{
    const bool isMissing = error == ENOENT || error == ENOTDIR, isFull = error == ENOSPC || error == EDQUOT;
    if (code == PERFECTHASH_E_KEYS_UNREADABLE && error == EISDIR)
        return PERFECTHASH_E_KEYS_IS_DIRECTORY;
    if (code == PERFECTHASH_E_KEYS_UNREADABLE && isMissing)
        return PERFECTHASH_E_KEYS_NOT_FOUND;
    if (code == PERFECTHASH_E_VALUES_UNREADABLE && isMissing)
        return PERFECTHASH_E_VALUES_NOT_FOUND;
    const bool writes = code == PERFECTHASH_E_OUTPUT_WRITE || code == PERFECTHASH_E_OUTPUT_DIRECTORY;
    return writes && isFull ? PERFECTHASH_E_DISK_FULL : code;
}

HRESULT FailureErrno(Failure *failure, HRESULT code, const wchar_t *subject, int error)
{
    if (error == ENOMEM)
        return FailureMemoryText(failure, subject);
    const HRESULT exact = ExactCode(code, error);
    FailureSet(failure, exact, subject, NULL, 0, 0, 0);
    failure->systemError = (uint32_t)error;
    return exact;
}

/* Puts where a relative path was looked for. */
static void AddFullPath(const wchar_t *path, wchar_t *out, size_t chars)
{
    enum { MostChars = 160 };
    TextLine line = TextLineIn(out, chars);
    char *utf8 = TextCopyUtf8(path), *full = utf8 != NULL ? SystemFullPath(utf8) : NULL;
    wchar_t *wide = full != NULL ? TextFromUtf8(full) : NULL;
    if (wide != NULL) {
        TextAdd(&line, L" (looked for at ");
        TextAddMost(&line, wide, MostChars);
        TextAdd(&line, L")");
    }
    TextFree(wide);
    TextFree(full);
    TextFree(utf8);
}

HRESULT FailureErrnoFile(Failure *failure, HRESULT code, const wchar_t *path, int error)
{
    wchar_t looked[FAILURE_REASON_CHARS];
    const HRESULT exact = FailureErrno(failure, code, path, error);
    if (exact != PERFECTHASH_E_KEYS_NOT_FOUND && exact != PERFECTHASH_E_VALUES_NOT_FOUND)
        return exact;
    AddFullPath(path, looked, FAILURE_REASON_CHARS);
    return FailureSet(failure, exact, path, looked, 0, 0, 0);
}

/* ---- the message ---- */

/* Adds the reason: the system's words, and behind them what a failure adds. */
static void AddReason(TextLine *line, const Failure *failure)
{
    wchar_t *words = failure->systemError != 0 ? TextFromUtf8(SystemErrorText((int)failure->systemError)) : NULL;
    if (words != NULL) {
        TextAdd(line, words);
        TextAdd(line, L".");
    }
    TextAdd(line, failure->reason);
    TextFree(words);
}

/* Adds a part of the message: %1 is the subject, %2 the reason, then come the numbers. */
static void AddInsert(TextLine *line, const Failure *failure, wchar_t insert)
{
    const size_t number = (size_t)(insert - L'1');
    if (number == 0)
        TextAdd(line, failure->subject);
    else if (number == 1)
        AddReason(line, failure);
    else if (number - 2 < sizeof failure->numbers / sizeof *failure->numbers)
        TextAddNumber(line, failure->numbers[number - 2]);
}

static void AddMessage(TextLine *line, const Failure *failure, const wchar_t *text)
{
    for (const wchar_t *at = text; *at != 0; at++) {
        if (at[0] == L'%' && at[1] >= L'1' && at[1] <= L'5')
            AddInsert(line, failure, *++at);
        else
            TextAddMost(line, at, 1);
    }
}

static const wchar_t *MessageOf(HRESULT code)
{
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        if (messages[i].code == code)
            return messages[i].text;
    }
    return L"%1: %2";
}

void FailureMessage(const Failure *failure, wchar_t *out, size_t chars)
{
    wchar_t text[FAILURE_TEXT_CHARS];
    TextLine line = TextLineIn(text, FAILURE_TEXT_CHARS);
    if (failure->told)
        TextAdd(&line, failure->subject);
    else
        AddMessage(&line, failure, MessageOf(failure->code));
    TextOneLine(text);
    FailureShorten(out, chars, text);
}
