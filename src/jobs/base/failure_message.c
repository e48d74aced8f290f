/*
 * The mapping from Win32 codes to the HRESULTs of the contract, and the messages. The texts stand
 * in the message table of the module that this code is linked into, so each is written once, in
 * idl/PerfectHashErrors.mc.
 */
#include "failure_message.h"

#include <stdio.h>

#include "PerfectHashErrors.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"

#ifndef ERROR_DIRECTORY_NOT_SUPPORTED /* mingw-w64's headers lack these two */
#define ERROR_DIRECTORY_NOT_SUPPORTED 336L
#endif
#ifndef ERROR_DISK_QUOTA_EXCEEDED
#define ERROR_DISK_QUOTA_EXCEEDED 1295L
#endif

#define INSERTS 5u
#define NUMBER_CHARS 24u
#define SYSTEM_TEXT_CHARS 200u

/* The exact failures that replace a general one when Win32 gives this reason. */
static const struct {
    HRESULT general;
    DWORD systemError;
    HRESULT exact;
} refinements[] = {
    {PERFECTHASH_E_KEYS_UNREADABLE, ERROR_FILE_NOT_FOUND, PERFECTHASH_E_KEYS_NOT_FOUND},
    {PERFECTHASH_E_KEYS_UNREADABLE, ERROR_PATH_NOT_FOUND, PERFECTHASH_E_KEYS_NOT_FOUND},
    {PERFECTHASH_E_KEYS_UNREADABLE, ERROR_DIRECTORY_NOT_SUPPORTED, PERFECTHASH_E_KEYS_IS_DIRECTORY},
    {PERFECTHASH_E_VALUES_UNREADABLE, ERROR_FILE_NOT_FOUND, PERFECTHASH_E_VALUES_NOT_FOUND},
    {PERFECTHASH_E_VALUES_UNREADABLE, ERROR_PATH_NOT_FOUND, PERFECTHASH_E_VALUES_NOT_FOUND},
    {PERFECTHASH_E_OUTPUT_WRITE, ERROR_DISK_FULL, PERFECTHASH_E_DISK_FULL},
    {PERFECTHASH_E_OUTPUT_WRITE, ERROR_HANDLE_DISK_FULL, PERFECTHASH_E_DISK_FULL},
    {PERFECTHASH_E_OUTPUT_WRITE, ERROR_DISK_QUOTA_EXCEEDED, PERFECTHASH_E_DISK_FULL},
    {PERFECTHASH_E_OUTPUT_DIRECTORY, ERROR_DISK_FULL, PERFECTHASH_E_DISK_FULL},
    {PERFECTHASH_E_OUTPUT_DIRECTORY, ERROR_HANDLE_DISK_FULL, PERFECTHASH_E_DISK_FULL},
    {PERFECTHASH_E_OUTPUT_DIRECTORY, ERROR_DISK_QUOTA_EXCEEDED, PERFECTHASH_E_DISK_FULL},
    {PERFECTHASH_E_TABLE_UNREADABLE, ERROR_FILE_NOT_FOUND, PERFECTHASH_E_TABLE_NOT_FOUND},
    {PERFECTHASH_E_TABLE_UNREADABLE, ERROR_PATH_NOT_FOUND, PERFECTHASH_E_TABLE_NOT_FOUND},
    {PERFECTHASH_E_PACK_UNREADABLE, ERROR_FILE_NOT_FOUND, PERFECTHASH_E_PACK_NOT_FOUND},
    {PERFECTHASH_E_PACK_UNREADABLE, ERROR_PATH_NOT_FOUND, PERFECTHASH_E_PACK_NOT_FOUND},
};

HRESULT FailureSystem(Failure *failure, HRESULT code, const wchar_t *subject, DWORD systemError)
{
    for (size_t i = 0; i < ARRAYSIZE(refinements); i++) {
        if (refinements[i].general == code && refinements[i].systemError == systemError) {
            code = refinements[i].exact;
            break;
        }
    }
    FailureSet(failure, code, subject, NULL, 0, 0, 0);
    if (failure != NULL)
        failure->systemError = systemError;
    return code;
}

