#include "context_requests.h"

#include <wchar.h>

#include <windows.h>
#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "com/object/errors.h"
#include "context_records.h"
#include "jobs/text/command_line.h"
#include "jobs/text/text.h"
#include "runtime/engine/shared_runtime.h"

/* The settings that a call begins with: copies, because another thread may change them. */
typedef struct Defaults {
    TableOptions options;
    wchar_t *outputDirectory;
} Defaults;

static HRESULT TakeDefaults(Context *context, Defaults *defaults)
{
    AcquireSRWLockShared(&context->lock);
    defaults->options = context->options;
    defaults->outputDirectory = TextCopy(context->baseOutputDirectory);
    ReleaseSRWLockShared(&context->lock);
    return defaults->outputDirectory != NULL ? S_OK : ErrorRaiseMemory(&context->object);
}

/* Returns the directory that the call gives, or otherwise that of the context. */
static const wchar_t *OutputDirectory(const wchar_t *given, const Defaults *defaults)
{
    return given != NULL && *given ? given : defaults->outputDirectory;
}

/* Returns the same for a table. An output that is one file has no folder by default. */
static const wchar_t *TableOutputDirectory(const wchar_t *given, const Defaults *defaults, const TableOptions *options)
{
    return options->outputFile != NULL ? given : OutputDirectory(given, defaults);
}

/* Says why there is no runtime. */
static HRESULT ContextRaiseRuntime(Context *context, DWORD error)
{
    const RuntimeOptions *options = &context->runtimeOptions;
    Failure failure;
    AcquireSRWLockShared(&context->lock);
    if (RuntimeNodesParse(options->numaNodes, options->simulatedNumaNodes, NULL) == ERROR_INVALID_PARAMETER) {
        wchar_t subject[80];
        swprintf(subject, ARRAYSIZE(subject), L"NumaNodes=%.60ls", options->numaNodes);
        FailureSet(&failure, PERFECTHASH_E_OPTION_VALUE, subject, L"this machine has no such node", 0, 0, 0);
    } else {
        FailureSystem(&failure, PERFECTHASH_E_RUNTIME, L"IocpContext", error);
    }
    ReleaseSRWLockShared(&context->lock);
    return ErrorRaise(&context->object, &failure);
}

/* Starts the job of one of the two requests. The first one takes the runtime. */
static HRESULT ContextStart(Context *context, const TableRequest *table, const BulkRequest *bulk, CoreJob *job)
{
    DWORD error = ERROR_SUCCESS;
    Failure failure;
    AcquireSRWLockExclusive(&context->lock);
    if (context->runtime == NULL)
        error = SharedRuntimeTake(&context->runtimeOptions, &context->runtime);
    ReleaseSRWLockExclusive(&context->lock);
    if (error != ERROR_SUCCESS)
        return ContextRaiseRuntime(context, error);
    JobNews *news = JobEventsNews(job->events);
    const HRESULT hr = table != NULL ? JobNewsStartTable(news, context->runtime, table, &job->any, &failure)
                                     : JobNewsStartBulk(news, context->runtime, bulk, &job->any, &failure);
    return SUCCEEDED(hr) ? S_OK : ErrorRaise(&context->object, &failure);
}

/* Checks the texts of a call. subject: its argument's name; wanted: as in ErrorCheckText. */
static HRESULT CheckCall(const Context *context, const ContextCall *call, const wchar_t *subject, const wchar_t *wanted)
{
    HRESULT hr = ErrorCheckText(&context->object, subject, call->subject, wanted);
    if (SUCCEEDED(hr))
        hr = ErrorCheckText(&context->object, L"targetDirectory", call->targetDirectory, NULL);
    return SUCCEEDED(hr) ? ErrorCheckText(&context->object, L"options", call->options, NULL) : hr;
}

/* ---- a table ---- */

