/*
 * These tests run jobs on a server in this process. A remote job has the properties, events and
 * results of a local one and tells its failures in words. Jobs can be found again, cancelled by
 * others, detached from their client, and end when their server stops.
 */
#include <thread>

#include "support/com/event_sink.h"
#include "support/com/remote_job.h"

TEST_CASE("a table made by a server is a job like a local one, in either apartment")
{
    TemporaryFolder folder;
    const std::wstring keys = WriteKeys(folder, L"some.keys", 5000);
    for (const DWORD model : {COINIT_APARTMENTTHREADED, COINIT_MULTITHREADED}) {
        Apartment apartment(model);
        ServerAndClient both;
        Com<IPerfectHashJob> job;
        REQUIRE(both.client->TableCreate(Bstr((L"\"" + keys + L"\" \"" + folder.file(L"out") + L"\"").c_str()),
                                         job.out()) == S_OK);
        CHECK(IdOf(job) >= 1);
        CHECK(Holds(LastResponse(both.client), L"\"requestId\": "));
        REQUIRE(Wait(job));
        CHECK(State(job) == PerfectHashJobSucceeded);
        CHECK(CodeOf(job) == 0);
        double fraction = 0;
        CHECK((job->get_Progress(&fraction) == S_OK && fraction == 1));
        Com<IDispatch> result;
        REQUIRE(job->get_Result(result.out()) == S_OK);
        REQUIRE(result.p);
        auto table = result.query<IPerfectHashTable>(IID_IPerfectHashTable);
        Com<IDispatch> again;
        CHECK(job->get_Result(again.out()) == S_OK);
        CHECK(again.p == result.p); // the file was read once
        LONG position = -1;
        CHECK((table->Index(Var::u32(SomeKeys(5000)[321]).v, &position) == S_OK && position == 321));
        // what was not written can't be given
        REQUIRE(both.client->TableCreate(Bstr((L"\"" + keys + L"\" --NoFileIo").c_str()), job.out()) == S_OK);
        REQUIRE(Wait(job));
        CHECK(job->get_Result(result.out()) == PERFECTHASH_E_TABLE_NOT_KEPT);
    }
}

TEST_CASE("a server's bulk run gives its tables, from folders and from a pack, and its failures")
{
    Apartment apartment;
    TemporaryFolder folder;
    CreateDirectoryW(folder.file(L"keys").c_str(), nullptr);
    for (uint32_t i = 0; i < 8; i++)
        WriteKeys(folder, (L"keys\\set" + std::to_wstring(i) + L".keys").c_str(), 100 + i, i + 1);
    folder.write(L"keys\\set9.keys", "\1\2\3\4\5", 5);
    ServerAndClient both;
    for (const bool pack : {false, true}) {
        const std::wstring options = pack ? L"--Pack=\"" + folder.file(L"all.phpack") + L"\"" : L"";
        Com<IPerfectHashJob> job;
        REQUIRE(both.client->BulkCreateDirectory(Bstr(folder.file(L"keys").c_str()),
                                                 pack ? nullptr : Bstr(folder.file(L"out").c_str()).p,
                                                 Bstr(options.c_str()), job.out()) == S_OK);
        REQUIRE(Wait(job));
        CHECK(State(job) == PerfectHashJobSucceeded);
        double failed = 0, total = 0;
        CHECK((job->get_Failed(&failed) == S_OK && failed == 1));
        CHECK((job->get_Total(&total) == S_OK && total == 9));
        Com<IDispatch> result;
        REQUIRE(job->get_Result(result.out()) == S_OK);
        auto tables = result.query<IPerfectHashTables>(IID_IPerfectHashTables);
        REQUIRE(tables.p);
        LONG count = 0, position = -1;
        CHECK((tables->get_Count(&count) == S_OK && count == 8));
        Com<IPerfectHashTable> table;
        REQUIRE(tables->get_Item(Var(3).v, table.out()) == S_OK);
        CHECK((table->Index(Var::u32(SomeKeys(103, 4)[50]).v, &position) == S_OK && position == 50));
        // who can't see the failures in the tables, as those of a pack, hears the first of them
        CHECK(CodeOf(job) == 0);
        CHECK(Holds(TextOf(job), L"set9.keys"));
        if (!pack) {
            Var failures;
            CHECK(tables->get_Failures(failures.out()) == S_OK);
            REQUIRE(Strings(failures).size() == 1);
            CHECK(Holds(Strings(failures)[0], L"set9.keys"));
            Bstr csv;
            CHECK((tables->get_CsvPath(csv.out()) == S_OK && !FileBytes(csv.str()).empty()));
        }
    }
    // as of a local job, and where nothing was kept
    auto context = NewContext();
    Com<IPerfectHashJob> local, remote;
    REQUIRE(context->BeginBulkCreate(Bstr(folder.file(L"keys").c_str()), nullptr, nullptr, local.out()) == S_OK);
    REQUIRE(both.client->BulkCreate(Bstr((L"\"" + folder.file(L"keys") + L"\" --NoFileIo").c_str()), remote.out()) ==
            S_OK);
    CHECK(Wait(local));
    CHECK(Wait(remote));
    CHECK(CodeOf(local) == 0);
    CHECK(Holds(TextOf(local), L"set9.keys"));
    CHECK(TextOf(remote) == TextOf(local));
}

