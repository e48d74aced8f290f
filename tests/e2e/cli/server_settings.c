/*
 * PerfectHashServer from its command line to the server's settings: serves with these, is told to stop at once, and prints what the server has them at.
 */
#include "PerfectHash.h"
#include "exe/server/server_command.h"
#include "exe/server/server_serve.h"

static void PutTexts(IPerfectHashIocpServer *server, Output *output)
{
    typedef HRESULT(STDMETHODCALLTYPE * Get)(IPerfectHashIocpServer * from, BSTR *value);
    const IPerfectHashIocpServerVtbl *get = server->lpVtbl;
    const struct {
        const wchar_t *name;
        Get get;
    } texts[] = {
        {L"Endpoint", get->get_Endpoint},     {L"AllowUser", get->get_AllowUser}, {L"AllowedRoots", get->get_AllowedRoots},
        {L"BaseOutputDirectory", get->get_BaseOutputDirectory}, {L"NumaNodes", get->get_NumaNodes}, {L"IoMode", get->get_IoMode},
    };
    for (size_t i = 0; i < ARRAYSIZE(texts); ++i) {
        BSTR text = NULL;
        texts[i].get(server, &text);
        OutputFormat(output, L"%ls=", texts[i].name);
        OutputPut(output, text != NULL ? text : L"");
        OutputPut(output, L"\n");
        SysFreeString(text);
    }
}

static void PutNumbers(IPerfectHashIocpServer *server, Output *output)
{
    typedef HRESULT(STDMETHODCALLTYPE * Get)(IPerfectHashIocpServer * from, LONG *value);
    const IPerfectHashIocpServerVtbl *get = server->lpVtbl;
    const struct {
        const wchar_t *name;
        Get get;
    } numbers[] = {
        {L"IocpConcurrency", get->get_IocpConcurrency}, {L"MaxThreads", get->get_MaxThreads}, {L"SimulatedNumaNodes", get->get_SimulatedNumaNodes},
        {L"MaxRequests", get->get_MaxRequests}, {L"MaxConnections", get->get_MaxConnections},
        {L"MaxConnectionsPerClient", get->get_MaxConnectionsPerClient}, {L"DrainTimeout", get->get_DrainTimeout},
    };
    for (size_t i = 0; i < ARRAYSIZE(numbers); ++i) {
        LONG number = -1;
        numbers[i].get(server, &number);
        OutputFormat(output, L"%ls=%ld\n", numbers[i].name, number);
    }
}

static void PutFlags(IPerfectHashIocpServer *server, Output *output)
{
    typedef HRESULT(STDMETHODCALLTYPE * Get)(IPerfectHashIocpServer * from, VARIANT_BOOL *value);
    const IPerfectHashIocpServerVtbl *get = server->lpVtbl;
    const struct {
        const wchar_t *name;
        Get get;
    } flags[] = {
        {L"LocalOnly", get->get_LocalOnly}, {L"NoFileIo", get->get_NoFileIo}, {L"BufferGuardPages", get->get_BufferGuardPages}, {L"Verbose", get->get_Verbose},
    };
    for (size_t i = 0; i < ARRAYSIZE(flags); ++i) {
        VARIANT_BOOL flag = 1;
        flags[i].get(server, &flag);
        OutputFormat(output, L"%ls=%ls\n", flags[i].name, flag == VARIANT_TRUE ? L"true" : flag == VARIANT_FALSE ? L"false" : L"?");
    }
}

static ExitCode Run(const Command *command, void *object, void *context)
{
    IPerfectHashIocpServer *server = object;
    const ServerWatch watch = {.stop = CreateEventW(NULL, TRUE, TRUE, NULL)};
    Output output = {0};
    const ExitCode code = ServerServe(&command->style, context, server, &watch);
    PutTexts(server, &output);
    PutNumbers(server, &output);
    PutFlags(server, &output);
    OutputFlush(&output, STD_OUTPUT_HANDLE);
    CloseHandle(watch.stop);
    return code;
}

int wmain(int argc, wchar_t **argv)
{
    return ServerCommandMain(L"server_settings", Run, argc, argv);
}
