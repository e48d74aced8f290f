/*
 * A plug-in that keeps objects of the server in static pointers releases them under the loader's
 * lock, when it is unloaded or its process ends. These tests load one in a process of its own, with
 * nothing under way, with a job that runs and with a server, and prove that the process goes on and
 * ends: a release waits for no thread.
 */
#include "support/com/fixture.h"
#include "support/com/plugin/plugin.h"

namespace {

DWORD RunHost(PluginState state, const wchar_t *end)
{
    const std::wstring server = ServerPath(), folder = server.substr(0, server.rfind(L'\\') + 1);
    std::wstring line = L"\"" + folder + L"com_plugin_host.exe\" " + std::to_wstring(state) + L" " + end;
    STARTUPINFOW startup = {};
    startup.cb = sizeof startup;
    PROCESS_INFORMATION process;
    REQUIRE(CreateProcessW(nullptr, &line[0], nullptr, nullptr, FALSE, 0, nullptr, folder.c_str(), &startup, &process));
    DWORD code = 0;
    if (WaitForSingleObject(process.hProcess, 60000) != WAIT_OBJECT_0)
        TerminateProcess(process.hProcess, 1); // it hangs
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &code);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    return code;
}

}

TEST_CASE("a plug-in with static pointers is unloaded, and its process ends")
{
    for (const wchar_t *end : {L"free", L"sta"})
        for (int state = 0; state < PluginStates; state++) {
            CAPTURE(state);
            CHECK(RunHost(static_cast<PluginState>(state), end) == 42);
        }
}

TEST_CASE("a process ends with a plug-in that has static pointers")
{
    for (int state = 0; state < PluginStates; state++) {
        CAPTURE(state);
        CHECK(RunHost(static_cast<PluginState>(state), L"exit") == 42);
    }
}