TEST_CASE("a job that fails there tells why here")
{
    Apartment apartment;
    ServerAndClient both;
    Com<IPerfectHashJob> job;
    REQUIRE(both.client->TableCreate(Bstr(L"Z:\\no\\such.keys"), job.out()) == S_OK);
    REQUIRE(Wait(job));
    CHECK(State(job) == PerfectHashJobFailed);
    CHECK(CodeOf(job) == PERFECTHASH_E_KEYS_NOT_FOUND);
    CHECK(Holds(TextOf(job), L"such.keys"));
    Com<IDispatch> result;
    CHECK((job->get_Result(result.out()) == S_OK && !result.p));
    // and what the server refuses at once
    CHECK(both.client->Status(4711, job.out()) == PERFECTHASH_E_NO_SUCH_JOB);
    CHECK(Holds(ErrorText(), L"4711"));
    CHECK(Holds(LastResponse(both.client), L"\"error\": \"Job 4711"));
    VARIANT_BOOL wasRunning = VARIANT_TRUE;
    CHECK(both.client->CancelRequest(4711, &wasRunning) == PERFECTHASH_E_NO_SUCH_JOB);
    CHECK(wasRunning == VARIANT_FALSE);
}

TEST_CASE("several jobs of one client run at once, are cancelled, found again and let go of")
{
    Apartment apartment;
    TemporaryFolder folder;
    ServerAndClient both;
    auto other = both.NewClient();
    Com<IPerfectHashJob> first, second, third, found;
    const std::wstring line = LongLine(folder);
    REQUIRE(both.client->TableCreate(Bstr(line.c_str()), first.out()) == S_OK);
    REQUIRE(both.client->TableCreate(Bstr(line.c_str()), second.out()) == S_OK);
    REQUIRE(both.client->TableCreate(Bstr(line.c_str()), third.out()) == S_OK);
    CHECK(IdOf(first) != IdOf(second));
    CHECK(State(first) == PerfectHashJobRunning);
    CHECK_FALSE(Wait(first, 50));
    CHECK_FALSE(Wait(first, 0));
    REQUIRE(other->Status(IdOf(second), found.out()) == S_OK);
    CHECK(State(found) == PerfectHashJobRunning);
    CHECK(first->Cancel() == S_OK);
    REQUIRE(Wait(first));
    CHECK(State(first) == PerfectHashJobCancelled);
    CHECK(CodeOf(first) == PERFECTHASH_E_CANCELLED);
    CHECK(first->Cancel() == S_OK);
    VARIANT_BOOL wasRunning = VARIANT_FALSE;
    CHECK(other->CancelRequest(IdOf(second), &wasRunning) == S_OK);
    CHECK(wasRunning == VARIANT_TRUE);
    REQUIRE(Wait(found));
    CHECK(other->CancelRequest(IdOf(second), &wasRunning) == S_OK); // no code that scripts can't see
    CHECK(wasRunning == VARIANT_FALSE);
    REQUIRE(Wait(second));
    CHECK(State(found) == PerfectHashJobCancelled);
    // the client goes, and with it what it did not detach; the job object stays
    both.client.reset();
    REQUIRE(Wait(third));
    CHECK(State(third) == PerfectHashJobCancelled);
    CHECK(Until([&] { return both.running() == 0; }));
    // what has ended is still known
    REQUIRE(other->Status(IdOf(third), found.out()) == S_OK);
    CHECK(State(found) == PerfectHashJobCancelled);
}

