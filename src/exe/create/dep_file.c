#include "dep_file.h"

#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "jobs/text/dep_text.h"
#include "jobs/text/text.h"

HRESULT DepFileTake(DepFile *file, const TableCommand *command, Failure *failure)
{
    const TableOptions *const options = &command->options;
    const wchar_t *const output = options->outputFile, *reason = NULL;
    const BOOL isFile = output != NULL ? wcscmp(output, L"-") != 0 : *command->outputDirectory != 0;
    if (file->path == NULL)
        return S_OK;
    if (*file->path == 0)
        reason = L"missing argument; expected the path of a file";
    else if (!isFile || options->outputs == 0 || options->noFileIo || options->printOutputs)
        reason = L"nothing is written, so that the rule has no target";
    else if (output != NULL && wcscmp(output, file->path) == 0)
        reason = L"-o names the same file";
    if (reason != NULL)
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"--DepFile", reason, 0, 0, 0);
    if (output != NULL) {
        file->output = TextCopy(output);
        if (file->output == NULL)
            return FailureMemoryText(failure, output);
    }
    file->keys = TextCopy(command->keysPath);
    file->directory = TextCopy(command->outputDirectory);
    file->hasValues = options->solve.valueBits != 0;
    if (options->values != NULL)
        file->values = TextCopy(options->values);
    return file->keys != NULL && file->directory != NULL && (options->values == NULL || file->values != NULL)
               ? S_OK
               : FailureMemoryText(failure, command->keysPath);
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

/* Puts the outputs, of an array of texts. */
static HRESULT DepFilePutTargets(Utf8Text *text, const wchar_t *directory, IPerfectHashTable *table)
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
            DepFilePutTarget(text, directory, V_BSTR(&each));
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

HRESULT DepFileWrite(const DepFile *file, IPerfectHashTable *table, Failure *failure)
{
    Utf8Text text = {0};
    HRESULT hr = S_OK;
    if (file->output != NULL)
        DepPutPath(&text, file->output);
    else
        hr = DepFilePutTargets(&text, file->directory, table);
    Utf8Put(&text, ": ");
    DepPutPath(&text, file->keys);
    if (file->hasValues) {
        Utf8Put(&text, " ");
        DepPutPath(&text, file->values != NULL ? file->values : file->keys);
        Utf8Put(&text, file->values != NULL ? "" : ".values");
    }
    Utf8Put(&text, "\n");
    if (FAILED(hr)) {
        FailureSystem(failure, PERFECTHASH_E_RUNTIME, file->path, (DWORD)hr);
    } else if (text.failed) {
        hr = FailureMemoryText(failure, file->path);
    } else {
        const DWORD error = DepFilePut(file->path, &text);
        hr = error == ERROR_SUCCESS ? S_OK : FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, file->path, error);
    }
    Utf8Free(&text);
    return hr;
}
