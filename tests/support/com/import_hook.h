// Functions that a loaded module imports, replaced by others while an object lives.
#pragma once
#include <windows.h>

#include <cstring>
#include <utility>
#include <vector>

class ImportHook {
public:
    explicit ImportHook(HMODULE module) : base(reinterpret_cast<BYTE *>(module)) {}
    ImportHook(const ImportHook &) = delete;
    ImportHook &operator=(const ImportHook &) = delete;
    ~ImportHook()
    {
        for (const auto &each : replaced)
            put(each.first, each.second);
    }
    // Returns the original, or NULL: the module does not import it.
    template <typename Function> Function replace(const char *name, Function by)
    {
        ULONG_PTR *slot = find(name);
        if (slot == nullptr)
            return nullptr;
        const ULONG_PTR original = *slot;
        replaced.emplace_back(slot, original);
        put(slot, reinterpret_cast<ULONG_PTR>(by));
        return reinterpret_cast<Function>(original);
    }

private:
    BYTE *const base;
    std::vector<std::pair<ULONG_PTR *, ULONG_PTR>> replaced;

    template <typename T> T *at(ULONG_PTR rva) const { return reinterpret_cast<T *>(base + rva); }
    static void put(ULONG_PTR *slot, ULONG_PTR value)
    {
        DWORD old;
        VirtualProtect(slot, sizeof *slot, PAGE_READWRITE, &old);
        *slot = value;
        VirtualProtect(slot, sizeof *slot, old, &old);
    }
    // Microsoft's import library of oleaut32 takes functions by their numbers.
    bool isOf(const IMAGE_THUNK_DATA &thunk, ULONG_PTR function, const char *library, const char *name) const
    {
        if (!IMAGE_SNAP_BY_ORDINAL(thunk.u1.Ordinal))
            return std::strcmp(at<IMAGE_IMPORT_BY_NAME>(thunk.u1.AddressOfData)->Name, name) == 0;
        const auto exported = GetProcAddress(GetModuleHandleA(library), name);
        return exported != nullptr && function == reinterpret_cast<ULONG_PTR>(exported);
    }
    ULONG_PTR *find(const char *name) const
    {
        const auto *headers = at<IMAGE_NT_HEADERS>(ULONG_PTR(at<IMAGE_DOS_HEADER>(0)->e_lfanew));
        const DWORD first = headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT].VirtualAddress;
        for (auto *import = at<IMAGE_IMPORT_DESCRIPTOR>(first); import->Name != 0; import++) {
            const auto *named = at<IMAGE_THUNK_DATA>(import->OriginalFirstThunk);
            auto *slots = at<ULONG_PTR>(import->FirstThunk);
            for (size_t i = 0; named[i].u1.AddressOfData != 0; i++) {
                if (isOf(named[i], slots[i], at<char>(import->Name), name))
                    return &slots[i];
            }
        }
        return nullptr;
    }
};