TEST_CASE("a detached job goes on without its client, and can be asked about and cancelled by another")
{
    Apartment apartment;
    TemporaryFolder folder;
    ServerAndClient both;
    Com<IPerfectHashJob> job, found;
    REQUIRE(both.client->put_Detach(VARIANT_TRUE) == S_OK);
    REQUIRE(both.client->TableCreate(Bstr(LongLine(folder).c_str()), job.out()) == S_OK);
    const double id = IdOf(job);
    both.client.reset();
    CHECK_FALSE(Wait(job, 300));
    CHECK(both.running() == 1);
    auto other = both.NewClient();
    REQUIRE(other->Status(id, found.out()) == S_OK);
    CHECK(job->Cancel() == S_OK); // on a connection of its own
    REQUIRE(Wait(found));
    CHECK(State(job) == PerfectHashJobCancelled);
}

TEST_CASE("what a client begins has names that say so, too")
{
    Apartment apartment;
    KeysFolder folder(2);
    ServerAndClient both;
    Com<IPerfectHashJob> table, bulk, directory;
    const std::wstring keys = L"\"" + folder.keys() + L"\"", one = L"\"" + folder.keys() + L"\\set100.keys\"";
    REQUIRE(both.client->BeginTableCreate(Bstr(one.c_str()), table.out()) == S_OK);
    REQUIRE(both.client->BeginBulkCreate(Bstr(keys.c_str()), bulk.out()) == S_OK);
    REQUIRE(both.client->BeginBulkCreateDirectory(Bstr(folder.keys().c_str()), Bstr(folder.out().c_str()), nullptr,
                                                  directory.out()) == S_OK);
    for (const auto &job : {table, bulk, directory}) {
        REQUIRE(Wait(job));
        CHECK(State(job) == PerfectHashJobSucceeded);
    }
    CHECK(Number(table, &IPerfectHashJob::get_Total) == 1);
    CHECK(Number(bulk, &IPerfectHashJob::get_Total) == 2);
    CHECK(FilesBelow(folder.out()) > 2);
}

TEST_CASE("a job of the server's own process has the number that clients know it by")
{
    Apartment apartment;
    TemporaryFolder folder;
    ServerAndClient both;
    Com<IPerfectHashJob> job, found;
    REQUIRE(both.server->SubmitRequest(Bstr((L"TableCreate " + LongLine(folder)).c_str()), job.out()) == S_OK);
    CHECK(IdOf(job) != 0);
    REQUIRE(both.client->Status(IdOf(job), found.out()) == S_OK);
    CHECK(IdOf(found) == IdOf(job));
    VARIANT_BOOL wasRunning = VARIANT_FALSE;
    CHECK(both.client->CancelRequest(IdOf(job), &wasRunning) == S_OK);
    CHECK(wasRunning == VARIANT_TRUE);
    CHECK(Wait(job));
    CHECK(State(job) == PerfectHashJobCancelled);
}

