#include "standard_input.h"

#include <wchar.h>

#include "PerfectHashErrors.h"
#include "interrupt.h"
#include "jobs/pure/option_take.h"
#include "jobs/pure/table_options.h"
#include "jobs/text/command_line.h"
#include "jobs/text/text.h"

#define STANDARD_INPUT L"standard input"

static const wchar_t *const theWord = L"-";

/* No keys file may have more bytes: who reads it says so. */
enum { ChunkBytes = 1 << 16 };
#define MOST_BYTES ((ULONGLONG)1 << 32)

/* ---- the temporary file ---- */

static DWORD StandardInputName(wchar_t path[MAX_PATH])
{
    wchar_t folder[MAX_PATH] = L""; /* the longest that GetTempFileNameW takes is shorter */
    const DWORD length = GetTempPathW(ARRAYSIZE(folder), folder);
    path[0] = 0;
    if (length >= ARRAYSIZE(folder))
        return ERROR_BUFFER_OVERFLOW;
    wcscpy(path, folder); /* for an error */
    return length != 0 && GetTempFileNameW(folder, L"phk", 0, path) != 0 ? ERROR_SUCCESS : GetLastError();
}

/* The system deletes it with the last handle, however the program ends. */
static HRESULT StandardInputMake(StandardInput *input, wchar_t path[MAX_PATH], HANDLE *written, Failure *failure)
{
    const DWORD share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    DWORD error = StandardInputName(path);
    if (error != ERROR_SUCCESS)
        return FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, path, error);
    *written = CreateFileW(path, GENERIC_WRITE, share, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_TEMPORARY, NULL);
    const HANDLE file = CreateFileW(path, DELETE, share, NULL, OPEN_EXISTING, FILE_FLAG_DELETE_ON_CLOSE, NULL);
    if (*written != INVALID_HANDLE_VALUE && file != INVALID_HANDLE_VALUE) {
        input->file = file;
        return S_OK;
    }
    error = GetLastError();
    if (*written != INVALID_HANDLE_VALUE)
        CloseHandle(*written);
    if (file != INVALID_HANDLE_VALUE)
        CloseHandle(file);
    else
        DeleteFileW(path);
    return FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, path, error);
}

/* ---- the bytes ---- */

/*
 * Returns whether the pipe is still open: its writer may write nothing for once, which is not its
 * end.
 */
static BOOL PipeGoesOn(HANDLE input)
{
    return GetFileType(input) == FILE_TYPE_PIPE && PeekNamedPipe(input, NULL, 0, NULL, NULL, NULL);
}

/* *bytes 0: the end. */
static HRESULT StandardInputRead(void *chunk, DWORD *bytes, Failure *failure)
{
    const HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
    BOOL done;
    do
        done = ReadFile(input, chunk, ChunkBytes, bytes, NULL);
    while (done && *bytes == 0 && PipeGoesOn(input));
    const DWORD error = done ? ERROR_SUCCESS : GetLastError();
    if (InterruptCame())
        return FailureSet(failure, PERFECTHASH_E_CANCELLED, STANDARD_INPUT, NULL, 0, 0, 0);
    if (error == ERROR_SUCCESS)
        return S_OK;
    *bytes = 0;
    return error == ERROR_BROKEN_PIPE || error == ERROR_HANDLE_EOF
               ? S_OK
               : FailureSystem(failure, PERFECTHASH_E_KEYS_UNREADABLE, STANDARD_INPUT, error);
}

static HRESULT StandardInputCopy(HANDLE to, const wchar_t *path, Failure *failure)
{
    static BYTE chunk[ChunkBytes];
    ULONGLONG all = 0;
    DWORD bytes, written;
    do {
        const HRESULT code = StandardInputRead(chunk, &bytes, failure);
        if (FAILED(code))
            return code;
        if (bytes != 0 && !WriteFile(to, chunk, bytes, &written, NULL))
            return FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, path, GetLastError());
        all += bytes;
    } while (bytes != 0 && all <= MOST_BYTES);
    return S_OK;
}

