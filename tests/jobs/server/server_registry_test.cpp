// The registry of jobs by direct calls: who may know of a job, how many may run, which are
// forgotten; and the options of a server.
#include "jobs/base/option_take.h"
#include "jobs/server/server_registry.h"
#include "support/jobs/server_fixture.h"

namespace {

PipeClient User(const wchar_t *sid, BOOL owner = FALSE)
{
    PipeClient client = {};
    client.owner = owner;
    wcscpy(client.sid, sid);
    return client;
}

struct Registry : ServerRegistry {
    explicit Registry(DWORD most) { RegistryInit(this, most); }
    ~Registry() { RegistryFree(this); }
    uint64_t count()
    {
        uint64_t running, all;
        RegistryCount(this, &running, &all);
        return running;
    }
};

// A job that was added; the registry holds it alone.
ServerJob *Added(Registry &registry, const PipeClient *client)
{
    Failure failure = {};
    ServerJob *job = ServerJobCreate(ServerJobTable, client);
    REQUIRE(job != nullptr);
    REQUIRE(RegistryAdd(&registry, job, L"test", &failure) == S_OK);
    ServerJobRelease(job);
    return job;
}

bool Knows(Registry &registry, uint64_t id, const PipeClient &client)
{
    ServerJob *job = RegistryFind(&registry, id, &client);
    if (job != nullptr)
        ServerJobRelease(job);
    return job != nullptr;
}

} // namespace

TEST_CASE("the last quarter of the jobs is for the owner")
{
    const PipeClient anna = User(L"S-1-5-21-1"), owner = User(L"S-1-5-21-3", TRUE);
    for (const DWORD most : {1u, 3u, 4u, 10u}) {
        CAPTURE(most);
        Registry registry(most);
        std::vector<ServerJob *> jobs;
        const auto refused = [&](const PipeClient *client) {
            Failure failure = {};
            ServerJob *job = ServerJobCreate(ServerJobTable, client);
            const HRESULT code = RegistryAdd(&registry, job, L"test", &failure);
            if (code == S_OK)
                jobs.push_back(job);
            ServerJobRelease(job);
            return code == PERFECTHASH_E_SERVER_BUSY;
        };
        while (!refused(&anna)) {
        }
        CHECK(jobs.size() == most - most / 4);
        for (DWORD i = 0; i < most / 4; i++)
            CHECK_FALSE(refused(i % 2 ? nullptr : &owner));
        CHECK(refused(&owner));
        CHECK(refused(nullptr));
        for (ServerJob *job : jobs)
            RegistryEnd(&registry, job, FALSE);
    }
}

TEST_CASE("a job is known to its user and to the server's own alone")
{
    Registry registry(10);
    const PipeClient anna = User(L"S-1-5-21-1"), bert = User(L"S-1-5-21-2"), owner = User(L"S-1-5-21-3", TRUE);
    ServerJob *job = Added(registry, &anna), *own = Added(registry, nullptr);
    for (bool ended : {false, true}) {
        CHECK(Knows(registry, job->id, anna));
        CHECK(Knows(registry, job->id, owner));
        CHECK_FALSE(Knows(registry, job->id, bert));
        CHECK_FALSE(Knows(registry, own->id, anna));
        CHECK(Knows(registry, own->id, owner));
        CHECK_FALSE(Knows(registry, 99, owner));
        if (!ended) {
            CHECK_FALSE(RegistryEnd(&registry, job, TRUE));
            CHECK_FALSE(RegistryEnd(&registry, own, TRUE));
        }
    }
}

TEST_CASE("a registry has a limit, forgets the oldest, and tells once when nothing can come any more")
{
    Registry registry(2);
    Failure failure = {};
    const PipeClient owner = User(L"S-1", TRUE);
    ServerJob *first = Added(registry, &owner), *second = Added(registry, &owner);
    CHECK(first->id != second->id);
    ServerJob *third = ServerJobCreate(ServerJobBulk, &owner);
    CHECK(RegistryAdd(&registry, third, L"test", &failure) == PERFECTHASH_E_SERVER_BUSY);
    CHECK(Contains(TextOf(failure), L"2"));
    CHECK_FALSE(RegistryEnd(&registry, first, TRUE));
    CHECK(RegistryAdd(&registry, third, L"test", &failure) == S_OK);
    ServerJobRelease(third);
    const uint64_t thirdId = third->id;
    CHECK_FALSE(RegistryEnd(&registry, third, FALSE)); // it was not started: as if it had never been
    CHECK_FALSE(Knows(registry, thirdId, owner));
    for (int i = 0; i < RegistryKeptJobs; i++)
        CHECK_FALSE(RegistryEnd(&registry, Added(registry, &owner), TRUE));
    CHECK_FALSE(Knows(registry, 1, owner));
    CHECK(Knows(registry, 2, owner)); // it runs
    CHECK(Knows(registry, registry.lastId, owner));
    CHECK_FALSE(RegistryRefuse(&registry));
    ServerJob *late = ServerJobCreate(ServerJobTable, &owner);
    CHECK(RegistryAdd(&registry, late, L"test", &failure) == PERFECTHASH_E_SERVER_DRAINING);
    ServerJobRelease(late);
    CHECK(RegistryEnd(&registry, second, TRUE));
    CHECK_FALSE(RegistryRefuse(&registry));
    Registry idle(1);
    CHECK(RegistryRefuse(&idle));
    CHECK_FALSE(RegistryRefuse(&idle));
    RegistryKeep(&idle); // a shutdown that was read before the end and is served after it
    CHECK_FALSE(RegistryLetGo(&idle));
    Registry kept(1);
    RegistryKeep(&kept);
    CHECK_FALSE(RegistryRefuse(&kept));
    CHECK_FALSE(RegistryRefuse(&kept));
    CHECK(RegistryLetGo(&kept));
}