/* Refuses 32-bit keys of which one needs more bytes than were asked for: 1 or 2. */
static HRESULT CheckNarrow(const uint32_t *keys, size_t count, DWORD keySizeInBytes, Failure *failure)
{
    for (size_t i = 0; i < count; i++)
        if (keys[i] >> 8 * keySizeInBytes != 0) {
            wchar_t subject[64];
            swprintf(subject, ARRAYSIZE(subject), L"keys, element %llu", (unsigned long long)i);
            return FailureSet(failure, PERFECTHASH_E_ARGUMENT, subject, L"it does not fit in --KeySizeInBytes", 0, 0,
                              0);
        }
    return S_OK;
}

void GivenKeysClose(GivenKeys *given)
{
    TextArrayFree(&given->texts);
    KeyArrayClose(&given->array);
}

static HRESULT TakeTexts(TableRequest *request, GivenKeys *given, Failure *failure)
{
    const HRESULT hr = TextArrayTake(&given->array, &given->texts, failure);
    if (FAILED(hr))
        return hr;
    const TextKeys keys = {given->texts.pool, given->texts.starts, given->texts.lengths, given->texts.count};
    given->textKeys = keys;
    request->texts = &given->textKeys;
    request->keyCount = keys.count;
    return S_OK;
}

/* Tells whether the keys of an argument are texts, by the options or by the keys. */
static ArrayKind KindOfKeys(const TableRequest *request, const KeyArray *array, Failure *failure)
{
    const TableOptions *options = &request->options;
    if (options->keyType != KeyTypeUnsaid)
        return options->keyType == KeyTypeText ? ArrayOfTexts : ArrayOfNumbers;
    return options->keySizeInBytes == 0 && !options->byteKeys ? TextArrayKind(array, failure) : ArrayOfNumbers;
}

HRESULT GivenKeysTake(const VARIANT *keys, TableRequest *request, GivenKeys *given, Failure *failure)
{
    KeyArray *const array = &given->array;
    const DWORD asked = request->options.keySizeInBytes;
    const BOOL narrow = asked == 1 || asked == 2;
    const ByteArrays bytes = request->options.byteKeys ? BytesAreKeys : BytesArePacked;
    HRESULT hr = KeyArrayOpen(keys, asked, bytes, L"keys", array, failure);
    if (FAILED(hr))
        return hr;
    const ArrayKind kind = KindOfKeys(request, array, failure);
    if (kind != ArrayOfNumbers)
        return kind == ArrayOfTexts ? TakeTexts(request, given, failure) : failure->code;
    request->keySizeInBytes = narrow ? sizeof(uint32_t) : asked;
    request->keyCount = array->count;
    hr = KeyArrayPack(array, &request->keySizeInBytes, &request->keys, failure);
    return SUCCEEDED(hr) && narrow ? CheckNarrow(request->keys, request->keyCount, asked, failure) : hr;
}

HRESULT GivenValuesCheck(size_t count, const TableRequest *request, Failure *failure)
{
    wchar_t reason[80];
    if (count == request->keyCount)
        return S_OK;
    swprintf(reason, ARRAYSIZE(reason), L"%llu values for %llu keys; expected a value for each key",
             (unsigned long long)count, (unsigned long long)request->keyCount);
    return FailureSet(failure, PERFECTHASH_E_ARGUMENT, L"values", reason, 0, 0, 0);
}

/* Says of a value what was said of it as a key. */
static HRESULT ValueRange(Failure *failure)
{
    wchar_t subject[FAILURE_SUBJECT_CHARS];
    wcscpy(subject, failure->subject);
    return FailureSet(failure, PERFECTHASH_E_ARGUMENT, subject, L"it does not fit in the 32 bits of a value", 0, 0, 0);
}

static uint32_t BitsOf(const uint32_t *values, size_t count)
{
    uint32_t all = 0;
    for (size_t i = 0; i < count; i++)
        all |= values[i];
    return all <= UINT8_MAX ? 8 : all <= UINT16_MAX ? 16 : 32;
}

