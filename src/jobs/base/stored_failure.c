#include "stored_failure.h"

#include <string.h>
#include <wchar.h>

#include "PerfectHashErrors.h"

static const StoredFailure withoutMemory = {
    .code = PERFECTHASH_E_OUT_OF_MEMORY, .subject = L"the failure of this table", .reason = L""};

const StoredFailure *FailureStore(Store *store, const Failure *failure)
{
    const size_t subjectChars = wcslen(failure->subject) + 1, reasonChars = wcslen(failure->reason) + 1;
    StoredFailure *stored = StoreTake(store, sizeof *stored + (subjectChars + reasonChars) * sizeof(wchar_t));
    if (stored == NULL)
        return &withoutMemory;
    wchar_t *texts = (wchar_t *)(stored + 1);
    wmemcpy(texts, failure->subject, subjectChars);
    wmemcpy(texts + subjectChars, failure->reason, reasonChars);
    stored->code = failure->code;
    stored->systemError = failure->systemError;
    memcpy(stored->numbers, failure->numbers, sizeof stored->numbers);
    stored->told = failure->told;
    stored->subject = texts;
    stored->reason = texts + subjectChars;
    return stored;
}

const StoredFailure *StoredFailureWithoutMemory(void)
{
    return &withoutMemory;
}

void StoredFailureGet(const StoredFailure *stored, Failure *failure)
{
    FailureSet(failure, stored->code, stored->subject, stored->reason, stored->numbers[0], stored->numbers[1],
               stored->numbers[2]);
    failure->systemError = stored->systemError;
    failure->told = stored->told;
}

void StoredFailureText(const StoredFailure *stored, wchar_t *out, size_t chars)
{
    Failure failure;
    StoredFailureGet(stored, &failure);
    FailureText(&failure, out, chars);
}
