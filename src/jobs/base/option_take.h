/*
 * The options of option.h with a Failure for what goes wrong: PERFECTHASH_E_OPTION_UNKNOWN or
 * PERFECTHASH_E_OPTION_VALUE. Any thread.
 */
#ifndef JOBS_OPTION_TAKE_H
#define JOBS_OPTION_TAKE_H

#include "failure.h"
#include "jobs/text/option.h"

#ifdef __cplusplus
extern "C" {
#endif

/* As OptionRead. */
HRESULT OptionTake(const OptionGroup *groups, size_t groupCount, int argc, const wchar_t *const *argv, int *at,
                   size_t *group, Failure *failure);

/*
 * Takes a whole command line, as OptionNext: each word goes to `word` with its position among the
 * words. What `word` answers ends it all when that is a failure.
 */
typedef HRESULT (*OptionTakeWord)(void *context, size_t position, const wchar_t *word, Failure *failure);
HRESULT OptionTakeAll(const OptionGroup *groups, size_t groupCount, int argc, const wchar_t *const *argv,
                      OptionTakeWord word, void *context, Failure *failure);

/* As OptionReadValue. */
HRESULT OptionStore(const OptionGroup *group, const wchar_t *name, const wchar_t *value, const wchar_t *subject,
                    Failure *failure);

#ifdef __cplusplus
}
#endif
#endif
