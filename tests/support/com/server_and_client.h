// A server in this process, on a pipe that nobody else has, and a client of it.
#pragma once
#include "support/address_like_keys.h"
#include "support/com/fixture.h"

inline std::wstring FreshEndpoint()
{
    static volatile LONG number;
    return L"com-client-" + std::to_wstring(GetCurrentProcessId()) + L"-" +
           std::to_wstring(InterlockedIncrement(&number));
}

struct ServerAndClient {
    std::wstring endpoint = FreshEndpoint();
    Com<IPerfectHashIocpServer> server;
    Com<IPerfectHashIocpClient> client;
    ServerAndClient()
    {
        REQUIRE(CoCreateInstance(CLSID_IocpServer, nullptr, CLSCTX_INPROC_SERVER, IID_IPerfectHashIocpServer,
                                 reinterpret_cast<void **>(server.out())) == S_OK);
        REQUIRE(server->put_Endpoint(Bstr(endpoint.c_str())) == S_OK);
        REQUIRE(server->put_MaxThreads(3) == S_OK);
        REQUIRE(server->Start() == S_OK);
        Connect(client);
    }
    void Connect(Com<IPerfectHashIocpClient> &made) const
    {
        REQUIRE(CoCreateInstance(CLSID_IocpClient, nullptr, CLSCTX_INPROC_SERVER, IID_IPerfectHashIocpClient,
                                 reinterpret_cast<void **>(made.out())) == S_OK);
        REQUIRE(made->put_Endpoint(Bstr(endpoint.c_str())) == S_OK);
    }
    Com<IPerfectHashIocpClient> NewClient() const
    {
        Com<IPerfectHashIocpClient> made;
        Connect(made);
        return made;
    }
    LONG running() const
    {
        LONG jobs = -1;
        CHECK(server->get_JobsRunning(&jobs) == S_OK);
        return jobs;
    }
};

// A table that takes as long as one lets it.
inline std::wstring LongLine(const TemporaryFolder &folder, const wchar_t *name = L"long.keys")
{
    const std::wstring path = folder.write(name, AddressLikeKeys(32768));
    return L"\"" + path +
           L"\" --HashFunction=MultiplyShiftR --MaxTableResizes=0 --MaxAttempts=18446744073709551615 --NoFileIo";
}
