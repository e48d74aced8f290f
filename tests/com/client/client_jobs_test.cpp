/*
 * These tests ask for the jobs of a server through COM. The list is a collection with a count, its
 * items by number and an enumerator, for vtables and scripts alike; it stays as it was when the
 * server goes on. A client asks for it beside the connection on which its jobs hang,
 * and so for the server's metrics.
 */
#include "support/com/event_sink.h"
#include "support/com/member_calls.h"
#include "support/com/remote_job.h"

namespace {

std::wstring TextOf(IPerfectHashJobInfo *job, HRESULT (STDMETHODCALLTYPE IPerfectHashJobInfo::*get)(BSTR *))
{
    BSTR text = nullptr;
    CHECK((job->*get)(&text) == S_OK);
    const std::wstring out(text != nullptr ? text : L"");
    SysFreeString(text);
    return out;
}

double NumberOf(IPerfectHashJobInfo *job, HRESULT (STDMETHODCALLTYPE IPerfectHashJobInfo::*get)(double *))
{
    double number = -1;
    CHECK((job->*get)(&number) == S_OK);
    return number;
}

LONG CountOf(const Com<IPerfectHashJobInfos> &jobs)
{
    LONG count = -1;
    CHECK(jobs->get_Count(&count) == S_OK);
    return count;
}

bool Solves(const ServerAndClient &both)
{
    return Eventually([&] {
        Com<IPerfectHashJobInfos> jobs;
        Com<IPerfectHashJobInfo> first;
        return both.server->get_Jobs(jobs.out()) == S_OK && jobs->get_Item(0, first.out()) == S_OK &&
               TextOf(first.p, &IPerfectHashJobInfo::get_Step) == L"solve";
    });
}

} // namespace

TEST_CASE("a list of jobs has each with its numbers, and stays as it was")
{
    Apartment apartment;
    TemporaryFolder folder;
    ServerAndClient both;
    Com<IPerfectHashJob> job;
    REQUIRE(both.client->TableCreate(Bstr(LongLine(folder).c_str()), job.out()) == S_OK);
    double id = 0;
    REQUIRE(job->get_RequestId(&id) == S_OK);
    REQUIRE(Solves(both));
    Com<IPerfectHashJobInfos> fromServer, fromClient;
    REQUIRE(both.server->get_Jobs(fromServer.out()) == S_OK);
    REQUIRE(both.client->GetJobs(fromClient.out()) == S_OK);
    for (const auto *jobs : {&fromServer, &fromClient}) {
        REQUIRE(CountOf(*jobs) == 1);
        Com<IPerfectHashJobInfo> info;
        REQUIRE((*jobs)->get_Item(0, info.out()) == S_OK);
        CHECK(NumberOf(info.p, &IPerfectHashJobInfo::get_RequestId) == id);
        CHECK(TextOf(info.p, &IPerfectHashJobInfo::get_Kind) == L"Table");
        CHECK(TextOf(info.p, &IPerfectHashJobInfo::get_Sid).find(L"S-1-") == 0);
        CHECK(TextOf(info.p, &IPerfectHashJobInfo::get_User).find(L'\\') != std::wstring::npos);
        CHECK(TextOf(info.p, &IPerfectHashJobInfo::get_Input) == folder.file(L"long.keys"));
        CHECK(TextOf(info.p, &IPerfectHashJobInfo::get_Output).empty());
        CHECK(TextOf(info.p, &IPerfectHashJobInfo::get_Step) == L"solve");
        CHECK(TextOf(info.p, &IPerfectHashJobInfo::get_WaitsFor).empty());
        LONG process = 0, place = -1;
        CHECK((info->get_Process(&process) == S_OK && process == static_cast<LONG>(GetCurrentProcessId())));
        CHECK((info->get_Place(&place) == S_OK && place == 0));
        CHECK(NumberOf(info.p, &IPerfectHashJobInfo::get_Age) < 600);
        CHECK(NumberOf(info.p, &IPerfectHashJobInfo::get_MemoryBytes) > 131072);
        CHECK(NumberOf(info.p, &IPerfectHashJobInfo::get_Progress) < 1);
        CHECK(NumberOf(info.p, &IPerfectHashJobInfo::get_Total) == 1);
        CHECK(NumberOf(info.p, &IPerfectHashJobInfo::get_Completed) == 0);
        CHECK(NumberOf(info.p, &IPerfectHashJobInfo::get_Failed) == 0);
    }
    CHECK(Holds(LastResponse(both.client),
                L"{\"request\": \"GetJobs\", \"code\": \"0x00000000\", \"jobs\": [{\"kind\": \"table\""));
    CHECK(Holds(LastResponse(both.client), L"\"step\": \"solve\", \"waitsFor\": \"\""));
    CHECK(job->Cancel() == S_OK);
    VARIANT_BOOL done = VARIANT_FALSE;
    CHECK((job->Wait(PatienceMs, &done) == S_OK && done == VARIANT_TRUE));
    CHECK(CountOf(fromClient) == 1);
    Com<IPerfectHashJobInfos> after;
    CHECK(Eventually([&] { return both.running() == 0; }));
    REQUIRE(both.client->GetJobs(after.out()) == S_OK);
    CHECK(CountOf(after) == 0);
}

