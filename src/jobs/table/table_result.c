/*
 * See table_result.h. Load and Save block: they serve a caller's own thread, which has no
 * completion port to wait at.
 */
#include "table_result.h"

#include <wchar.h>

#include "PerfectHashErrors.h"
#include "jobs/base/block.h"
#include "jobs/pure/keys_file.h"
#include "jobs/pure/table_names.h"
#include "jobs/pure/table_options.h"
#include "jobs/text/text.h"
#include "read_check.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"
#include "runtime/files/blocking_file.h"
#include "runtime/files/file_compare.h"
#include "runtime/files/replace.h"
#include "runtime/pure/atomic.h"
#include "table_ranges.h"

static DWORD TableFileAt(const TableResult *result)
{
    static const wchar_t tableFile[] = L".pht";
    const size_t suffix = ARRAYSIZE(tableFile) - 1;
    DWORD at = 0;
    for (; at < result->fileCount; at++) {
        const wchar_t *file = result->files[at];
        const size_t length = file != NULL ? wcslen(file) : 0;
        if (length > suffix && wcscmp(file + length - suffix, tableFile) == 0)
            break;
    }
    return at;
}

const wchar_t *TableResultFile(const TableResult *result)
{
    const DWORD at = TableFileAt(result);
    return at < result->fileCount ? result->files[at] : NULL;
}

wchar_t *TableResultTakeFile(TableResult *result)
{
    const DWORD at = TableFileAt(result);
    if (at == result->fileCount)
        return NULL;
    wchar_t *file = result->files[at];
    result->files[at] = result->files[--result->fileCount];
    result->files[result->fileCount] = NULL;
    return file;
}

void TableResultHold(TableResult *result)
{
    RefCountHold(&result->references);
}

void TableResultRelease(TableResult *result)
{
    if (result == NULL || RefCountRelease(&result->references) != 0)
        return;
    BlockFree(result->image);
    BlockFree(AtomicReadPointer(&result->ranges));
    BlockFree(result->records);
    for (DWORD i = 0; i < ARRAYSIZE(result->files); i++)
        TextFree(result->files[i]);
    TextFree(result->name);
    TextFree(result->outputDirectory);
    Win32Free(result);
}

HRESULT TableResultRead(HANDLE file, ULONGLONG offset, ULONGLONG bytes, const wchar_t *subject, HRESULT unreadable,
                        void **image, Failure *failure)
{
    ReadCheck check;
    ReadCheckTable(&check);
    *image = NULL;
    DWORD error = BlockingCheck(file, offset, bytes, &check.check);
    if (check.error.status != ChmOk)
        return FailureChm(failure, subject, &check.error);
    void *memory = error == ERROR_SUCCESS ? BlockAllocate((size_t)bytes) : NULL;
    if (error == ERROR_NOT_ENOUGH_MEMORY || (error == ERROR_SUCCESS && memory == NULL))
        return FailureMemory(failure, subject, bytes);
    if (error == ERROR_SUCCESS)
        error = BlockingRead(file, offset, memory, (size_t)bytes);
    if (error == ERROR_SUCCESS) {
        *image = memory;
        return S_OK;
    }
    BlockFree(memory);
    return FailureFile(failure, unreadable, subject, error);
}

/* The bytes of a table file in a block of their own. */
static HRESULT ReadImage(const wchar_t *path, void **image, size_t *size, Failure *failure)
{
    wchar_t *extended = PathExtended(path);
    if (extended == NULL)
        return FailureFile(failure, PERFECTHASH_E_TABLE_UNREADABLE, path, ERROR_INVALID_NAME);
    HANDLE file;
    ULONGLONG bytes = 0;
    const DWORD error = BlockingOpen(extended, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, &file, &bytes);
    TextFree(extended);
    if (error == ERROR_NOT_SUPPORTED)
        return FailureSet(failure, PERFECTHASH_E_TABLE_UNREADABLE, path, L"it is not a file.", 0, 0, 0);
    if (error != ERROR_SUCCESS)
        return FailureFile(failure, PERFECTHASH_E_TABLE_UNREADABLE, path, error);
    HRESULT code;
    void *memory = NULL;
    if (bytes == 0) {
        code = FailureSet(failure, PERFECTHASH_E_TABLE_MALFORMED, path, L"it is empty", 0, 0, 0);
    } else if (bytes > TABLE_IMAGE_BYTES_HERE) {
        code = FailureSet(failure, PERFECTHASH_E_TABLE_MALFORMED, path, L"no table is that large",
                          TABLE_IMAGE_BYTES_HERE, 0, 0);
    } else {
        code = TableResultRead(file, 0, bytes, path, PERFECTHASH_E_TABLE_UNREADABLE, &memory, failure);
    }
    CloseHandle(file);
    *image = memory;
    *size = (size_t)bytes;
    return code;
}