TEST_CASE("a job whose server stops does not wait for ever")
{
    Apartment apartment;
    TemporaryFolder folder;
    ServerAndClient both;
    Com<IPerfectHashJob> job;
    REQUIRE(both.client->TableCreate(Bstr(LongLine(folder).c_str()), job.out()) == S_OK);
    std::thread stops([&] {
        Apartment inside;
        Sleep(100);
        both.server->Stop(0);
    });
    CHECK(Wait(job));
    stops.join();
    CHECK(State(job) != PerfectHashJobRunning);
    double ms;
    CHECK(FAILED(both.client->Ping(&ms)));
    VARIANT_BOOL connected = VARIANT_TRUE;
    CHECK((both.client->get_Connected(&connected) == S_OK && connected == VARIANT_FALSE));
    // a new server at the same place is found again
    REQUIRE(both.server->Start() == S_OK);
    CHECK(both.client->Ping(&ms) == S_OK);
}

TEST_CASE("a remote job tells its progress and its end to a sink")
{
    Apartment apartment;
    TemporaryFolder folder;
    ServerAndClient both;
    Com<IPerfectHashJob> job;
    EventSink sink(EventSink::Agile);
    REQUIRE(both.client->TableCreate(Bstr(LongLine(folder).c_str()), job.out()) == S_OK);
    const DWORD cookie = Advise(job, &sink);
    CHECK(Until([&] { return sink.count(Progress) != 0; }));
    CHECK_FALSE(sink.completed());
    CHECK(job->Cancel() == S_OK);
    REQUIRE(Until([&] { return sink.completed(); }));
    CHECK(sink.heard().back().whole(0) == PerfectHashJobCancelled);
    CHECK(sink.count(Completed) == 1);
    CHECK(sink.count(TableFailed) == 1);
    // one that comes late hears the end, too
    EventSink late(EventSink::Agile);
    const DWORD lateCookie = Advise(job, &late);
    CHECK(Until([&] { return late.completed(); }));
    Unadvise(job, cookie);
    Unadvise(job, lateCookie);
}

TEST_CASE("a remote table is told as a local one is, and a remote run by its numbers alone")
{
    Apartment apartment;
    TemporaryFolder folder;
    ServerAndClient both;
    const std::wstring keys = WriteKeys(folder, L"some.keys", 5000), none = folder.file(L"none.keys");
    EventSink made(EventSink::Agile), failed(EventSink::Agile), found(EventSink::Agile), bulk(EventSink::Agile);
    Com<IPerfectHashJob> job;
    const auto hear = [&](EventSink &sink) {
        const DWORD cookie = HearToTheEnd(job, sink);
        Unadvise(job, cookie);
        const std::vector<Heard> all = sink.heard();
        size_t table = 0;
        for (size_t i = 0; i < all.size(); i++)
            if (all[i].event == TableCreated || all[i].event == TableFailed)
                table = i;
        return all[table]; // of a table, if there was one
    };
    REQUIRE(both.client->TableCreate(Bstr((L"\"" + keys + L"\" \"" + folder.file(L"out") + L"\"").c_str()),
                                     job.out()) == S_OK);
    const double id = IdOf(job);
    const Heard table = hear(made);
    REQUIRE(table.event == TableCreated);
    CHECK(table.text(0) == keys);
    CHECK(GetFileAttributesW(table.text(1).c_str()) != INVALID_FILE_ATTRIBUTES);
    CHECK(table.number(2) == 5000);
    CHECK(made.count(TableCreated) == 1);
    REQUIRE(both.client->Status(id, job.out()) == S_OK);
    const Heard again = hear(found);
    REQUIRE(again.event == TableCreated);
    CHECK(again.text(0).empty());
    CHECK(again.text(1) == table.text(1));
    REQUIRE(both.client->TableCreate(Bstr((L"\"" + none + L"\" --NoFileIo").c_str()), job.out()) == S_OK);
    const Heard failure = hear(failed);
    REQUIRE(failure.event == TableFailed);
    CHECK(failure.text(0) == none);
    CHECK(failure.whole(1) == CodeOf(job));
    CHECK(failure.text(2) == TextOf(job));
    REQUIRE(both.client->BulkCreate(Bstr((L"\"" + folder.path + L"\" --NoFileIo").c_str()), job.out()) == S_OK);
    CHECK(hear(bulk).event == Progress);
    CHECK(bulk.count(TableCreated) == 0);
}
