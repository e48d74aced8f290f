// host STATE free|exit|sta: loads the plug-in, lets it use the server, and unloads it or ends with
// it. Its code is 42 when it came to its end.
#include <windows.h>
#include <objbase.h>

#include <cwchar>

#include "plugin.h"

int wmain(int argc, wchar_t **argv)
{
    using Begin = HRESULT (*)(PluginState);
    if (argc != 3 ||
        FAILED(CoInitializeEx(nullptr, wcscmp(argv[2], L"sta") == 0 ? COINIT_APARTMENTTHREADED : COINIT_MULTITHREADED)))
        return 2;
    const HMODULE plugin = LoadLibraryW(L"com_plugin.dll");
    if (plugin == nullptr)
        return 3;
    const Begin begin = reinterpret_cast<Begin>(reinterpret_cast<void *>(GetProcAddress(plugin, "PluginBegin")));
    if (FAILED(begin(static_cast<PluginState>(_wtoi(argv[1])))))
        return 4;
    if (wcscmp(argv[2], L"exit") == 0)
        return 42;
    FreeLibrary(plugin);
    if (GetModuleHandleW(L"com_plugin.dll") != nullptr)
        return 5;
    CoUninitialize();
    return 42;
}