/* Copies the values in their width, for a request that needs them until they are freed. */
static HRESULT NarrowValues(const uint32_t *values, size_t count, TableRequest *request, void **memory,
                            Failure *failure)
{
    const uint32_t needed = BitsOf(values, count);
    uint32_t *const bits = &request->options.solve.valueBits;
    *bits = *bits != 0 ? *bits : needed;
    for (size_t i = 0; i < count; i++)
        if (*bits < 32 && values[i] >> *bits != 0) {
            wchar_t subject[64];
            swprintf(subject, ARRAYSIZE(subject), L"values, element %llu", (unsigned long long)i);
            return FailureSet(failure, PERFECTHASH_E_ARGUMENT, subject, L"it does not fit in --ValueBits", 0, 0, 0);
        }
    uint8_t *narrow = HeapAlloc(GetProcessHeap(), 0, max(count, 1) * (*bits / 8));
    if (narrow == NULL)
        return FailureMemory(failure, L"values", count * (*bits / 8));
    for (size_t i = 0; i < count; i++)
        memcpy(narrow + i * (*bits / 8), &values[i], *bits / 8); /* little-endian, as the file is */
    *memory = narrow;
    request->values = narrow;
    return S_OK;
}

/* Gives the values of an argument to a request, which needs them until *memory is freed. */
static HRESULT TakeValues(const VARIANT *values, TableRequest *request, void **memory, Failure *failure)
{
    KeyArray array = {0};
    DWORD bytes = sizeof(uint32_t);
    const void *packed;
    HRESULT hr = KeyArrayOpen(values, bytes, BytesAreKeys, L"values", &array, failure);
    if (SUCCEEDED(hr))
        hr = GivenValuesCheck(array.count, request, failure);
    if (SUCCEEDED(hr))
        hr = KeyArrayPack(&array, &bytes, &packed, failure);
    if (hr == PERFECTHASH_E_KEY_RANGE)
        hr = ValueRange(failure);
    if (SUCCEEDED(hr))
        hr = NarrowValues(packed, array.count, request, memory, failure);
    KeyArrayClose(&array);
    return hr;
}

/*
 * Completes a table's request with the context's settings and the call's options and keys, and
 * starts it.
 */
static HRESULT CompleteTable(Context *context, TableRequest *request, const ContextCall *call, CoreJob *job)
{
    Defaults defaults;
    GivenKeys given = {0};
    ContextRecords records = {0};
    void *values = NULL;
    wchar_t **words = NULL;
    Failure failure;
    HRESULT hr = TakeDefaults(context, &defaults);
    if (FAILED(hr))
        return hr;
    request->options = defaults.options;
    hr = TableOptionsParse(call->options, &request->options, &words, &failure);
    if (SUCCEEDED(hr) && call->areRecords)
        hr = ContextRecordsTake(call->keys, call->values, request, &given, &records, &failure);
    else if (SUCCEEDED(hr) && call->keys != NULL)
        hr = GivenKeysTake(call->keys, request, &given, &failure);
    if (SUCCEEDED(hr) && call->values != NULL && !call->areRecords)
        hr = TakeValues(call->values, request, &values, &failure);
    if (FAILED(hr)) {
        hr = ErrorRaise(&context->object, &failure);
    } else {
        request->outputDirectory = TableOutputDirectory(call->targetDirectory, &defaults, &request->options);
        hr = ContextStart(context, request, NULL, job);
    }
    GivenKeysClose(&given);
    ContextRecordsFree(&records);
    if (values != NULL)
        HeapFree(GetProcessHeap(), 0, values);
    CommandLineFree(words);
    TextFree(defaults.outputDirectory);
    return hr;
}

HRESULT ContextStartTable(Context *context, const ContextCall *call, CoreJob *job)
{
    TableRequest request = {0};
    HRESULT hr;
    if (call->keys != NULL) {
        request.name = call->subject;
        hr = CheckCall(context, call, L"tableName", L"a table has a name");
    } else {
        request.keysPath = call->subject;
        hr = CheckCall(context, call, L"keysPath", L"expected the path of a keys file");
    }
    return FAILED(hr) ? hr : CompleteTable(context, &request, call, job);
}

