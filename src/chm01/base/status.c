/* One way to fail: fill the error, return the status. */
#include "status.h"

#include <stddef.h>

ChmStatus ChmFail(ChmError *error, ChmStatus status, const char *reason, uint64_t a, uint64_t b, uint64_t c)
{
    if (error != NULL) {
        error->status = status;
        error->reason = reason;
        error->numbers[0] = a;
        error->numbers[1] = b;
        error->numbers[2] = c;
    }
    return status;
}

ChmStatus ChmFailAs(ChmError *error, const ChmError *noted)
{
    if (error != NULL)
        *error = *noted;
    return noted->status;
}