TEST_CASE("the options of a server")
{
    ServerOptions options;
    ServerOptionsDefault(&options);
    CHECK(options.localOnly);
    const OptionGroup group = ServerOptionsGroup(&options);
    // clang-format off
    const wchar_t *words[] = {L"--Endpoint=x", L"--LocalOnly=false", L"--MaxConcurrency", L"3", L"--maxthreads=7",
                              L"--NumaNodes=0", L"--SimulatedNumaNodes=2", L"--IocpBufferGuardPages", L"--NoFileIo",
                              L"--IoMode=Mapped", L"--AllowedRoot=C:\\a;C:\\b", L"--AllowedRoot", L"D:\\c",
                              L"--AllowUser=S-1-5-32-545", L"--MaxRequests=5", L"--BaseOutputDirectory=E:\\out",
                              L"--DrainTimeout=17", L"--MaxConnections=9", L"--MaxConnectionsPerClient=8"};
    // clang-format on
    Failure failure = {};
    const auto refuse = [](void *, size_t, const wchar_t *, Failure *) { return E_FAIL; };
    const auto take = [&](std::vector<const wchar_t *> line) {
        return OptionTakeAll(&group, 1, (int)line.size(), line.data(), refuse, nullptr, &failure);
    };
    REQUIRE(OptionTakeAll(&group, 1, ARRAYSIZE(words), words, refuse, nullptr, &failure) == S_OK);
    CHECK(std::wstring(options.endpoint) == L"x");
    CHECK_FALSE(options.localOnly);
    CHECK(options.runtime.iocpConcurrency == 3);
    CHECK(options.runtime.maxThreads == 7);
    CHECK(std::wstring(options.runtime.numaNodes) == L"0");
    CHECK(options.runtime.simulatedNumaNodes == 2);
    CHECK(options.runtime.bufferGuardPages);
    CHECK(options.noFileIo);
    CHECK(options.runtime.ioMode == IoMapped);
    REQUIRE(options.allowedRootCount == 2);
    CHECK(std::wstring(options.allowedRoots[0]) == L"C:\\a;C:\\b");
    CHECK(std::wstring(options.allowedRoots[1]) == L"D:\\c");
    CHECK(std::wstring(options.allowUser) == L"S-1-5-32-545");
    CHECK(options.maxRequests == 5);
    CHECK(std::wstring(options.baseOutputDirectory) == L"E:\\out");
    CHECK(options.drainTimeoutMs == 17);
    CHECK(options.maxConnections == 9);
    CHECK(options.maxConnectionsPerClient == 8);
    CHECK(take({L"--IocpConcurrency=4"}) == S_OK);
    CHECK(options.runtime.iocpConcurrency == 4);
    for (const wchar_t *bad : {L"--MaxRequests=0", L"--MaxConnections=0", L"--IoMode=x", L"--LocalOnly=perhaps",
                               L"--IocpConcurrency=513", L"--MaxThreads=1025"})
        CHECK(take({bad}) == PERFECTHASH_E_OPTION_VALUE);
    CHECK(take({L"--MaxRequest=1"}) == PERFECTHASH_E_OPTION_UNKNOWN);
    CHECK(Contains(TextOf(failure), L"--MaxRequests"));
    for (uint32_t i = options.allowedRootCount; i < ServerMostRoots; i++)
        CHECK(take({L"--AllowedRoot=C:\\x"}) == S_OK);
    CHECK(take({L"--AllowedRoot=C:\\x"}) == PERFECTHASH_E_OPTION_VALUE);
    CHECK(options.allowedRootCount == ServerMostRoots);
}