/* Notes of a table of text keys what both kinds of tables have. */
static void NoteText(const TextView *text, TableView *view)
{
    memset(view, 0, sizeof *view);
    view->image = text->image;
    view->imageBytes = text->imageBytes;
    memcpy(view->name, text->name, sizeof view->name);
    view->layout = LayoutText;
    view->version = TABLE_VERSION;
    view->keyCount = text->table.keyCount;
    view->keysHash = text->table.keysHash;
    view->optionsDigest = text->optionsDigest;
    view->rngSeed = text->rngSeed;
}

typedef ChmStatus (*Opener)(const void *image, size_t imageBytes, TableView *out, ChmError *error);

/* Opens the result's image as what its header says. */
static ChmStatus TableResultOpenImage(TableResult *result, Opener open, size_t imageBytes, ChmError *error)
{
    if (!TextImageIs(result->image, imageBytes))
        return open(result->image, imageBytes, &result->view, error);
    const ChmStatus status = open == TableOpenSealed
                                 ? TextImageOpenSealed(result->image, imageBytes, &result->text, error)
                                 : TextImageOpen(result->image, imageBytes, &result->text, error);
    if (status == ChmOk)
        NoteText(&result->text, &result->view);
    return status;
}

static HRESULT TableResultOpenWith(Opener open, void *image, size_t imageBytes, const wchar_t *name,
                                   const wchar_t *subject, TableResult **out, Failure *failure)
{
    TableResult *result = Win32Allocate(sizeof *result);
    if (result == NULL) {
        BlockFree(image);
        return FailureMemory(failure, subject, sizeof *result);
    }
    RefCountInit(&result->references);
    result->image = image;
    ChmError error = {ChmOk, NULL, {0}};
    HRESULT code = S_OK;
    if (TableResultOpenImage(result, open, imageBytes, &error) != ChmOk) {
        code = FailureChm(failure, subject, &error);
    } else {
        result->name = name != NULL ? TextCopy(name) : TextFromUtf8(result->view.name);
        result->outputDirectory = TextCopy(NULL);
        if (result->name == NULL || result->outputDirectory == NULL)
            code = FailureMemory(failure, subject, sizeof result->view.name);
    }
    if (FAILED(code))
        TableResultRelease(result);
    else
        *out = result;
    return code;
}

HRESULT TableResultOpen(void *image, size_t imageBytes, const wchar_t *name, const wchar_t *subject, TableResult **out,
                        Failure *failure)
{
    return TableResultOpenWith(TableOpen, image, imageBytes, name, subject, out, failure);
}

HRESULT TableResultOfSealed(void *image, size_t imageBytes, const wchar_t *name, const wchar_t *subject,
                            TableResult **out, Failure *failure)
{
    return TableResultOpenWith(TableOpenSealed, image, imageBytes, name, subject, out, failure);
}

/* The file that a table was loaded from is its one file. */
static BOOL NoteFile(TableResult *result, const wchar_t *path)
{
    wchar_t *full = PathFull(path), *folder = TextCopy(full);
    if (full == NULL || folder == NULL) {
        TextFree(full);
        TextFree(folder);
        return FALSE;
    }
    folder[PathNameOf(folder) - folder] = 0;
    const size_t length = wcslen(folder);
    if (length > 3 && folder[length - 1] == L'\\') /* but the root of a drive keeps its backslash */
        folder[length - 1] = 0;
    TextFree(result->outputDirectory);
    result->outputDirectory = folder;
    result->files[0] = full;
    result->fileCount = 1;
    return TRUE;
}