TEST_CASE("a list of jobs can be walked, and wrong arguments are refused")
{
    Apartment apartment;
    TemporaryFolder folder;
    ServerAndClient both;
    Com<IPerfectHashJob> one, two;
    REQUIRE(both.client->TableCreate(Bstr(LongLine(folder).c_str()), one.out()) == S_OK);
    REQUIRE(both.client->TableCreate(Bstr(LongLine(folder, L"other.keys").c_str()), two.out()) == S_OK);
    Com<IPerfectHashJobInfos> jobs;
    REQUIRE(both.client->GetJobs(jobs.out()) == S_OK);
    REQUIRE(CountOf(jobs) == 2);
    Com<IUnknown> unknown;
    REQUIRE(jobs->get__NewEnum(unknown.out()) == S_OK);
    VARIANT items[3];
    ULONG got = 0;
    CHECK(unknown.query<IEnumVARIANT>(IID_IEnumVARIANT)->Next(3, items, &got) == S_FALSE);
    REQUIRE(got == 2);
    double before = 0;
    for (ULONG i = 0; i < got; i++) {
        Com<IPerfectHashJobInfo> info;
        REQUIRE(V_DISPATCH(&items[i])->QueryInterface(IID_IPerfectHashJobInfo, reinterpret_cast<void **>(info.out())) ==
                S_OK);
        CHECK(NumberOf(info.p, &IPerfectHashJobInfo::get_RequestId) > before);
        before = NumberOf(info.p, &IPerfectHashJobInfo::get_RequestId);
        CHECK(GettersThatFail(V_DISPATCH(&items[i])).empty());
        VariantClear(&items[i]);
    }
    CHECK(GettersThatFail(jobs.p).empty());
    Com<IPerfectHashJobInfo> none;
    for (const LONG index : {-1L, 2L}) {
        CHECK(jobs->get_Item(index, none.out()) == PERFECTHASH_E_ARGUMENT);
        CHECK(Holds(ErrorText(), L"which"));
    }
    CHECK(jobs->get_Item(0, nullptr) == E_POINTER);
    CHECK(jobs->get__NewEnum(nullptr) == E_POINTER);
    CHECK(jobs->get_Count(nullptr) == E_POINTER);
    CHECK(both.client->GetJobs(nullptr) == E_POINTER);
    CHECK(both.server->get_Jobs(nullptr) == E_POINTER);
    CHECK(both.server->Stop(0) == S_OK);
    Com<IPerfectHashJobInfos> stopped;
    CHECK((both.server->get_Jobs(stopped.out()) == S_OK && CountOf(stopped) == 0));
}

