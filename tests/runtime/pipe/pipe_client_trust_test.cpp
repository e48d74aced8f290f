/*
 * A client checks its server before it sends anything. These tests prove which endpoint names are
 * valid and that only the same user, the system, or LocalService as the registered service is
 * trusted. A pipe of somebody else gets nothing. The server may identify its client but may not act
 * in its name.
 */
#include <windows.h>
#include <psapi.h>
#include <sddl.h>

#include "runtime/base/win32_calls.h"
#include "runtime/pipe/pipe_endpoint.h"
#include "runtime/pipe/pipe_service.h"
#include "runtime/pipe/pipe_user.h"
#include "support/runtime/fixture.h"
#include "support/runtime/played_server.h"

TEST_CASE("an endpoint is a name or a whole name, and nothing that a path would make something else of")
{
    wchar_t out[PipeEndpointChars];
    for (const wchar_t *same : {L"abc", L"\\\\.\\pipe\\abc", L"\\\\.\\PIPE\\abc"}) {
        CHECK(PipeEndpointName(same, out) == ERROR_SUCCESS);
        CHECK(std::wstring(out) == L"\\\\.\\pipe\\abc");
    }
    for (const wchar_t *none : {static_cast<const wchar_t *>(nullptr), L""}) {
        CHECK(PipeEndpointName(none, out) == ERROR_SUCCESS);
        CHECK(std::wstring(out) == PIPE_DEFAULT_ENDPOINT);
    }
    for (const wchar_t *bad :
         {L"\\\\.\\pipe\\", L"a\\b", L"a/b", L"\\\\server\\pipe\\abc", L"\\\\.\\C:", L"..", L".", L"a.", L"a ", L"a:b",
          L"a*", L"a\nb", L"\\\\.\\pipe\\..\\x", L"C:\\abc", L"\\\\?\\pipe\\abc"})
        CHECK(PipeEndpointName(bad, out) == ERROR_INVALID_NAME);
    CHECK(PipeEndpointName(std::wstring(247, L'n').c_str(), out) == ERROR_SUCCESS);
    CHECK(wcslen(out) == 256);
    CHECK(PipeEndpointName(std::wstring(248, L'n').c_str(), out) == ERROR_INVALID_NAME);
    Connection connection(L"a\\b");
    CHECK(connection.error == ERROR_INVALID_NAME);
}

TEST_CASE("a server is trusted when it is the same user or the system, and nobody else")
{
    PipeUser own;
    REQUIRE(PipeUserOfProcess(GetCurrentProcess(), &own) == ERROR_SUCCESS);
    CHECK(PipeUserTrusted(&own, &own));
    const auto user = [](const wchar_t *text) {
        PSID sid = nullptr;
        PipeUser result = {};
        REQUIRE(ConvertStringSidToSidW(text, &sid));
        REQUIRE(CopySid(sizeof result, &result.sid, sid));
        LocalFree(sid);
        return result;
    };
    const PipeUser somebody = user(L"S-1-5-21-1-2-3-1001");
    CHECK(PipeUserTrusted(&somebody, &somebody));
    const PipeUser system = user(L"S-1-5-18");
    CHECK(PipeUserTrusted(&system, &somebody));
    CHECK_FALSE(PipeUserTrusted(&somebody, &system));
    for (const wchar_t *other : {L"S-1-5-21-1-2-3-1002", L"S-1-5-21-1-2-4-1001", L"S-1-1-0", L"S-1-5-32-544",
                                 L"S-1-5-19", L"S-1-5-20", L"S-1-5-7", L"S-1-5-21-1-2-3", L"S-1-5-18-1"}) {
        const PipeUser squatter = user(other);
        CHECK_FALSE(PipeUserTrusted(&squatter, &somebody));
    }
    PipeUser service;
    REQUIRE(PipeUserLocalService(&service));
    const PipeUser named = user(L"S-1-5-19");
    CHECK(PipeUserTrusted(&service, &named));
    CHECK_FALSE(PipeOwnerTrusted(&service, &somebody, &somebody));
    // a pipe may also belong to all administrators
    const PipeUser everyone = user(L"S-1-1-0"), administrators = user(L"S-1-5-32-544"),
                   another = user(L"S-1-5-21-1-2-3-1002");
    CHECK(PipeOwnerTrusted(&administrators, &somebody, &somebody));
    CHECK(PipeOwnerTrusted(&system, &somebody, &somebody));
    CHECK(PipeOwnerTrusted(&another, &somebody, &another));
    CHECK_FALSE(PipeOwnerTrusted(&another, &somebody, &somebody));
    CHECK_FALSE(PipeOwnerTrusted(&everyone, &somebody, &somebody));
}