HRESULT ContextStartLoad(Context *context, const ContextCall *call, CoreJob *job)
{
    TableRequest request = {.keysPath = call->subject, .loads = TRUE};
    const HRESULT hr = CheckCall(context, call, L"path", L"expected the path of a table file");
    TableOptionsDefault(&request.options);
    request.options.durable = ContextIsDurable(context);
    return FAILED(hr) ? hr : ContextStart(context, &request, NULL, job);
}

/* Starts the table that words ask for, which come without the program's name. */
static HRESULT StartTableWords(Context *context, int count, const wchar_t *const *words, const Defaults *defaults,
                               CoreJob *job)
{
    TableCommand command;
    Failure failure;
    if (FAILED(TableCommandParse(count, words, &defaults->options, &command, &failure)))
        return ErrorRaise(&context->object, &failure);
    const TableRequest request = {
        .keysPath = command.keysPath,
        .outputDirectory = TableOutputDirectory(command.outputDirectory, defaults, &command.options),
        .options = command.options,
    };
    const HRESULT hr = ContextStart(context, &request, NULL, job);
    TableCommandFree(&command);
    return hr;
}

/* ---- a bulk run ---- */

HRESULT ContextStartBulk(Context *context, const ContextCall *call, CoreJob *job)
{
    BulkRequest request = {.keysDirectory = call->subject};
    Defaults defaults;
    wchar_t **words = NULL;
    Failure failure;
    HRESULT hr = CheckCall(context, call, L"keysDirectory", L"expected the path of a directory of keys files");
    if (SUCCEEDED(hr))
        hr = TakeDefaults(context, &defaults);
    if (FAILED(hr))
        return hr;
    BulkOptionsDefault(&request.options);
    request.options.table = defaults.options;
    if (SUCCEEDED(BulkOptionsParse(call->options, &request.options, &words, &failure))) {
        request.outputDirectory = OutputDirectory(call->targetDirectory, &defaults);
        hr = ContextStart(context, NULL, &request, job);
        CommandLineFree(words);
    } else {
        hr = ErrorRaise(&context->object, &failure);
    }
    TextFree(defaults.outputDirectory);
    return hr;
}

static HRESULT ContextRequestsStartBulkWords(Context *context, int count, const wchar_t *const *words,
                                             const Defaults *defaults, CoreJob *job)
{
    BulkCommand command;
    Failure failure;
    if (FAILED(BulkCommandParse(count, words, &defaults->options, &command, &failure)))
        return ErrorRaise(&context->object, &failure);
    const BulkRequest request = {
        .keysDirectory = command.keysDirectory,
        .outputDirectory = OutputDirectory(command.outputDirectory, defaults),
        .options = command.options,
    };
    const HRESULT hr = ContextStart(context, NULL, &request, job);
    BulkCommandFree(&command);
    return hr;
}

/* ---- words ---- */

typedef HRESULT (*StartWords)(Context *context, int count, const wchar_t *const *words, const Defaults *defaults,
                              CoreJob *job);

static HRESULT StartByLine(Context *context, BSTR commandLine, StartWords start, CoreJob *job)
{
    int count;
    Defaults defaults;
    HRESULT hr = ErrorCheckText(&context->object, L"commandLine", commandLine, NULL);
    if (FAILED(hr))
        return hr;
    wchar_t **words = CommandLineSplit(commandLine != NULL ? commandLine : L"", &count);
    if (words == NULL)
        return ErrorRaiseMemory(&context->object);
    hr = TakeDefaults(context, &defaults);
    if (SUCCEEDED(hr))
        hr = start(context, count, (const wchar_t *const *)words, &defaults, job);
    TextFree(defaults.outputDirectory);
    CommandLineFree(words);
    return hr;
}

HRESULT ContextStartTableLine(Context *context, const ContextCall *call, CoreJob *job)
{
    return StartByLine(context, call->subject, StartTableWords, job);
}

HRESULT ContextStartBulkLine(Context *context, const ContextCall *call, CoreJob *job)
{
    return StartByLine(context, call->subject, ContextRequestsStartBulkWords, job);
}