static HRESULT ResultOfFile(Opener open, void *image, size_t imageBytes, const wchar_t *path, TableResult **out,
                            Failure *failure)
{
    HRESULT code = TableResultOpenWith(open, image, imageBytes, NULL, path, out, failure);
    if (SUCCEEDED(code) && !NoteFile(*out, path)) {
        TableResultRelease(*out);
        *out = NULL;
        code = FailureMemory(failure, path, MAX_PATH * sizeof(wchar_t));
    }
    return code;
}

HRESULT TableResultOfFile(void *image, size_t imageBytes, const wchar_t *path, TableResult **out, Failure *failure)
{
    return ResultOfFile(TableOpenSealed, image, imageBytes, path, out, failure);
}

HRESULT TableResultLoad(const wchar_t *path, TableResult **out, Failure *failure)
{
    void *image = NULL;
    size_t size = 0;
    const HRESULT code = ReadImage(path, &image, &size, failure);
    return SUCCEEDED(code) ? ResultOfFile(TableOpen, image, size, path, out, failure) : code;
}

/* Writes the image, to the disk where the result is durable. */
static DWORD TableResultWrite(HANDLE file, const void *context)
{
    const TableResult *const result = context;
    const DWORD error = BlockingWrite(file, result->view.image, result->view.imageBytes);
    return error == ERROR_SUCCESS && result->durable ? ReplaceFlush(file) : error;
}

/* The bytes are there: of a durable result they are on the disk from now on. */
static BOOL TableResultIsSaved(const TableResult *result, const wchar_t *target)
{
    return FileIsSame(target, NULL, result->view.image, result->view.imageBytes) &&
           (!result->durable || ReplaceFlushPath(target) == ERROR_SUCCESS);
}

HRESULT TableResultSave(const TableResult *result, const wchar_t *path, Failure *failure)
{
    wchar_t *extended = PathExtended(path), *kept = NULL;
    wchar_t *temporary = extended != NULL ? PathTemporaryBeside(extended) : NULL;
    const BOOL same = temporary != NULL && TableResultIsSaved(result, extended);
    DWORD error = temporary == NULL ? ERROR_INVALID_NAME : same ? ERROR_SUCCESS : ReplaceBlocking(NULL, extended);
    if (error == ERROR_SUCCESS && !same)
        error = ReplaceWritten(extended, temporary, TableResultWrite, result, &kept);
    if (error == ERROR_SUCCESS && result->durable)
        error = ReplaceFlushName(extended);
    const HRESULT code =
        error == ERROR_SUCCESS ? S_OK : FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, path, error);
    FailureKept(failure, kept != NULL ? PathNameOf(kept) : NULL);
    TextFree(kept);
    TextFree(temporary);
    TextFree(extended);
    return code;
}

/* options: with the result's records. */
static SourceInput TableResultInput(const TableResult *result, const SourceOptions *options)
{
    const BOOL isText = TableResultIsText(result);
    const SourceInput input = {.table = isText ? NULL : &result->view,
                               .texts = isText ? &result->text.table : NULL,
                               .name = result->view.name,
                               .options = options};
    return input;
}

static SourceOptions TableResultWithRecords(const TableResult *result, const SourceOptions *options)
{
    SourceOptions all = *options;
    all.records = result->records;
    return all;
}

const char *TableResultRefuses(const TableResult *result, const OutputForm *form, const SourceOptions *options)
{
    const SourceOptions all = TableResultWithRecords(result, options);
    const SourceInput input = TableResultInput(result, &all);
    return OutputRefuses(form, &input);
}

size_t TableResultTextBound(const TableResult *result, const OutputForm *form, const SourceOptions *options)
{
    const SourceOptions all = TableResultWithRecords(result, options);
    const SourceInput input = TableResultInput(result, &all);
    return OutputBound(form, &input);
}

BOOL TableResultTextOn(const TableResult *result, const OutputForm *form, const SourceOptions *options, Work *work,
                       SourceText *text)
{
    const SourceOptions all = TableResultWithRecords(result, options);
    const SourceInput input = TableResultInput(result, &all);
    return form->write(&input, work, text);
}

