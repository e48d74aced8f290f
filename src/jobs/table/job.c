#include "job.h"

#include "PerfectHashErrors.h"
#include "runtime/pure/check.h"

HRESULT JobAccount(LONGLONG open, const wchar_t *subject, Failure *failure)
{
    RuntimeCheck(open == 0, "a job ended while something of it was under way");
    return open == 0 ? S_OK
                     : FailureSet(failure, PERFECTHASH_E_INTERNAL, subject,
                                  L"the job ended while something of it was under way", 0, 0, 0);
}
