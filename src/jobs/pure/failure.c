/* See failure.h: the mapping from the solver's statuses to the HRESULTs of the contract. */
#include "failure.h"

#include <string.h>

#include "PerfectHashErrors.h"
#include "jobs/text/text.h"

static const struct {
    ChmStatus status;
    HRESULT code;
} statusCodes[] = {
    {ChmOutOfMemory, PERFECTHASH_E_OUT_OF_MEMORY},
    {ChmInvalidOption, PERFECTHASH_E_OPTION_VALUE},
    {ChmNoKeys, PERFECTHASH_E_KEYS_EMPTY},
    {ChmKeysSizeOdd, PERFECTHASH_E_KEYS_SIZE},
    {ChmTooManyKeys, PERFECTHASH_E_KEYS_TOO_MANY},
    {ChmDuplicateKey, PERFECTHASH_E_KEYS_DUPLICATE},
    {ChmTextMalformed, PERFECTHASH_E_KEYS_TEXT},
    {ChmPeMalformed, PERFECTHASH_E_KEYS_PE},
    {ChmPeNoFunctions, PERFECTHASH_E_KEYS_PE_NO_FUNCTIONS},
    {ChmUnsolvable, PERFECTHASH_E_UNSOLVABLE},
    {ChmAttemptsExhausted, PERFECTHASH_E_ATTEMPTS_EXHAUSTED},
    {ChmCancelled, PERFECTHASH_E_CANCELLED},
    {ChmTableMalformed, PERFECTHASH_E_TABLE_MALFORMED},
    {ChmTableVersion, PERFECTHASH_E_TABLE_VERSION},
    {ChmTableChecksum, PERFECTHASH_E_TABLE_CHECKSUM},
    {ChmInternal, PERFECTHASH_E_INTERNAL},
};

/* Copies what has no room without its middle; a surrogate stays with its other half. */
static void CopyEnds(wchar_t *out, size_t chars, const wchar_t *text, size_t length)
{
    static const wchar_t gap[] = L"...";
    const size_t gapChars = sizeof gap / sizeof *gap - 1;
    size_t head = (chars - 1 - gapChars) / 2;
    size_t tail = chars - 1 - gapChars - head;
    if (TextIsHighSurrogate(text[head - 1]))
        head--;
    if (TextIsLowSurrogate(text[length - tail]))
        tail--;
    memcpy(out, text, head * sizeof(wchar_t));
    memcpy(out + head, gap, gapChars * sizeof(wchar_t));
    memcpy(out + head + gapChars, text + length - tail, tail * sizeof(wchar_t));
    out[head + gapChars + tail] = 0;
}

void FailureShorten(wchar_t *out, size_t chars, const wchar_t *text)
{
    enum { LeastForEnds = 12 };
    const size_t length = text != NULL ? TextLength(text) : 0;
    TextLine line = TextLineIn(out, chars);
    if (length < chars || chars < LeastForEnds)
        TextAddMost(&line, text, length);
    else
        CopyEnds(out, chars, text, length);
}

HRESULT FailureSet(Failure *failure, HRESULT code, const wchar_t *subject, const wchar_t *reason, uint64_t a,
                   uint64_t b, uint64_t c)
{
    if (failure == NULL)
        return code;
    failure->code = code;
    failure->systemError = 0;
    failure->told = false;
    FailureShorten(failure->subject, FAILURE_SUBJECT_CHARS, subject);
    FailureShorten(failure->reason, FAILURE_REASON_CHARS, reason);
    failure->numbers[0] = a;
    failure->numbers[1] = b;
    failure->numbers[2] = c;
    return code;
}

HRESULT FailureMemory(Failure *failure, const wchar_t *subject, uint64_t bytes)
{
    return FailureSet(failure, PERFECTHASH_E_OUT_OF_MEMORY, subject, NULL, bytes, 0, 0);
}

HRESULT FailureMemoryText(Failure *failure, const wchar_t *text)
{
    return FailureMemory(failure, text, text != NULL ? sizeof(wchar_t) * TextLength(text) : 0);
}

void FailureAdd(Failure *failure, const wchar_t *more)
{
    if (failure != NULL && TextLength(failure->reason) + TextLength(more) < FAILURE_REASON_CHARS)
        memcpy(failure->reason + TextLength(failure->reason), more, (TextLength(more) + 1) * sizeof(wchar_t));
}

HRESULT FailureTold(Failure *failure, HRESULT code, const wchar_t *text)
{
    FailureSet(failure, code, text, NULL, 0, 0, 0);
    failure->told = true;
    return code;
}

HRESULT FailureChm(Failure *failure, const wchar_t *subject, const ChmError *error)
{
    HRESULT code = PERFECTHASH_E_INTERNAL;
    for (size_t i = 0; i < sizeof statusCodes / sizeof *statusCodes; i++) {
        if (statusCodes[i].status == error->status) {
            code = statusCodes[i].code;
            break;
        }
    }
    wchar_t reason[FAILURE_REASON_CHARS];
    TextLine line = TextLineIn(reason, FAILURE_REASON_CHARS);
    TextAddAscii(&line, error->reason != NULL ? error->reason : "");
    return FailureSet(failure, code, subject, reason, error->numbers[0], error->numbers[1], error->numbers[2]);
}
