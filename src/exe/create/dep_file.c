#include "dep_file.h"

#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "jobs/text/dep_text.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/pure/memory.h"

#define OURS L"the file is one that the rule is about"

static HRESULT DepFileFailed(Failure *failure, const wchar_t *reason)
{
    return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"--DepFile", reason, 0, 0, 0);
}

/* Returns where the values lie, as the command line has it. NULL: out of memory. */
static wchar_t *DepFileValues(const TableCommand *command)
{
    static const wchar_t suffix[] = L".values";
    const size_t chars = wcslen(command->keysPath) + ARRAYSIZE(suffix);
    wchar_t *const path = command->options.values == NULL ? MemoryAllocate(chars * sizeof *path) : NULL;
    if (path == NULL)
        return command->options.values != NULL ? TextCopy(command->options.values) : NULL;
    TextLine line = TextLineIn(path, chars);
    TextAdd(&line, command->keysPath);
    TextAdd(&line, suffix);
    return path;
}

/* Copies the paths that the rule is about, and refuses its own among them. */
static HRESULT DepFileCopy(DepFile *file, const TableCommand *command, Failure *failure)
{
    const wchar_t *const output = command->options.outputFile;
    const BOOL hasValues = command->options.solve.valueBits != 0;
    file->output = output != NULL ? TextCopy(output) : NULL;
    file->keys = TextCopy(command->keysPath);
    file->directory = TextCopy(command->outputDirectory);
    file->values = hasValues ? DepFileValues(command) : NULL;
    if (file->keys == NULL || file->directory == NULL || (hasValues && file->values == NULL) ||
        (output != NULL && file->output == NULL))
        return FailureMemoryText(failure, command->keysPath);
    return PathIsSame(file->path, file->keys) || PathIsSame(file->path, file->values) ||
                   PathIsSame(file->path, file->output)
               ? DepFileFailed(failure, OURS)
               : S_OK;
}

HRESULT DepFileTake(DepFile *file, const TableCommand *command, Failure *failure)
{
    const TableOptions *const options = &command->options;
    const wchar_t *const output = options->outputFile, *reason = NULL;
    const BOOL isFile = output != NULL ? wcscmp(output, L"-") != 0 : *command->outputDirectory != 0;
    if (file->path == NULL)
        return S_OK;
    if (*file->path == 0)
        reason = L"missing argument; expected the path of a file";
    else if (wcscmp(file->path, L"-") == 0)
        reason = TABLE_OPTION_NO_RULE;
    else if (!isFile || options->outputs == 0 || options->noFileIo || options->printOutputs)
        reason = TABLE_OPTION_NO_TARGET;
    else if (output != NULL && wcscmp(output, file->path) == 0)
        reason = L"-o names the same file";
    return reason != NULL ? DepFileFailed(failure, reason) : DepFileCopy(file, command, failure);
}

void DepFileFree(DepFile *file)
{
    TextFree(file->keys);
    TextFree(file->values);
    TextFree(file->directory);
    TextFree(file->output);
}

/* Returns where the last two components of a whole path begin: the table's folder and its file. */
static const wchar_t *DepFileTail(const wchar_t *path)
{
    const wchar_t *at = path + wcslen(path);
    for (int components = 0; at != path; at--)
        if ((at[-1] == L'\\' || at[-1] == L'/') && ++components == 2)
            break;
    return at;
}

/* Puts an output as a path beneath the directory, with the separators that this one has. */
static void DepFilePutTarget(Utf8Text *text, const wchar_t *directory, const wchar_t *path)
{
    const size_t length = wcslen(directory);
    const BOOL slashes = wcschr(directory, L'/') != NULL;
    wchar_t *const tail = TextCopy(DepFileTail(path));
    if (tail == NULL) {
        text->failed = TRUE;
        return;
    }
    for (wchar_t *at = tail; slashes && *at != 0; at++)
        *at = *at == L'\\' ? L'/' : *at;
    DepPutPath(text, directory);
    if (length != 0 && directory[length - 1] != L'/' && directory[length - 1] != L'\\')
        Utf8Put(text, slashes ? "/" : "\\");
    DepPutPath(text, tail);
    TextFree(tail);
}

/* Puts the outputs, of an array of texts, and finds out whether the rule's own file is one. */
static HRESULT DepFilePutTargets(const DepFile *file, IPerfectHashTable *table, Utf8Text *text, BOOL *isOurs)
{
    VARIANT files, each;
    VariantInit(&files);
    HRESULT hr = IPerfectHashTable_get_Files(table, &files);
    LONG last = -1;
    if (SUCCEEDED(hr))
        hr = SafeArrayGetUBound(V_ARRAY(&files), 1, &last);
    for (LONG i = 0; SUCCEEDED(hr) && i <= last; i++) {
        VariantInit(&each);
        hr = SafeArrayGetElement(V_ARRAY(&files), &i, &each);
        if (SUCCEEDED(hr)) {
            Utf8Put(text, i != 0 ? " " : "");
            DepFilePutTarget(text, file->directory, V_BSTR(&each));
            *isOurs = *isOurs || PathIsSame(file->path, V_BSTR(&each));
        }
        VariantClear(&each);
    }
    VariantClear(&files);
    return hr;
}

static DWORD DepFilePut(const wchar_t *path, const Utf8Text *text)
{
    DWORD written;
    const HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return GetLastError();
    const DWORD error =
        WriteFile(file, text->bytes, (DWORD)text->length, &written, NULL) ? ERROR_SUCCESS : GetLastError();
    CloseHandle(file);
    return error;
}

/* Writes the rule beside its place and puts it there, so that no half of it is ever seen. */
static HRESULT DepFileReplace(const wchar_t *path, const Utf8Text *text, Failure *failure)
{
    wchar_t *whole = NULL;
    DWORD error = PathExtend(path, &whole);
    wchar_t *const temporary = error == ERROR_SUCCESS ? PathTemporaryBeside(whole) : NULL;
    if (error == ERROR_SUCCESS)
        error = temporary != NULL ? DepFilePut(temporary, text) : ERROR_NOT_ENOUGH_MEMORY;
    if (error == ERROR_SUCCESS && !MoveFileExW(temporary, whole, MOVEFILE_REPLACE_EXISTING))
        error = GetLastError();
    if (error != ERROR_SUCCESS && temporary != NULL)
        DeleteFileW(temporary);
    TextFree(temporary);
    TextFree(whole);
    return error == ERROR_SUCCESS ? S_OK : FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, path, error);
}

HRESULT DepFileWrite(const DepFile *file, IPerfectHashTable *table, Failure *failure)
{
    Utf8Text text = {0};
    BOOL isOurs = FALSE;
    HRESULT hr = S_OK;
    if (file->output != NULL)
        DepPutPath(&text, file->output);
    else
        hr = DepFilePutTargets(file, table, &text, &isOurs);
    Utf8Put(&text, ": ");
    DepPutPath(&text, file->keys);
    if (file->values != NULL) {
        Utf8Put(&text, " ");
        DepPutPath(&text, file->values);
    }
    Utf8Put(&text, "\n");
    if (FAILED(hr))
        FailureSystem(failure, PERFECTHASH_E_RUNTIME, file->path, (DWORD)hr);
    else if (text.failed)
        hr = FailureMemoryText(failure, file->path);
    else
        hr = isOurs ? DepFileFailed(failure, OURS) : DepFileReplace(file->path, &text, failure);
    Utf8Free(&text);
    return hr;
}
