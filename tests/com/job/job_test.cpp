/*
 * A job is work that continues while its caller does something else. These tests prove its states,
 * results, errors, progress, cancellation and limited waits. A job needs neither its context nor
 * its own object to run to its end. A cancelled one leaves only whole tables.
 */
#include "support/com/event_sink.h"

namespace {
Com<IPerfectHashTables> TablesOf(const Com<IPerfectHashJob> &job)
{
    Com<IDispatch> result;
    CHECK(job->get_Result(result.out()) == S_OK);
    return result.p ? result.query<IPerfectHashTables>(IID_IPerfectHashTables) : Com<IPerfectHashTables>();
}

// What the process has committed for itself alone.
double PrivateBytes()
{
    double bytes = 0;
    MEMORY_BASIC_INFORMATION region;
    for (char *at = nullptr; VirtualQuery(at, &region, sizeof region); at += region.RegionSize)
        if (region.State == MEM_COMMIT && region.Type == MEM_PRIVATE)
            bytes += static_cast<double>(region.RegionSize);
    return bytes;
}
}

TEST_CASE("a begun table is a job that ends with the table")
{
    for (const DWORD model : {COINIT_APARTMENTTHREADED, COINIT_MULTITHREADED}) {
        Apartment apartment(model);
        auto context = NewContext();
        auto job = BeginTable(context, 20000);
        REQUIRE(Wait(job));
        CHECK(State(job) == PerfectHashJobSucceeded);
        Bstr text;
        CHECK((job->get_StateText(text.out()) == S_OK && text.str() == L"Succeeded"));
        CHECK(Number(job, &IPerfectHashJob::get_Progress) == 1);
        CHECK(Number(job, &IPerfectHashJob::get_Total) == 1);
        CHECK(Number(job, &IPerfectHashJob::get_Completed) == 1);
        CHECK(Number(job, &IPerfectHashJob::get_Failed) == 0);
        LONG code = 1, position = -1;
        CHECK((job->get_ErrorCode(&code) == S_OK && code == 0));
        CHECK((job->get_Error(text.out()) == S_OK && text.str().empty()));
        Com<IDispatch> result;
        CHECK(job->get_Result(result.out()) == S_OK);
        REQUIRE(result.p);
        auto table = result.query<IPerfectHashTable>(IID_IPerfectHashTable);
        CHECK((table->Index(Var::u32(SomeKeys(20000)[77]).v, &position) == S_OK && position == 77));
    }
}

TEST_CASE("a job that fails tells why, and reading its properties is no error")
{
    Apartment apartment;
    auto context = NewContext();
    Com<IPerfectHashJob> job;
    REQUIRE(context->BeginTableCreate(Bstr(L"Z:\\no\\such.keys"), nullptr, nullptr, job.out()) == S_OK);
    REQUIRE(Wait(job));
    CHECK(State(job) == PerfectHashJobFailed);
    LONG code = 0;
    Bstr text;
    CHECK((job->get_ErrorCode(&code) == S_OK && code == PERFECTHASH_E_KEYS_NOT_FOUND));
    CHECK((job->get_Error(text.out()) == S_OK && text.str().find(L"such.keys") != std::wstring::npos));
    Com<IDispatch> result;
    CHECK(job->get_Result(result.out()) == S_OK);
    CHECK(result.p == nullptr);
    CHECK(Number(job, &IPerfectHashJob::get_Failed) == 1);
    // what is wrong with the arguments is said at once
    CHECK(context->BeginTableCreate(Bstr(L"a.keys"), nullptr, Bstr(L"--NoSuchOption"), job.out()) ==
          PERFECTHASH_E_OPTION_UNKNOWN);
    CHECK(job.p == nullptr);
}