TEST_CASE("a client without jobs asks a server that lets one connection in")
{
    Apartment apartment;
    ServerAndClient both;
    REQUIRE(both.server->Stop(0) == S_OK);
    REQUIRE(both.server->put_MaxConnectionsPerClient(1) == S_OK);
    REQUIRE(both.server->Start() == S_OK);
    double milliseconds = 0;
    REQUIRE(both.client->Ping(&milliseconds) == S_OK);
    Com<IPerfectHashJobInfos> jobs;
    Bstr metrics, rings;
    CHECK(both.client->GetJobs(jobs.out()) == S_OK);
    CHECK(both.client->GetMetrics(metrics.out()) == S_OK);
    CHECK(both.client->GetRings(rings.out()) == S_OK);
    Com<IPerfectHashStatistics> statistics;
    CHECK(both.client->GetServerStatistics(statistics.out()) == S_OK);
    CHECK(Holds(LastResponse(both.client), L"oldestCallback"));
}

TEST_CASE("a client and the server's object have its metrics")
{
    Apartment apartment;
    ServerAndClient both;
    BSTR fromClient = nullptr, fromServer = nullptr, stopped = nullptr;
    REQUIRE(both.client->GetMetrics(&fromClient) == S_OK);
    REQUIRE(both.server->get_Metrics(&fromServer) == S_OK);
    for (const BSTR text : {fromClient, fromServer}) {
        CHECK(Holds(text, L"# TYPE perfecthash_jobs counter\n"));
        CHECK(std::wstring(text).substr(SysStringLen(text) - 6) == L"# EOF\n");
    }
    CHECK(Holds(LastResponse(both.client), L"\"metrics\": \"# TYPE "));
    CHECK(both.client->GetMetrics(nullptr) == E_POINTER);
    CHECK(both.server->get_Metrics(nullptr) == E_POINTER);
    CHECK(both.server->Stop(0) == S_OK);
    CHECK((both.server->get_Metrics(&stopped) == S_OK && SysStringLen(stopped) == 0));
    SysFreeString(fromClient);
    SysFreeString(fromServer);
    SysFreeString(stopped);
}

TEST_CASE("a client has the last events of the server's workers")
{
    Apartment apartment;
    ServerAndClient both;
    BSTR rings = nullptr;
    REQUIRE(both.client->GetRings(&rings) == S_OK);
    CHECK(Holds(rings, L"node 0 worker 0 thread "));
    CHECK(Holds(rings, L"\n#0 -"));
    CHECK(Holds(LastResponse(both.client), L"\"rings\": \"node 0: in flight "));
    CHECK(both.client->GetRings(nullptr) == E_POINTER);
    SysFreeString(rings);
}

TEST_CASE("a client asks for the list beside the connection on which its jobs hang")
{
    Apartment apartment;
    ServerAndClient both;
    TemporaryFolder folder;
    LONG connections = 0;
    Com<IPerfectHashJob> job;
    REQUIRE(both.client->TableCreate(Bstr(LongLine(folder).c_str()), job.out()) == S_OK);
    Com<IPerfectHashJobInfos> jobs;
    REQUIRE(both.client->GetJobs(jobs.out()) == S_OK);
    CHECK((both.server->get_Connections(&connections) == S_OK && connections == 2));
    CHECK(both.client->Disconnect() == S_OK); // ends the job
    CHECK(Eventually([&] { return both.server->get_Connections(&connections) == S_OK && connections == 0; }));
    ServerAndClient other;
    REQUIRE(both.client->GetJobs(jobs.out()) == S_OK);
    REQUIRE(both.client->put_Endpoint(Bstr(other.endpoint.c_str())) == S_OK);
    REQUIRE(both.client->GetJobs(jobs.out()) == S_OK); // of that server
    CHECK((other.server->get_Connections(&connections) == S_OK && connections == 1));
}
