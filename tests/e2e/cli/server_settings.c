/*
 * PerfectHashServer from its command line to the server's settings: serves with these, is told to
 * stop at once, and prints what the server has them at.
 */
#include <windows.h>
#include <oleauto.h>

#include "PerfectHash.h"
#include "exe/server/server_command.h"
#include "exe/server/server_serve.h"

static void PutProperty(IPerfectHashIocpServer *server, wchar_t *name, Output *output)
{
    DISPPARAMS none = {0};
    VARIANT value;
    DISPID id;
    VariantInit(&value);
    if (FAILED(IPerfectHashIocpServer_GetIDsOfNames(server, &IID_NULL, &name, 1, LOCALE_USER_DEFAULT, &id)) ||
        FAILED(IPerfectHashIocpServer_Invoke(server, id, &IID_NULL, LOCALE_USER_DEFAULT, DISPATCH_PROPERTYGET, &none,
                                             &value, NULL, NULL)))
        return;
    OutputFormat(output, L"%ls=", name);
    if (V_VT(&value) == VT_BSTR)
        OutputPut(output, V_BSTR(&value) != NULL ? V_BSTR(&value) : L"");
    else if (V_VT(&value) == VT_I4)
        OutputFormat(output, L"%ld", V_I4(&value));
    else if (V_VT(&value) == VT_R8)
        OutputFormat(output, L"%.0f", V_R8(&value));
    else if (V_VT(&value) == VT_BOOL)
        OutputPut(output, V_BOOL(&value) == VARIANT_TRUE ? L"true" : V_BOOL(&value) == VARIANT_FALSE ? L"false" : L"?");
    OutputPut(output, L"\n");
    VariantClear(&value);
}

static void PutProperties(IPerfectHashIocpServer *server, Output *output)
{
    static wchar_t names[][24] = {
        L"Endpoint",
        L"AllowUser",
        L"AllowedRoots",
        L"BaseOutputDirectory",
        L"NumaNodes",
        L"IoMode",
        L"IocpConcurrency",
        L"MaxThreads",
        L"SimulatedNumaNodes",
        L"MaxRequests",
        L"MaxConnections",
        L"MaxConnectionsPerClient",
        L"MaxRequestsPerUser",
        L"MaxDetachedPerUser",
        L"MaxConnectionsPerUser",
        L"MaxMemoryPerUser",
        L"MaxJobSeconds",
        L"DrainTimeout",
        L"LocalOnly",
        L"NoFileIo",
        L"BufferGuardPages",
        L"Verbose",
    };
    for (size_t i = 0; i < ARRAYSIZE(names); i++)
        PutProperty(server, names[i], output);
}

static ExitCode Run(const Command *command, void *object, void *context)
{
    IPerfectHashIocpServer *server = object;
    const ServerWatch watch = {.stop = CreateEventW(NULL, TRUE, TRUE, NULL)};
    Output output = {0};
    const ExitCode code = ServerServe(&command->style, context, server, &watch);
    PutProperties(server, &output);
    OutputFlush(&output, STD_OUTPUT_HANDLE);
    CloseHandle(watch.stop);
    return code;
}

int wmain(int argc, wchar_t **argv)
{
    return ServerCommandMain(L"server_settings", Run, argc, argv);
}