HRESULT FailureFile(Failure *failure, HRESULT code, const wchar_t *path, DWORD systemError)
{
    wchar_t looked[200] = L"";
    const HRESULT exact = FailureSystem(failure, code, path, systemError);
    if (exact != PERFECTHASH_E_KEYS_NOT_FOUND && exact != PERFECTHASH_E_VALUES_NOT_FOUND &&
        exact != PERFECTHASH_E_TABLE_NOT_FOUND && exact != PERFECTHASH_E_PACK_NOT_FOUND)
        return exact;
    wchar_t *full = PathFull(path);
    if (full != NULL && !TextSame(full, path))
        swprintf(looked, ARRAYSIZE(looked), L" (looked for at %.160ls)", full);
    TextFree(full);
    return FailureSet(failure, exact, path, looked, 0, 0, 0);
}

void FailureKept(Failure *failure, const wchar_t *name)
{
    if (failure == NULL || name == NULL)
        return;
    wchar_t more[ARRAYSIZE(failure->reason)];
    const BOOL first = *failure->reason == 0;
    swprintf(more, ARRAYSIZE(more), L"%ls %ls", first ? L" The new file is kept beside it as" : L" and", name);
    FailureAdd(failure, more);
}

HRESULT FailureLink(Failure *failure, const wchar_t *subject)
{
    return FailureSet(failure, PERFECTHASH_E_NOT_ALLOWED, subject, L"a link, which may lead out of the allowed roots",
                      0, 0, 0);
}

BOOL FailureIsOfStop(const Failure *failure)
{
    const DWORD error = failure->systemError;
    return failure->code == PERFECTHASH_E_CANCELLED ||
           (FAILED(failure->code) && (error == ERROR_OPERATION_ABORTED || error == ERROR_SHUTDOWN_IN_PROGRESS));
}

/* The system's words for a Win32 code on one line. */
static void SystemText(DWORD systemError, wchar_t *out, DWORD chars)
{
    const DWORD flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS | FORMAT_MESSAGE_MAX_WIDTH_MASK;
    DWORD length = FormatMessageW(flags, NULL, systemError, 0, out, chars, NULL);
    if (length == 0)
        length = (DWORD)max(
            0, swprintf(out, chars, (LONG)systemError < 0 ? L"error 0x%08lX." : L"Windows error %lu.", systemError));
    while (length != 0 && out[length - 1] <= L' ')
        length--;
    out[length] = 0;
}

static HMODULE OwnModule(void)
{
    HMODULE module = NULL;
    const DWORD flags = GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
    return GetModuleHandleExW(flags, (const wchar_t *)(const void *)refinements, &module) ? module : NULL;
}

void FailureText(const Failure *failure, wchar_t *out, size_t chars)
{
    if (chars == 0)
        return;
    if (failure->told) {
        FailureShorten(out, chars, failure->subject);
        TextOneLine(out);
        return;
    }
    wchar_t systemText[SYSTEM_TEXT_CHARS + ARRAYSIZE(failure->reason)],
        numbers[ARRAYSIZE(failure->numbers)][NUMBER_CHARS];
    const wchar_t *reason = failure->reason;
    if (failure->systemError != ERROR_SUCCESS) {
        SystemText(failure->systemError, systemText, SYSTEM_TEXT_CHARS);
        wcscat(systemText, failure->reason);
        reason = systemText;
    }
    DWORD_PTR inserts[INSERTS] = {(DWORD_PTR)failure->subject, (DWORD_PTR)reason};
    for (size_t i = 0; i < ARRAYSIZE(failure->numbers); i++) {
        swprintf(numbers[i], NUMBER_CHARS, L"%llu", failure->numbers[i]);
        inserts[2 + i] = (DWORD_PTR)numbers[i];
    }
    wchar_t text[FAILURE_SUBJECT_CHARS + 512];
    const DWORD flags = FORMAT_MESSAGE_FROM_HMODULE | FORMAT_MESSAGE_ARGUMENT_ARRAY;
    DWORD length =
        FormatMessageW(flags, OwnModule(), (DWORD)failure->code, 0, text, ARRAYSIZE(text), (va_list *)inserts);
    if (length == 0) {
        const wchar_t *separator = *reason != 0 ? L": " : L"";
        length = (DWORD)max(0, swprintf(text, ARRAYSIZE(text), L"%ls%ls%ls (0x%08lX)", failure->subject, separator,
                                        reason, (unsigned long)failure->code));
    }
    while (length != 0 && text[length - 1] <= L' ')
        length--;
    text[length] = 0;
    TextOneLine(text);
    FailureShorten(out, chars, text);
}