TEST_CASE("a server may know who its client is, and not act in its name")
{
    SECURITY_IMPERSONATION_LEVEL level = SecurityAnonymous;
    PlayedServer server([&](PlayedServer &at) {
        const ProtocolHeader request = at.ReadRequest();
        HANDLE token = nullptr;
        DWORD bytes;
        if (ImpersonateNamedPipeClient(at.pipe) && OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &token)) {
            GetTokenInformation(token, TokenImpersonationLevel, &level, sizeof level, &bytes);
            CloseHandle(token);
        }
        RevertToSelf();
        at.Write(Encoded(AnswerTo(request)));
    });
    Connection connection(server.name);
    CHECK(connection.Request(ProtocolPing) == ERROR_SUCCESS);
    static_assert(Win32UserPath == (SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION), "what Win32OpenFile asks for");
    if (!Win32IsWine()) // which doesn't heed it
        CHECK(level == SecurityIdentification);
    CHECK(level >= SecurityIdentification);
}

// A pipe that this process makes, and gives to another owner where the system lets it.
static void NothingGoesTo(const wchar_t *owner)
{
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    REQUIRE(ConvertStringSecurityDescriptorToSecurityDescriptorW(owner, SDDL_REVISION_1, &descriptor, nullptr));
    SECURITY_ATTRIBUTES security = {sizeof security, descriptor, FALSE};
    const std::wstring name = NewName();
    HANDLE pipe = CreateNamedPipeW((L"\\\\.\\pipe\\" + name).c_str(), PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1, 65536,
                                   65536, 0, &security);
    LocalFree(descriptor);
    if (pipe == INVALID_HANDLE_VALUE) { // as Windows says, unless to an administrator who restores
        CHECK(GetLastError() == ERROR_INVALID_OWNER);
        return;
    }
    Connection connection(name);
    CHECK(connection.error == ERROR_TRUST_FAILURE);
    CHECK(connection.p == nullptr);
    DWORD there = 0;
    CHECK((!PeekNamedPipe(pipe, nullptr, 0, nullptr, &there, nullptr) || there == 0));
    CloseHandle(pipe);
}

TEST_CASE("a pipe that belongs to somebody else gets nothing")
{
    NothingGoesTo(L"O:BGG:BGD:(A;;GA;;;WD)");
}

TEST_CASE("a pipe that belongs to LocalService gets nothing unless its process is the service")
{
    NothingGoesTo(L"O:LSG:LSD:(A;;GA;;;WD)");
}

TEST_CASE("one process alone is a service that runs, and none is a service that is not registered")
{
    const std::wstring running = L"PlugPlay"; // which Windows always has, as Wine does
    std::vector<DWORD> ids(65536);
    DWORD bytes = 0, found = 0;
    REQUIRE(EnumProcesses(ids.data(), static_cast<DWORD>(ids.size() * sizeof ids[0]), &bytes));
    ids.resize(bytes / sizeof ids[0]);
    for (DWORD id : ids) {
        found += PipeServiceIs(running.c_str(), id);
        CHECK_FALSE(PipeServiceIs(L"PerfectHashNoSuchService", id));
    }
    CHECK(found == 1);
    CHECK_FALSE(PipeServiceIs(running.c_str(), GetCurrentProcessId()));
}