/* ---- the command ---- */

static HRESULT StandardInputTakeWord(void *context, size_t position, const wchar_t *word, Failure *failure)
{
    (void)failure;
    if (position == 0)
        *(const wchar_t **)context = word;
    return S_OK;
}

/* Returns the one of the words, which are sound, that is the keys file. */
static const wchar_t *StandardInputKeysPath(int count, const wchar_t *const *words)
{
    TableOptions options;
    const wchar_t *keysPath = NULL;
    TableOptionsDefault(&options);
    const OptionGroup group = TableOptionsGroup(&options);
    OptionTakeAll(&group, 1, count, words, StandardInputTakeWord, &keysPath, NULL);
    return keysPath;
}

/*
 * The options come first: behind the words they might be none. What the words say of them counts.
 */
static HRESULT StandardInputLine(StandardInput *input, int count, const wchar_t *const *words, const wchar_t *path,
                                 Failure *failure)
{
    enum { Added = 2 };
    const wchar_t *keysPath = StandardInputKeysPath(count, words);
    const wchar_t **all = (const wchar_t **)HeapAlloc(GetProcessHeap(), 0, ((size_t)count + Added) * sizeof *all);
    if (all != NULL) {
        all[0] = L"--KeysName=" STANDARD_INPUT;
        all[1] = L"--Name=Keys";
        for (int i = 0; i < count; i++)
            all[Added + i] = words[i] == keysPath ? path : words[i];
        input->line = CommandLineJoin(count + Added, all);
        HeapFree(GetProcessHeap(), 0, (void *)all);
    }
    return input->line != NULL ? S_OK : FailureMemoryText(failure, L"command line");
}

static HRESULT StandardInputSave(StandardInput *input, int count, const wchar_t *const *words, Failure *failure)
{
    wchar_t path[MAX_PATH];
    HANDLE written = INVALID_HANDLE_VALUE;
    HRESULT code = StandardInputMake(input, path, &written, failure);
    if (FAILED(code))
        return code;
    code = StandardInputCopy(written, path, failure);
    CloseHandle(written);
    if (SUCCEEDED(code))
        code = StandardInputLine(input, count, words, path, failure);
    return code;
}

/* Do the words ask for it? Values can't lie beside it. */
static HRESULT StandardInputIsAsked(int count, const wchar_t *const *words, BOOL *asked, Failure *failure)
{
    TableOptions defaults;
    TableCommand command;
    TableOptionsDefault(&defaults);
    HRESULT code = TableCommandParse(count, words, &defaults, &command, failure);
    if (FAILED(code))
        return code;
    *asked = wcscmp(command.keysPath, theWord) == 0;
    if (*asked && command.options.solve.valueBits != 0 && command.options.values == NULL)
        code = FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"--ValueBits",
                          L"it goes with --Values, as no file lies beside standard input", 0, 0, 0);
    TableCommandFree(&command);
    return code;
}

HRESULT StandardInputTake(StandardInput *input, int count, const wchar_t *const *words, BOOL detaches, Failure *failure)
{
    const StandardInput none = {NULL, NULL};
    BOOL asked = FALSE;
    *input = none;
    HRESULT code = StandardInputIsAsked(count, words, &asked, failure);
    if (SUCCEEDED(code) && asked && detaches)
        code = FailureSet(failure, PERFECTHASH_E_ARGUMENT, L"--Detach",
                          L"keys from standard input are there as long as the client is", 0, 0, 0);
    if (SUCCEEDED(code) && asked)
        code = StandardInputSave(input, count, words, failure);
    if (FAILED(code))
        StandardInputClose(input);
    return code;
}

void StandardInputClose(StandardInput *input)
{
    TextFree(input->line);
    if (input->file != NULL)
        CloseHandle(input->file);
    input->line = NULL;
    input->file = NULL;
}
