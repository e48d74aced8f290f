/*
 * The options of option.h with a Failure for what goes wrong: PERFECTHASH_E_OPTION_UNKNOWN or
 * PERFECTHASH_E_OPTION_VALUE. Any thread.
 */
#ifndef JOBS_OPTION_TAKE_H
#define JOBS_OPTION_TAKE_H

#include "annotations.h"
#include "failure.h"
#include "jobs/text/option.h"

#ifdef __cplusplus
extern "C" {
#endif

/* As OptionRead. */
HRESULT OptionTake(_In_reads_(groupCount) const OptionGroup *groups, size_t groupCount, int argc,
                   _In_reads_(argc) const wchar_t *const *argv, _Inout_ int *at, _Out_opt_ size_t *group,
                   _Inout_opt_ Failure *failure);

/*
 * Takes a whole command line, as OptionNext: each word goes to `word` with its position among the
 * words. What `word` answers ends it all when that is a failure.
 */
typedef HRESULT (*OptionTakeWord)(_In_opt_ void *context, size_t position, _In_z_ const wchar_t *word,
                                  _Inout_opt_ Failure *failure);
HRESULT OptionTakeAll(_In_reads_(groupCount) const OptionGroup *groups, size_t groupCount, int argc,
                      _In_reads_(argc) const wchar_t *const *argv, OptionTakeWord word, _In_opt_ void *context,
                      _Inout_opt_ Failure *failure);

/* As OptionReadValue. */
HRESULT OptionStore(_In_ const OptionGroup *group, _In_z_ const wchar_t *name, _In_opt_z_ const wchar_t *value,
                    _In_z_ const wchar_t *subject, _Inout_opt_ Failure *failure);

#ifdef __cplusplus
}
#endif
#endif
