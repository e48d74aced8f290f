#include "dep_file.h"

#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "jobs/pure/dep_rule.h"
#include "jobs/text/dep_text.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/pure/memory.h"

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
               ? DepFileFailed(failure, DEP_RULE_OWN_FILE)
               : S_OK;
}

HRESULT DepFileTake(DepFile *file, const TableCommand *command, Failure *failure)
{
    if (file->path == NULL)
        return S_OK;
    const wchar_t *const reason = DepRuleWrong(file->path, command);
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
    const wchar_t *const tail = DepFileTail(path);
    const size_t length = wcslen(directory), chars = length + 1 + wcslen(tail) + 1;
    const BOOL slashes = wcschr(directory, L'/') != NULL;
    wchar_t *const whole = MemoryAllocate(chars * sizeof *whole);
    if (whole == NULL) {
        text->failed = TRUE;
        return;
    }
    TextLine line = TextLineIn(whole, chars);
    TextAdd(&line, directory);
    if (length != 0 && directory[length - 1] != L'/' && directory[length - 1] != L'\\')
        TextAdd(&line, slashes ? L"/" : L"\\");
    wchar_t *at = whole + wcslen(whole);
    TextAdd(&line, tail);
    for (; slashes && *at != 0; at++)
        *at = *at == L'\\' ? L'/' : *at;
    DepPutTarget(text, whole);
    MemoryFree(whole);
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
        DepPutTarget(&text, file->output);
    else
        hr = DepFilePutTargets(file, table, &text, &isOurs);
    DepPutSources(&text, file->keys, file->values);
    if (FAILED(hr))
        FailureSystem(failure, PERFECTHASH_E_RUNTIME, file->path, (DWORD)hr);
    else if (text.failed)
        hr = FailureMemoryText(failure, file->path);
    else
        hr = isOurs ? DepFileFailed(failure, DEP_RULE_OWN_FILE) : DepFileReplace(file->path, &text, failure);
    Utf8Free(&text);
    return hr;
}
