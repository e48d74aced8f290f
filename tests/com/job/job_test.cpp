// Jobs, collections of tables, statistics: work that goes on while the caller does something else.
#include "support/com/fixture.h"

namespace {
Com<IPerfectHashTables> TablesOf(const Com<IPerfectHashJob> &job)
{
    Com<IDispatch> result;
    CHECK(job->get_Result(result.out()) == S_OK);
    return result.p ? result.query<IPerfectHashTables>(IID_IPerfectHashTables) : Com<IPerfectHashTables>();
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

TEST_CASE("a bulk run makes a table of each file and lists what failed")
{
    Apartment apartment;
    KeysFolder folder(12, true);
    auto context = NewContext();
    const auto tables = MakeTables(context, folder);
    LONG count = 0, skipped = -1;
    CHECK((tables->get_Count(&count) == S_OK && count == 12));
    CHECK((tables->get_SkippedCount(&skipped) == S_OK && skipped == 0));
    Var failures;
    CHECK(tables->get_Failures(failures.out()) == S_OK);
    REQUIRE(Strings(failures).size() == 1);
    CHECK(Strings(failures)[0].find(L"set150bad.keys") != std::wstring::npos);
    Bstr csv, json;
    CHECK((tables->get_CsvPath(csv.out()) == S_OK && !FileBytes(csv.str()).empty()));
    CHECK((tables->get_JsonPath(json.out()) == S_OK && !FileBytes(json.str()).empty()));
    CHECK((tables->get_PackPath(json.out()) == S_OK && json.str().empty()));
    for (LONG i = 0; i < count; i++) {
        Com<IPerfectHashTable> table;
        REQUIRE(tables->get_Item(Var(i).v, table.out()) == S_OK);
        LONG keys = 0, position = -1;
        CHECK((table->get_KeyCount(&keys) == S_OK && keys == 50 + 13 * i)); // in the order of the input
        CHECK((table->Index(Var::u32(SomeKeys(50, static_cast<uint32_t>(i + 1))[9]).v, &position) == S_OK &&
               position == 9));
    }
    Com<IPerfectHashTable> table;
    CHECK(tables->get_Item(Var::text(L"SET103").v, table.out()) == S_OK);
    CHECK(tables->get_Item(Var::text(L"set103.keys").v, table.out()) == S_OK);
    CHECK(tables->get_Item(Var::text(L"set150bad").v, table.out()) == PERFECTHASH_E_NO_SUCH_TABLE);
    CHECK(tables->get_Item(Var(12).v, table.out()) == PERFECTHASH_E_NO_SUCH_TABLE);
    CHECK(tables->get_Item(Var(-1).v, table.out()) == PERFECTHASH_E_NO_SUCH_TABLE);
    CHECK(tables->get_Item(ArrayOf<LONG>(VT_I4, {1}).v, table.out()) == PERFECTHASH_E_ARGUMENT);
    for (const double number : {1.5, -0.5, 1e10, -1e10})
        CHECK(tables->get_Item(Var::real(number).v, table.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(ErrorText() == L"which: a whole number from 0, or the name of a keys file is wanted.");
    CHECK(tables->get_Item(Var::real(-2147483648.0).v, table.out()) == PERFECTHASH_E_NO_SUCH_TABLE);
    CHECK(table.p == nullptr);
    LONG keys = 0;
    REQUIRE(tables->get_Item(Var::real(2).v, table.out()) == S_OK);
    CHECK((table->get_KeyCount(&keys) == S_OK && keys == 50 + 13 * 2));
}

TEST_CASE("an enumerator yields every table, starts again and clones")
{
    Apartment apartment;
    KeysFolder folder(5, true);
    auto context = NewContext();
    const auto tables = MakeTables(context, folder);
    Com<IUnknown> unknown, another;
    REQUIRE(tables->get__NewEnum(unknown.out()) == S_OK);
    REQUIRE(tables->get__NewEnum(another.out()) == S_OK);
    CHECK(unknown.p != another.p);
    auto enumerator = unknown.query<IEnumVARIANT>(IID_IEnumVARIANT);
    REQUIRE(enumerator.p);
    VARIANT items[8];
    ULONG got = 0;
    CHECK(enumerator->Next(2, items, &got) == S_OK);
    CHECK(got == 2);
    Com<IEnumVARIANT> clone;
    REQUIRE(enumerator->Clone(clone.out()) == S_OK);
    for (ULONG i = 0; i < got; i++) {
        CHECK(V_VT(&items[i]) == VT_DISPATCH);
        VariantClear(&items[i]);
    }
    CHECK(enumerator->Next(8, items, &got) == S_FALSE);
    CHECK(got == 3);
    for (ULONG i = 0; i < got; i++)
        VariantClear(&items[i]);
    CHECK(enumerator->Next(1, items, &got) == S_FALSE);
    CHECK(got == 0);
    CHECK(clone->Skip(2) == S_OK);
    CHECK(clone->Skip(2) == S_FALSE);
    CHECK(enumerator->Reset() == S_OK);
    CHECK(enumerator->Next(1, items, nullptr) == S_OK);
    VariantClear(&items[0]);
    CHECK(enumerator->Next(2, items, nullptr) == E_POINTER);
    CHECK(enumerator->Next(1, nullptr, &got) == E_POINTER);
    // by IDispatch, as hosts do, twice in a row
    for (int i = 0; i < 2; i++) {
        DISPPARAMS none = {};
        Var value;
        CHECK(tables->Invoke(DISPID_NEWENUM, IID_NULL, 1, DISPATCH_METHOD | DISPATCH_PROPERTYGET, &none, value.out(),
                             nullptr, nullptr) == S_OK);
        CHECK(V_VT(&value.v) == VT_UNKNOWN);
    }
    // a file that went away is an error of that table alone
    Com<IPerfectHashTable> table;
    Var files;
    REQUIRE(tables->get_Item(Var(0).v, table.out()) == S_OK);
    Bstr output;
    CHECK((tables->get_OutputDirectory(output.out()) == S_OK && output.str() == folder.out()));
    REQUIRE(DeleteFileW((folder.out() + L"\\set100_Chm01_Quadx_And\\set100.pht").c_str()));
    CHECK(enumerator->Reset() == S_OK);
    CHECK(enumerator->Next(1, items, &got) == PERFECTHASH_E_TABLE_NOT_FOUND);
    CHECK(got == 0);
}

TEST_CASE("a bulk run without files verifies its tables and keeps none")
{
    Apartment apartment;
    KeysFolder folder(3);
    auto context = NewContext();
    CHECK(context->put_NoFileIo(VARIANT_TRUE) == S_OK);
    const auto tables = MakeTables(context, folder);
    LONG count = 0;
    CHECK((tables->get_Count(&count) == S_OK && count == 3));
    Com<IPerfectHashTable> table;
    CHECK(tables->get_Item(Var(0).v, table.out()) == PERFECTHASH_E_TABLE_NOT_KEPT);
    CHECK(GetFileAttributesW(folder.out().c_str()) == INVALID_FILE_ATTRIBUTES);
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

TEST_CASE("a context released while jobs run cancels them and leaves nothing behind")
{
    Apartment apartment;
    KeysFolder folder(200);
    const DWORD threads = ThreadCount();
    int cancelled = 0;
    for (DWORD round = 0; round < 8; round++) {
        const std::wstring out = folder.out() + std::to_wstring(round);
        Com<IPerfectHashJob> bulk, table;
        {
            auto context = NewContext();
            REQUIRE(context->BeginBulkCreate(Bstr(folder.keys().c_str()), Bstr(out.c_str()), nullptr, bulk.out()) ==
                    S_OK);
            REQUIRE(context->BeginTableCreateFromKeys(ArrayOf(VT_UI4, SomeKeys(50000)).v, Bstr(L"t"), nullptr, nullptr,
                                                      table.out()) == S_OK);
            Sleep(5 * round);
        }
        for (const auto &job : {bulk, table}) {
            CHECK(Wait(job, 0)); // the jobs outlive the context, and are done
            LONG code = 0;
            CHECK(job->get_ErrorCode(&code) == S_OK);
            CHECK(State(job) == (code == S_OK ? PerfectHashJobSucceeded : PerfectHashJobCancelled));
            CHECK((code == S_OK || code == PERFECTHASH_E_CANCELLED));
        }
        CHECK(ThreadCount() == threads);
        // Of each table there are both files, the .pht a whole one, or not even its folder.
        const bool whole = State(bulk) == PerfectHashJobSucceeded;
        cancelled += !whole;
        auto loader = NewContext();
        size_t tables = 0;
        for (size_t i = 0; i < 200; i++) {
            const std::wstring name = L"set" + std::to_wstring(100 + i),
                               path = out + L"\\" + name + L"_Chm01_Quadx_And";
            if (GetFileAttributesW(path.c_str()) == INVALID_FILE_ATTRIBUTES)
                continue;
            Com<IPerfectHashTable> loaded;
            CHECK(FilesBelow(path) == 2);
            CHECK(loader->LoadTable(Bstr((path + L"\\" + name + L".pht").c_str()), loaded.out()) == S_OK);
            tables++;
        }
        CHECK((tables == 200 || !whole));
        CHECK(FilesBelow(out) == 2 * tables + (whole ? 2 : 0));
    }
    MESSAGE(cancelled, " cancelled");
    CHECK(cancelled > 0);
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

TEST_CASE("statistics count what the runtime did, and cost nothing before it started")
{
    Apartment apartment;
    TemporaryFolder folder;
    auto context = NewContext();
    const DWORD threads = ThreadCount();
    Com<IPerfectHashStatistics> before, after;
    LONG nodes = -1;
    REQUIRE(context->get_Statistics(before.out()) == S_OK);
    CHECK((before->get_Nodes(&nodes) == S_OK && nodes == 0));
    CHECK(ThreadCount() == threads);
    const std::wstring path = folder.write(L"a.keys", SomeKeys(100));
    Com<IPerfectHashTable> table;
    REQUIRE(context->TableCreate(Bstr(path.c_str()), Bstr(folder.path.c_str()), nullptr, table.out()) == S_OK);
    REQUIRE(context->get_Statistics(after.out()) == S_OK);
    double read = 0, written = 0, items = 0;
    CHECK((after->get_Nodes(&nodes) == S_OK && nodes >= 1));
    CHECK((after->get_FilesRead(&read) == S_OK && read == 1));
    CHECK((after->get_FilesWritten(&written) == S_OK && written == 2));
    CHECK((after->get_BytesRead(&read) == S_OK && read == 400));
    CHECK((after->get_ItemsRun(&items) == S_OK && items >= 4));
}

TEST_CASE("a main function's words do what a command line does")
{
    Apartment apartment;
    KeysFolder folder(3);
    auto context = NewContext();
    auto native = context.query<IPerfectHashIocpContextNative>(IID_IPerfectHashIocpContextNative);
    REQUIRE(native.p);
    const std::wstring keys = folder.keys() + L"\\set100.keys", directory = folder.keys(), out = folder.out();
    const wchar_t *words[] = {L"program.exe", keys.c_str(), out.c_str(), L"--RngSeed", L"4"};
    Com<IPerfectHashTable> table;
    REQUIRE(native->TableCreateArgvW(5, words, table.out()) == S_OK);
    double seed = 0;
    CHECK((table->get_RngSeed(&seed) == S_OK && seed == 4));
    words[1] = directory.c_str();
    Com<IPerfectHashTables> tables;
    REQUIRE(native->BulkCreateArgvW(5, words, tables.out()) == S_OK);
    LONG count = 0;
    CHECK((tables->get_Count(&count) == S_OK && count == 3));
    CHECK(native->TableCreateArgvW(0, words, table.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(native->TableCreateArgvW(2, nullptr, table.out()) == PERFECTHASH_E_ARGUMENT);
    words[2] = nullptr;
    CHECK(native->TableCreateArgvW(3, words, table.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(native->TableCreateArgvW(2, words, nullptr) == E_POINTER);
}

TEST_CASE("a pack is opened as a collection of its tables")
{
    Apartment apartment;
    KeysFolder folder(12, true);
    auto context = NewContext();
    const std::wstring pack = folder.file(L"all.phpack");
    Com<IPerfectHashTables> made, tables;
    REQUIRE(context->BulkCreate(Bstr(folder.keys().c_str()), nullptr, Bstr((L"--Pack=\"" + pack + L"\"").c_str()),
                                made.out()) == S_OK);
    Com<IPerfectHashTable> own;
    CHECK(made->get_Item(Var(3).v, own.out()) == S_OK); // a run's tables come from its pack, too
    REQUIRE(context->LoadPack(Bstr(pack.c_str()), tables.out()) == S_OK);
    Bstr path;
    CHECK((made->get_PackPath(path.out()) == S_OK && path.str() == pack));
    CHECK((tables->get_PackPath(path.out()) == S_OK && path.str() == pack));
    context.reset(); // they need no context
    LONG count = 0, position = -1;
    CHECK((tables->get_Count(&count) == S_OK && count == 12));
    for (LONG i = 0; i < count; i++) {
        Com<IPerfectHashTable> table;
        REQUIRE(tables->get_Item(Var(i).v, table.out()) == S_OK);
        LONG keys = 0;
        CHECK((table->get_KeyCount(&keys) == S_OK && keys == 50 + 13 * i));
        CHECK((table->Find(Var::u32(SomeKeys(50, static_cast<uint32_t>(i + 1))[9]).v, &position) == S_OK &&
               position == 9));
    }
    Com<IPerfectHashTable> table;
    Bstr name;
    REQUIRE(tables->get_Item(Var::text(L"SET103.keys").v, table.out()) == S_OK);
    CHECK((table->get_Name(name.out()) == S_OK && name.str() == L"set103"));
    CHECK(tables->get_Item(Var::text(L"set103").v, table.out()) == S_OK);
    CHECK(tables->get_Item(Var(12).v, table.out()) == PERFECTHASH_E_NO_SUCH_TABLE);
    CHECK(tables->get_Item(Var::text(L"set150bad.keys").v, table.out()) == PERFECTHASH_E_NO_SUCH_TABLE);
    Com<IUnknown> unknown;
    REQUIRE(tables->get__NewEnum(unknown.out()) == S_OK);
    auto enumerator = unknown.query<IEnumVARIANT>(IID_IEnumVARIANT);
    VARIANT items[16];
    ULONG got = 0;
    CHECK(enumerator->Next(16, items, &got) == S_FALSE);
    CHECK(got == 12);
    for (ULONG i = 0; i < got; i++)
        VariantClear(&items[i]);
    // Nobody changes a pack that is open.
    const HANDLE writer = CreateFileW(pack.c_str(), GENERIC_WRITE, 7, nullptr, OPEN_EXISTING, 0, nullptr);
    CHECK(writer == INVALID_HANDLE_VALUE);
}

TEST_CASE("what is no pack, and a pack with a damaged table, are refused and named")
{
    Apartment apartment;
    KeysFolder folder(3);
    auto context = NewContext();
    const std::wstring pack = folder.file(L"all.phpack");
    Com<IPerfectHashTables> tables;
    REQUIRE(context->BulkCreate(Bstr(folder.keys().c_str()), nullptr, Bstr((L"--Pack=\"" + pack + L"\"").c_str()),
                                tables.out()) == S_OK);
    CHECK(context->LoadPack(Bstr(folder.file(L"none.phpack").c_str()), tables.out()) == PERFECTHASH_E_PACK_NOT_FOUND);
    CHECK(ErrorTells(L"none.phpack: there is no such pack file"));
    CHECK(tables.p == nullptr);
    CHECK(context->LoadPack(Bstr(folder.keys().c_str()), tables.out()) == PERFECTHASH_E_PACK_UNREADABLE);
    CHECK(ErrorTells(L"the pack file can't be read: it is not a file."));
    CHECK(context->LoadPack(nullptr, tables.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(context->LoadPack(Bstr(pack.c_str()), nullptr) == E_POINTER);
    std::vector<uint8_t> bytes = FileBytes(pack);
    for (const size_t size : {size_t(0), size_t(63), size_t(127), bytes.size() - 1}) {
        const std::wstring cut = folder.write(L"cut.phpack", bytes.data(), size);
        CHECK(context->LoadPack(Bstr(cut.c_str()), tables.out()) == PERFECTHASH_E_PACK);
        CHECK(ErrorTells(L"cut.phpack"));
    }
    bytes[200] ^= 1; // in the first table
    const std::wstring damaged = folder.write(L"damaged.phpack", bytes.data(), bytes.size());
    REQUIRE(context->LoadPack(Bstr(damaged.c_str()), tables.out()) == S_OK);
    Com<IPerfectHashTable> table;
    CHECK(FAILED(tables->get_Item(Var(0).v, table.out())));
    CHECK(ErrorTells(L"damaged.phpack"));
    CHECK(tables->get_Item(Var(1).v, table.out()) == S_OK);
}

TEST_CASE("shards are merged by a command line")
{
    Apartment apartment;
    KeysFolder folder(6);
    auto context = NewContext();
    Com<IPerfectHashTables> tables;
    for (const wchar_t *shard : {L"--Shard=1/2", L"--Shard=2/2"})
        REQUIRE(context->BulkCreate(Bstr(folder.keys().c_str()), Bstr(folder.out().c_str()), Bstr(shard),
                                    tables.out()) == S_OK);
    REQUIRE(context->BulkCreateCommandLine(Bstr((L"--Merge \"" + folder.out() + L"\"").c_str()), tables.out()) == S_OK);
    LONG count = 0;
    CHECK((tables->get_Count(&count) == S_OK && count == 6));
    Com<IPerfectHashTable> table;
    CHECK(tables->get_Item(Var::text(L"set104.keys").v, table.out()) == S_OK);
    CHECK(context->BulkCreate(Bstr(folder.keys().c_str()), nullptr,
                              Bstr((L"--Merge=\"" + folder.out() + L"\"").c_str()),
                              tables.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(ErrorTells(L"--Merge takes no other directory"));
}