/* Says which languages there are. */
static HRESULT TableResultNoLanguage(const wchar_t *language, Failure *failure)
{
    wchar_t reason[ARRAYSIZE(failure->reason)], word[32];
    TextLine line = TextLineIn(reason, ARRAYSIZE(reason));
    TextAdd(&line, L"the languages are c");
    for (size_t i = 0; i < OutputForms; i++) {
        if (outputForms[i].write == NULL)
            continue;
        const char *const words = outputForms[i].languages;
        size_t end = strlen(words) - 1, begin = end; /* the last word's */
        while (begin != 0 && words[begin - 1] != ' ')
            begin--;
        swprintf(word, ARRAYSIZE(word), L", %.*hs", (int)(end - begin), words + begin);
        TextAdd(&line, word);
    }
    return FailureSet(failure, PERFECTHASH_E_ARGUMENT, language, reason, 0, 0, 0);
}

/* Gives the floors that a header of the table has; NULL: it has none. */
static HRESULT TableResultFloors(TableResult *result, const RangesSorted **floors, Failure *failure)
{
    const Ranges *ranges;
    *floors = NULL;
    if (!result->floors || result->view.keys == NULL)
        return S_OK;
    const HRESULT code = TableResultRanges(result, &ranges, failure);
    if (FAILED(code))
        return code;
    if (ranges->sorted.positions != NULL && SourceIsOverImage(&result->view, false))
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, result->name, KEYS_RANGES_ORDER, 0, 0, 0);
    *floors = &ranges->sorted;
    return S_OK;
}

void TableModuleBuildId(const TableModule *module, wchar_t *out)
{
    static const TableModule none;
    GUID id;
    out[0] = 0;
    if (module == NULL || memcmp(module->buildId, none.buildId, sizeof none.buildId) == 0)
        return;
    const BYTE *const end = module->buildId + 8;
    memcpy(&id, module->buildId, sizeof id);
    swprintf(out, TableBuildIdChars, L"%08lX%04X%04X%02X%02X%02X%02X%02X%02X%02X%02X%lX", id.Data1, id.Data2, id.Data3,
             end[0], end[1], end[2], end[3], end[4], end[5], end[6], end[7], (unsigned long)module->buildAge);
}

HRESULT TableResultSource(TableResult *result, const wchar_t *language, BOOL contains, char **out, size_t *bytes,
                          Failure *failure)
{
    char word[64], stem[PATH_NAME_CHARS];
    TextToUtf8(language != NULL && wcslen(language) < sizeof word / 4 ? language : L"", word, sizeof word);
    const OutputForm *const form = OutputOfLanguage(word);
    if (form == NULL)
        return TableResultNoLanguage(language, failure);
    if (contains && !TableResultIsText(result) && result->view.keys == NULL)
        return FailureSet(failure, PERFECTHASH_E_TABLE_WITHOUT_KEYS, result->name, NULL, 0, 0, 0);
    TableStem(result->name, &result->names, stem);
    SourceOptions options = {.contains = contains != FALSE, .stem = stem, .names = &result->names};
    const HRESULT floors = TableResultFloors(result, &options.floors, failure);
    if (FAILED(floors))
        return floors;
    const char *const refused = TableResultRefuses(result, form, &options);
    if (refused != NULL)
        return OutputRefused(form->output, refused, failure);
    const size_t bound = TableResultTextBound(result, form, &options);
    Work work = WorkAll();
    SourceText text = {.out = HeapAlloc(GetProcessHeap(), 0, bound + 1)};
    if (text.out == NULL)
        return FailureMemory(failure, result->name, bound + 1);
    TableResultTextOn(result, form, &options, &work, &text);
    *bytes = text.length;
    text.out[text.length] = 0;
    *out = text.out;
    return S_OK;
}

ULONGLONG TableResultDataBytes(const TableResult *result)
{
    const TableView *view = &result->view;
    return TableResultIsText(result) ? view->imageBytes - TABLE_HEADER_BYTES : TableDataBytes(view);
}

SolveCost TableResultCost(const TableResult *result)
{
    const SolveStatistics *from = &result->statistics;
    const ULONGLONG nsAMicrosecond = 1000;
    const SolveCost cost = {from->attempts,
                            from->setups,
                            from->rejected,
                            from->setupNs / nsAMicrosecond,
                            from->attemptNs / nsAMicrosecond,
                            from->assignNs / nsAMicrosecond,
                            from->verifyNs / nsAMicrosecond,
                            from->scatterNs / nsAMicrosecond};
    return cost;
}
