#include "pipe_service.h"

BOOL PipeServiceIs(const wchar_t *service, DWORD processId)
{
    SERVICE_STATUS_PROCESS status = {0};
    DWORD bytes;
    const SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT);
    const SC_HANDLE opened = manager != NULL ? OpenServiceW(manager, service, SERVICE_QUERY_STATUS) : NULL;
    const BOOL asked =
        opened != NULL && QueryServiceStatusEx(opened, SC_STATUS_PROCESS_INFO, (BYTE *)&status, sizeof status, &bytes);
    if (opened != NULL)
        CloseServiceHandle(opened);
    if (manager != NULL)
        CloseServiceHandle(manager);
    return asked && status.dwCurrentState == SERVICE_RUNNING && status.dwProcessId == processId;
}