TEST_CASE("a bulk run of no directory, or of one without keys files, fails and says so")
{
    Apartment apartment;
    TemporaryFolder folder;
    auto context = NewContext();
    Com<IPerfectHashTables> tables;
    CHECK(context->BulkCreate(Bstr(folder.file(L"absent").c_str()), nullptr, nullptr, tables.out()) ==
          PERFECTHASH_E_DIRECTORY_NOT_FOUND);
    CHECK(ErrorTells(L"absent"));
    CHECK(context->BulkCreate(Bstr(folder.path.c_str()), nullptr, nullptr, tables.out()) ==
          PERFECTHASH_E_NO_KEYS_FILES);
    CHECK(context->BulkCreate(nullptr, nullptr, nullptr, tables.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(context->BulkCreate(Bstr(folder.path.c_str()), nullptr, Bstr(L"--Includ=x"), tables.out()) ==
          PERFECTHASH_E_OPTION_UNKNOWN);
    CHECK(tables.p == nullptr);
}

TEST_CASE("a bulk job shows its progress and can be cancelled")
{
    Apartment apartment;
    KeysFolder folder(60);
    auto context = NewContext();
    Com<IPerfectHashJob> job;
    REQUIRE(context->BeginBulkCreate(Bstr(folder.keys().c_str()), Bstr(folder.out().c_str()), nullptr, job.out()) ==
            S_OK);
    double last = 0;
    while (!Wait(job, 1)) {
        const double progress = Number(job, &IPerfectHashJob::get_Progress);
        CHECK(progress >= last);
        CHECK(progress <= 1);
        last = progress;
    }
    CHECK(State(job) == PerfectHashJobSucceeded);
    CHECK(Number(job, &IPerfectHashJob::get_Completed) == 60);
    CHECK(TablesOf(job).p != nullptr);
    const double elapsed = Number(job, &IPerfectHashJob::get_Elapsed);
    Sleep(20);
    CHECK(Number(job, &IPerfectHashJob::get_Elapsed) == elapsed);

    REQUIRE(context->BeginBulkCreate(Bstr(folder.keys().c_str()), Bstr((folder.path + L"\\out2").c_str()), nullptr,
                                     job.out()) == S_OK);
    CHECK(job->Cancel() == S_OK);
    REQUIRE(Wait(job));
    CHECK((State(job) == PerfectHashJobCancelled || State(job) == PerfectHashJobSucceeded));
    if (State(job) == PerfectHashJobCancelled) {
        LONG code = 0;
        CHECK((job->get_ErrorCode(&code) == S_OK && code == PERFECTHASH_E_CANCELLED));
        CHECK(Number(job, &IPerfectHashJob::get_Progress) < 1);
    }
    CHECK(job->Cancel() == S_OK); // of a job that is done: nothing
}

TEST_CASE("a cancelled run leaves whole tables and nothing else")
{
    Apartment apartment;
    KeysFolder folder(200);
    int cancelled = 0;
    auto context = NewContext();
    for (DWORD round = 0; round < 8; round++) {
        const std::wstring out = folder.out() + std::to_wstring(round);
        Com<IPerfectHashJob> bulk, table;
        REQUIRE(context->BeginBulkCreate(Bstr(folder.keys().c_str()), Bstr(out.c_str()), nullptr, bulk.out()) == S_OK);
        REQUIRE(context->BeginTableCreateFromKeys(ArrayOf(VT_UI4, SomeKeys(50000)).v, Bstr(L"t"), nullptr, nullptr,
                                                  table.out()) == S_OK);
        Sleep(5 * round);
        for (const auto &job : {bulk, table}) {
            CHECK(job->Cancel() == S_OK);
            REQUIRE(Wait(job));
            LONG code = 0;
            CHECK(job->get_ErrorCode(&code) == S_OK);
            CHECK(State(job) == (code == S_OK ? PerfectHashJobSucceeded : PerfectHashJobCancelled));
            CHECK((code == S_OK || code == PERFECTHASH_E_CANCELLED));
        }
        // Of each table there are both files, the .pht a whole one, or not even its folder.
        const bool whole = State(bulk) == PerfectHashJobSucceeded;
        cancelled += !whole;
        size_t tables = 0;
        for (size_t i = 0; i < 200; i++) {
            const std::wstring name = L"set" + std::to_wstring(100 + i),
                               path = out + L"\\" + name + L"_Chm01_Quadx_And";
            if (GetFileAttributesW(path.c_str()) == INVALID_FILE_ATTRIBUTES)
                continue;
            Com<IPerfectHashTable> loaded;
            CHECK(FilesBelow(path) == 2);
            CHECK(context->LoadTable(Bstr((path + L"\\" + name + L".pht").c_str()), loaded.out()) == S_OK);
            tables++;
        }
        CHECK((tables == 200 || !whole));
        CHECK(FilesBelow(out) == 2 * tables + (whole ? 2 : 0));
    }
    MESSAGE(cancelled, " cancelled");
    CHECK(cancelled > 0);
}

TEST_CASE("a job that was begun on a temporary context runs to its end")
{
    for (const DWORD model : {COINIT_APARTMENTTHREADED, COINIT_MULTITHREADED}) {
        Apartment apartment(model);
        KeysFolder folder(100);
        auto bulk = BeginBulk(NewContext(), folder);
        auto table = BeginTable(NewContext(), 50000);
        for (const auto &job : {bulk, table}) {
            REQUIRE(Wait(job));
            CHECK(State(job) == PerfectHashJobSucceeded);
            Com<IDispatch> result;
            CHECK((job->get_Result(result.out()) == S_OK && result.p != nullptr));
        }
        CHECK(FilesBelow(folder.out()) == 202);
    }
}

TEST_CASE("a job that nobody holds runs to its end")
{
    Apartment apartment;
    KeysFolder folder(100);
    BeginBulk(NewContext(), folder);
    CHECK(Until([&] { return FilesBelow(folder.out()) == 202; }));
}

TEST_CASE("what a job gave goes with the job, and does not stay with its context")
{
    Apartment apartment;
    auto context = NewContext();
    auto job = BeginTable(context, 1000000);
    REQUIRE(Wait(job));
    Com<IDispatch> result;
    REQUIRE(job->get_Result(result.out()) == S_OK);
    double bytes = 0;
    REQUIRE(result.query<IPerfectHashTable>(IID_IPerfectHashTable)->get_TableBytes(&bytes) == S_OK);
    REQUIRE(bytes > 1000000);
    result.reset();
    const double before = PrivateBytes();
    job.reset();
    CHECK(Until([&] { return PrivateBytes() <= before - bytes / 2; }));
}

TEST_CASE("a wait has a limit, and a wrong one is refused")
{
    Apartment apartment(COINIT_APARTMENTTHREADED);
    auto context = NewContext();
    auto job = BeginTable(context, 300000);
    VARIANT_BOOL done;
    CHECK(job->Wait(-2, &done) == PERFECTHASH_E_ARGUMENT);
    CHECK(job->Wait(0, nullptr) == E_POINTER);
    CHECK(job->Wait(0, &done) == S_OK);
    CHECK(Wait(job, -1));
}

TEST_CASE("a job's result is one object, whoever asks and however often")
{
    Apartment apartment;
    KeysFolder folder(3);
    auto context = NewContext();
    for (const auto &job : {BeginTable(context, 100), BeginBulk(context, folder)}) {
        REQUIRE(Wait(job));
        Com<IDispatch> first, second;
        REQUIRE((job->get_Result(first.out()) == S_OK && job->get_Result(second.out()) == S_OK));
        CHECK(first.p != nullptr);
        CHECK(first.p == second.p);
    }
}
