/* The DLL's entry points, except those of registration (registration.c). */
#include <windows.h>
#include <objbase.h>

#include "PerfectHash.h"
#include "com/client/client.h"
#include "com/context/context.h"
#include "com/object/class_factory.h"
#include "com/object/module.h"
#include "com/object/type_info.h"
#include "com/server/server.h"
#include "runtime/engine/runtime.h"

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved);
BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved)
{
    (void)reserved;
    /*
     * Threads come and go without a word here, but not without the C library's own, which is linked
     * in.
     */
    if (reason == DLL_PROCESS_ATTACH)
        ModuleSetInstance(module);
    /*
     * Nothing is done at detach. On FreeLibrary DllCanUnloadNow has released everything; at process
     * exit nothing may be touched.
     */
    return TRUE;
}

STDAPI DllGetClassObject(REFCLSID clsid, REFIID iid, LPVOID *out)
{
    if (out == NULL)
        return E_POINTER;
    *out = NULL;
    static const struct {
        const CLSID *clsid;
        ClassCreate create;
    } classes[] = {
        {&CLSID_IocpContext, ContextCreate},
        {&CLSID_IocpServer, ServerCreate},
        {&CLSID_IocpClient, ClientCreate},
    };
    for (size_t i = 0; i < ARRAYSIZE(classes); i++) {
        if (IsEqualCLSID(clsid, classes[i].clsid))
            return ClassFactoryQuery(classes[i].create, iid, out);
    }
    return CLASS_E_CLASSNOTAVAILABLE;
}

STDAPI DllCanUnloadNow(void)
{
    if (ModuleIsHeld() || RuntimesLeft())
        return S_FALSE;
    TypeInfoClear();
    return S_OK;
}
