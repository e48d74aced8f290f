/*
 * These tests prove that a listener hears of a job in order, once each: where the job stands, the
 * table that ended, and the end. They drive a job
 * of this process and one of a server that was started again in its slot. What a job holds of its
 * news it gives back, also when it does not start.
 */
#include "jobs/client/job_news.h"

#include "support/jobs/fixture.h"

namespace {

DWORD WaitForAny(DWORD count, const HANDLE *handles, DWORD milliseconds)
{
    return WaitForMultipleObjects(count, handles, FALSE, milliseconds);
}

// News that nobody wakes: whoever listens asks.
struct News : JobNews {
    SRWLOCK own = SRWLOCK_INIT;
    volatile LONG holds = 0;
    News() : JobNews{}
    {
        static const JobNewsHost counting = {
            [](JobNews *news) { InterlockedIncrement(&static_cast<News *>(news)->holds); },
            [](JobNews *news) { InterlockedDecrement(&static_cast<News *>(news)->holds); },
            [](JobNews *) {},
        };
        host = &counting;
        lock = &own;
    }
    ~News() { JobNewsEnd(this); }
    News(const News &) = delete;
    News &operator=(const News &) = delete;
};

// All that a new listener is told now: a letter each for progress, a table and the end.
std::string Heard(News &news)
{
    JobListener listener = {};
    ULONGLONG againMs = 0;
    std::string heard;
    AcquireSRWLockExclusive(news.lock);
    JobNewsListen(&news, &listener);
    for (JobNotice notice; (notice = JobNewsNext(&news, &listener, &againMs)) != JobNoticeNone && heard.size() < 10;)
        heard += " PTC"[notice];
    ReleaseSRWLockExclusive(news.lock);
    return heard;
}

void MustEnd(const AnyJob &job)
{
    REQUIRE(AnyJobWait(&job, 60000, WaitForAny));
}

// Until the last callback has returned what it held.
void MustLetGo(const News &news)
{
    CHECK(Eventually([&] { return news.holds == 0; }));
}

} // namespace

TEST_CASE("a listener hears of the table and the end of a job, once each")
{
    TestRuntime runtime;
    News news;
    AnyJob job;
    Failure failure;
    const std::vector<uint32_t> keys = SomeKeys(100);
    const Request request = KeysRequest(keys, L"some", L"");
    REQUIRE(JobNewsStartTable(&news, runtime, &request, &job, &failure) == S_OK);
    JobNewsOf(&news, &job);
    MustEnd(job);
    MustLetGo(news);
    CHECK(Heard(news) == "PTC");
    CHECK(AnyJobId(&job) == 0);
    JobTableEvent event;
    AnyJobTable(&job, nullptr, &event);
    CHECK(event.code == S_OK);
    CHECK(event.keyCount == 100);
    AnyJobRelease(&job);
}

TEST_CASE("a job that does not start holds no news")
{
    ServerSlot slot = {};
    News news;
    AnyJob job;
    Failure failure;
    CHECK(JobNewsStartServed(&news, &slot, L"TableCreate x.keys", &job, &failure) == PERFECTHASH_E_SERVER_STATE);
    CHECK(news.holds == 0);
    CHECK(Heard(news) == "P");
}

TEST_CASE("a server starts again in its slot, and its jobs have numbers and news")
{
    Folder folder;
    WriteText(folder / L"some.txt", "1\n2\n3\n");
    const std::wstring line = L"TableCreate \"" + (folder / L"some.txt") + L"\" --NoFileIo",
                       endpoint = L"jobs-slot-" + std::to_wstring(GetCurrentProcessId());
    const ServerSlotOptions fill = [](const void *owner, ServerOptions *out) {
        ServerOptionsDefault(out);
        out->endpoint = static_cast<const std::wstring *>(owner)->c_str();
        out->runtime.maxThreads = 3;
    };
    ServerSlot slot = {};
    for (int start = 0; start < 2; start++) {
        News news;
        AnyJob job;
        Failure failure;
        BOOL stopped = TRUE;
        REQUIRE(ServerSlotStart(&slot, fill, &endpoint, &failure) == S_OK);
        CHECK(ServerSlotStart(&slot, fill, &endpoint, &failure) == PERFECTHASH_E_SERVER_STATE);
        CHECK(ServerSlotWait(&slot, -1, 0, WaitForAny, &stopped) == S_OK);
        CHECK_FALSE(stopped);
        REQUIRE(JobNewsStartServed(&news, &slot, line.c_str(), &job, &failure) == S_OK);
        JobNewsOf(&news, &job);
        MustEnd(job);
        MustLetGo(news);
        CHECK(AnyJobId(&job) != 0);
        CHECK(Heard(news) == "PTC");
        AnyJobRelease(&job);
        CHECK(ServerSlotWait(&slot, 1000, INFINITE, WaitForAny, &stopped) == S_OK);
        CHECK(stopped);
        CHECK(ServerSlotState(&slot) == ServerStopped);
        CHECK(slot.running == nullptr);
        const ProtocolServerStatistics statistics = ServerSlotStatistics(&slot);
        CHECK(statistics.jobsEnded == 1);
        CHECK(statistics.threads == 0);
    }
}
