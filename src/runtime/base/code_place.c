#include "code_place.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

enum { PathChars = 1024 };

static void CodeModuleName(HMODULE handle, char *out, int capacity)
{
    wchar_t path[PathChars];
    const DWORD chars = GetModuleFileNameW(handle, path, PathChars);
    const wchar_t *separator = chars != 0 && chars < PathChars ? wcsrchr(path, L'\\') : NULL;
    const wchar_t *name = separator != NULL ? separator + 1 : L"module";
    if (WideCharToMultiByte(CP_UTF8, 0, name, -1, out, capacity, NULL, NULL) == 0)
        out[capacity - 1] = 0; /* cut short */
}

void CodeModuleTake(CodeModule *module)
{
    const DWORD flags = GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
    HMODULE handle;
    memset(module, 0, sizeof *module);
    if (!GetModuleHandleExW(flags, (const wchar_t *)(ULONG_PTR)CodeModuleTake, &handle))
        return;
    const uint8_t *begin = (const uint8_t *)handle;
    const IMAGE_DOS_HEADER *dos = (const IMAGE_DOS_HEADER *)begin;
    const IMAGE_NT_HEADERS *image = (const IMAGE_NT_HEADERS *)(begin + dos->e_lfanew);
    module->begin = (ULONG_PTR)begin;
    module->bytes = image->OptionalHeader.SizeOfImage;
    CodeModuleName(handle, module->name, (int)sizeof module->name);
}

void CodePlaceText(const CodeModule *module, ULONG_PTR address, char *out)
{
    if (address - module->begin < module->bytes)
        snprintf(out, CodePlaceChars, "%s+0x%llx", module->name, (unsigned long long)(address - module->begin));
    else
        snprintf(out, CodePlaceChars, "0x%llx", (unsigned long long)address);
}
