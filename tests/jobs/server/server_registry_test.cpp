/*
 * These tests call the server's registry of jobs directly. The last quarter of the jobs belongs to
 * the owner, and each other user has a limit of his own. Only its user and the owner know a job.
 * The registry has a limit, forgets the oldest ended jobs, and reports once that no job can come
 * any more.
 */
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
    explicit Registry(DWORD most, DWORD perUser = 0, DWORD detachedPerUser = 0)
    {
        const RegistryLimits of = {most, perUser, detachedPerUser};
        RegistryInit(this, &of);
    }
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
        const DWORD last = most < 4 ? 1 : most / 4;
        CHECK(jobs.size() == most - last);
        for (DWORD i = 0; i < last; i++)
            CHECK_FALSE(refused(i % 2 ? nullptr : &owner));
        CHECK(refused(&owner));
        CHECK(refused(nullptr));
        for (ServerJob *job : jobs)
            RegistryEnd(&registry, job, FALSE);
    }
}

TEST_CASE("a user has a limit of jobs and one of detached jobs; another user has his own, and the owner none")
{
    const PipeClient anna = User(L"S-1-5-21-1"), bert = User(L"S-1-5-21-2"), owner = User(L"S-1-5-21-3", TRUE);
    Registry registry(100, 3, 1);
    std::vector<ServerJob *> jobs;
    Failure failure = {};
    const auto begin = [&](const PipeClient &client, bool detached) {
        ServerJob *job = ServerJobCreate(ServerJobTable, &client);
        job->detached = detached;
        const HRESULT code = RegistryAdd(&registry, job, L"test", &failure);
        if (code == S_OK)
            jobs.push_back(job);
        ServerJobRelease(job);
        return code;
    };
    for (const PipeClient &user : {anna, bert}) {
        CHECK(begin(user, true) == S_OK);
        CHECK(begin(user, true) == PERFECTHASH_E_QUOTA);
        CHECK(Contains(TextOf(failure), L"1 detached jobs"));
        CHECK(begin(user, false) == S_OK);
        CHECK(begin(user, false) == S_OK);
        CHECK(begin(user, false) == PERFECTHASH_E_QUOTA);
        CHECK(Contains(TextOf(failure), L"3 jobs"));
    }
    for (int i = 0; i < 20; i++)
        CHECK(begin(owner, true) == S_OK);
    CHECK_FALSE(RegistryEnd(&registry, jobs[0], FALSE)); // a place that is given back is used
    CHECK(begin(anna, true) == S_OK);
    CHECK(begin(anna, false) == PERFECTHASH_E_QUOTA);
    jobs.erase(jobs.begin());
    for (ServerJob *job : jobs)
        RegistryEnd(&registry, job, FALSE);
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
    const uint64_t firstId = first->id;
    CHECK(second->id == firstId + 1);
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
    CHECK_FALSE(Knows(registry, firstId, owner));
    CHECK(Knows(registry, firstId + 1, owner)); // it runs
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
