/*
 * The kind of a keys file, by its name, its first bytes and the options, and what of it is refused.
 * Pure; any thread.
 */
#ifndef JOBS_KEYS_FILE_H
#define JOBS_KEYS_FILE_H

#include "annotations.h"
#include "chm01/keys/keys_kinds.h"
#include "failure.h"
#include "table_options.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MAX_ENCODED_BYTES ((uint64_t)1 << 32) /* of a text or PE file */

static inline bool KeysFormatIsText(KeysFormat format)
{
    return format == KeysText || format == KeysTextWide;
}

/* Returns the format that the file's name tells, of keys that are numbers. */
KeysFormat KeysFormatNamed(_In_z_ const wchar_t *path, _In_ const TableOptions *options);

/* Returns the bytes of the largest file of the format. */
uint64_t KeysLargestFile(KeysFormat format);

/* Tells that packed keys are too many, by the file's size. */
HRESULT KeysFileTooMany(_Inout_opt_ Failure *failure, _In_z_ const wchar_t *subject, KeysFormat format, uint64_t size);

/* Refuses a table or a pack, which holds whole integers too, but which nobody means as keys. */
HRESULT KeysRefuseForeign(_Inout_opt_ Failure *failure, _In_z_ const wchar_t *subject,
                          _In_reads_bytes_(size) const void *bytes, size_t size);

/*
 * Returns the bytes of a key that the options ask for, or the name of a file that turned out to be
 * text.
 */
uint32_t KeysBytesAsked(_In_ const TableOptions *options, KeysFormat named, KeysFormat found);

/* The text behind the reason where a name promised packed keys, and the file is text. */
#define KEYS_READ_AS_TEXT L"; the file is text, so it is read as one number a line"
/* ... and where a text's lines are of both kinds. */
#define KEYS_BOTH_KINDS L"; --KeyType=Text makes every line a text key"
#define KEYS_NUMBER_BEHIND_TEXT L"it holds a number, and a line before it none"
#define KEYS_RANGES_WIDE L"--Ranges: ranges are of keys of 32 and 64 bits, and these have 128"
#define KEYS_RANGES_ORDER L"--Ranges: the keys don't ascend, as they must for a header without data"
#define KEYS_CASE_OF_NUMBERS L"--IgnoreCase is for text keys, and these are numbers"

/* Fails as the first option does that has no meaning for text keys, and was set. */
HRESULT KeysRefuseOptionOfNumbers(_Inout_opt_ Failure *failure, _In_z_ const wchar_t *subject,
                                  _In_ const TableOptions *options);

/* Returns the digest of what decides about a table of text keys, for the table file. */
uint64_t TextOptionsDigest(_In_ const TableOptions *options);

/* A header of more keys or records is of no use to a compiler. */
#define TEXT_HEADER_KEYS ((size_t)1 << 20)

/*
 * Leaves the header of a large table out. When the header is all that the options ask for, it is
 * refused.
 */
HRESULT KeysLimitHeader(_Inout_opt_ Failure *failure, _In_z_ const wchar_t *subject, size_t keys,
                        _Inout_ TableOptions *options);

/*
 * Fills the options of a solve that are about coverage; `subset` has the positions of the keys that
 * count (keys_subset.h), and outlives them.
 */
HRESULT KeysPrepareCoverage(_Inout_opt_ Failure *failure, _Inout_ TableOptions *options,
                            _In_reads_(KEYS_SUBSET_MAX) const uint32_t *subset);

/* As FailureChm; the wrong number of seeds is told with the right one. */
HRESULT KeysPlanFailed(_Inout_opt_ Failure *failure, _In_z_ const wchar_t *subject, _In_ const SolveOptions *solve,
                       _In_ const ChmError *error);

/* Fills which build of a program has the functions that are the keys. path: the program's. */
void KeysModule(_In_z_ const wchar_t *path, _In_reads_bytes_(size) const void *bytes, size_t size,
                _Out_ TableModule *module);

#ifdef __cplusplus
}
#endif
#endif
