/*
 * The options of a bulk run as data, beside those of a table. bulk_job.h has what their users need.
 */
#ifndef JOBS_BULK_OPTIONS_H
#define JOBS_BULK_OPTIONS_H

#include "annotations.h"
#include "bulk_job.h"
#include "jobs/text/option.h"
#include "jobs/text/utf8_text.h"

#ifdef __cplusplus
extern "C" {
#endif

#define BULK_DEFAULT_INCLUDE L"*.keys;*.txt;*.dll;*.exe;*.sys;*.ocx;*.drv;*.cpl;*.node;*.pyd;*.efi;*.ax;*.xll"
#define BULK_MAX_CONCURRENCY 4096u
#define BULK_MAX_SHARDS 1000000u

/*
 * The option table for OptionTake; the target must outlive the group. Options of its tables:
 * TableOptionsGroup(&options->table).
 */
OptionGroup BulkOptionsGroup(_Inout_opt_ BulkOptions *options);

/* Options that contradict each other or make no sense: PERFECTHASH_E_OPTION_VALUE. */
HRESULT BulkOptionsCheck(_In_ const BulkOptions *options, _Inout_opt_ Failure *failure);

/*
 * Puts the options that were given, as a JSON array of "--Name=Value" in the order of the option
 * tables. Options that have their defaults are left out. Options that don't change a table or which
 * tables there are (shard, concurrency, where results go) are left out, too: a run has the same
 * array as its shards.
 */
void BulkOptionsPutJson(_In_ const BulkOptions *options, _Inout_ Utf8Text *out);

/*
 * *out gets texts of its own, for BulkOptionsRelease; FALSE: out of memory, and there may be
 * something to release.
 */
_Success_(return ) BOOL BulkOptionsCopy(_In_ const BulkOptions *options, _Out_ BulkOptions *out);
void BulkOptionsRelease(_Inout_ BulkOptions *options);

#ifdef __cplusplus
}
#endif
#endif
