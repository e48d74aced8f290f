/* A finished table: its image and what is known about it. Read-only and counted; any thread. */
#ifndef JOBS_TABLE_RESULT_H
#define JOBS_TABLE_RESULT_H

#include "annotations.h"
#include "chm01/output/outputs.h"
#include "chm01/solver/solver.h"
#include "chm01/table/table.h"
#include "chm01/text/text_image.h"
#include "jobs/base/failure_message.h"
#include "runtime/pure/ref_count.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct TableResult {
    RefCount references;
    void *image;           /* a block, see block.h */
    void *volatile ranges; /* of table_ranges.h: a block, or NULL until somebody asks */
    /*
     * For a table of text keys the view has only its image, name, counts, hash and digest, and the
     * layout is LayoutText. Only `text` looks its keys up.
     */
    TableView view;
    TextView text;
    Records *records;            /* that its header has, a block; NULL: there are none */
    SourceNames names;           /* of its source code; a loaded table has the defaults */
    BOOL floors;                 /* its C header has <Name>FindFloor: it was made with --Ranges */
    wchar_t *name;               /* as the user knows it: the keys file's base name or the name that was given */
    wchar_t *outputDirectory;    /* the folder the files are in; "" when none were written */
    wchar_t *files[OutputForms]; /* whole paths of what was written; fileCount of them */
    DWORD fileCount;
    ULONGLONG bytesWritten;      /* of these files; 0 for a table that was there already */
    SolveStatistics statistics;  /* zero for a loaded table */
    BOOL durable;                /* what TableResultSave writes is on the disk when it returns */
    BOOL reused;                 /* it was there already and current: see TableRequest.resume and loads */
    ULONGLONG solveMicroseconds; /* first attempt to verified table; 0 for a loaded one */
} TableResult;

/* Are the keys text? Else they are numbers. */
static inline BOOL TableResultIsText(_In_ const TableResult *result)
{
    return result->view.layout == LayoutText;
}

/*
 * The cost of a table: that of all lanes together, so it differs from run to run. All zero for a
 * loaded table.
 */
typedef struct SolveCost {
    ULONGLONG attempts, setups, rejected;
    ULONGLONG setupMicroseconds, attemptMicroseconds, assignMicroseconds, verifyMicroseconds, scatterMicroseconds;
} SolveCost;
SolveCost TableResultCost(_In_ const TableResult *result);
/* The whole path of the table file (.pht) among what was written, or NULL. */
_Ret_maybenull_z_ const wchar_t *TableResultFile(_In_ const TableResult *result);
/* The same, given to the caller (TextFree), by the only one who has the result. */
_Ret_maybenull_z_ wchar_t *TableResultTakeFile(_Inout_ TableResult *result);

/*
 * Bytes of the lookup data: slots, directory and payload, without keys and header; of text keys,
 * which lookups compare, all but the header.
 */
ULONGLONG TableResultDataBytes(_In_ const TableResult *result);

void TableResultHold(_Inout_ TableResult *result);
void TableResultRelease(_Inout_opt_ TableResult *result); /* NULL is allowed */

/*
 * Makes a result over an image in a block of its own. The result owns the image from the call on,
 * also when the call fails. A NULL `name` stands for the one in the image. `subject` is the input
 * that errors are about.
 */
HRESULT TableResultOpen(_In_reads_bytes_(imageBytes) void *image, size_t imageBytes, _In_opt_z_ const wchar_t *name,
                        _In_z_ const wchar_t *subject, _Outptr_ TableResult **out, _Inout_opt_ Failure *failure);
/* The same over an image whose checksum holds, see TableOpenSealed. */
HRESULT TableResultOfSealed(_In_reads_bytes_(imageBytes) void *image, size_t imageBytes, _In_opt_z_ const wchar_t *name,
                            _In_z_ const wchar_t *subject, _Outptr_ TableResult **out, _Inout_opt_ Failure *failure);

/*
 * The most bytes that anybody should allocate for an image: far above any table of CHM_MAX_KEYS
 * keys.
 */
#define TABLE_MAX_IMAGE_BYTES ((ULONGLONG)1 << 36)
/* The most bytes of an image that a block of this process can hold: 2 GiB in one of 32 bits. */
#define TABLE_IMAGE_BYTES_HERE (sizeof(size_t) == 8 ? TABLE_MAX_IMAGE_BYTES : (ULONGLONG)MAXLONG)

/*
 * As TableResultOfSealed over the bytes of the table file at that path, which becomes the table's
 * one file.
 */
HRESULT TableResultOfFile(_In_reads_bytes_(imageBytes) void *image, size_t imageBytes, _In_z_ const wchar_t *path,
                          _Outptr_ TableResult **out, _Inout_opt_ Failure *failure);
/*
 * Reads a table's bytes from an open file into a block; nothing that its header and its size don't
 * bear out is read whole. unreadable: the code where the file can't be read. Blocks, as the next
 * two do.
 */
HRESULT TableResultRead(HANDLE file, ULONGLONG offset, ULONGLONG bytes, _In_z_ const wchar_t *subject,
                        HRESULT unreadable, _Outptr_ void **image, _Inout_opt_ Failure *failure);
/* Reads and checks a table file. Blocks the caller's thread; never called on a worker. */
HRESULT TableResultLoad(_In_z_ const wchar_t *path, _Outptr_ TableResult **out, _Inout_opt_ Failure *failure);
/*
 * Writes the table file to path (temporary name, then rename; of a durable result both are on the
 * disk). Blocks the caller's thread.
 */
HRESULT TableResultSave(_In_ const TableResult *result, _In_z_ const wchar_t *path, _Inout_opt_ Failure *failure);
/*
 * Checks the bytes again, and looks every key up that is in the table: *keys of them, 0 where it
 * has none. Blocks.
 */
HRESULT TableResultVerify(_In_ const TableResult *result, _Out_ ULONGLONG *keys, _Inout_opt_ Failure *failure);
/* OutputRefuses of one of the outputs, with the result's records. */
_Ret_maybenull_z_ const char *TableResultRefuses(_In_ const TableResult *result, _In_ const OutputForm *form,
                                                 _In_ const SourceOptions *options);

/* OutputBound of one of the outputs' texts, and its writer; the records are the result's. */
size_t TableResultTextBound(_In_ const TableResult *result, _In_ const OutputForm *form,
                            _In_ const SourceOptions *options);
BOOL TableResultTextOn(_In_ const TableResult *result, _In_ const OutputForm *form, _In_ const SourceOptions *options,
                       _Inout_ Work *work, _Inout_ SourceText *text);

enum { TableBuildIdChars = 48 };

/* Writes the build id of a program as symbol servers name folders; "": it has none. */
void TableModuleBuildId(_In_opt_ const TableModule *module, _Out_writes_z_(TableBuildIdChars) wchar_t *out);

/*
 * The table as source text (UTF-8, terminated, HeapAlloc'ed from the process heap). language: a
 * word of outputForms, in any case of letters.
 */
HRESULT TableResultSource(_Inout_ TableResult *result, _In_opt_z_ const wchar_t *language, BOOL contains,
                          _Outptr_result_buffer_(*bytes) char **out, _Out_ size_t *bytes, _Inout_opt_ Failure *failure);

#ifdef __cplusplus
}
#endif
#endif
