/*
 * A context's statistics count the nodes, files, bytes and work items of its runtime, which other
 * contexts may share. The test
 * reads them before and after one table. Reading statistics early starts no runtime and no thread.
 */
#include "support/com/fixture.h"

TEST_CASE("statistics count what the runtime did, and cost nothing before it started")
{
    Apartment apartment;
    TemporaryFolder folder;
    auto context = NewContext();
    REQUIRE(context->put_MaxThreads(3) == S_OK); // a runtime that nobody else here has
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
    double waits = -1, oldest = -1;
    CHECK((after->get_InFlight(&waits) == S_OK && waits >= 0));
    CHECK((after->get_TimersRun(&waits) == S_OK && waits >= 0));
    CHECK((after->get_BuffersExhausted(&waits) == S_OK && waits == 0));
    CHECK((after->get_OldestCallback(&oldest) == S_OK && oldest >= 0));
    double requests = -1; // a context is no server
    CHECK((after->get_Requests(&requests) == S_OK && requests == 0));
}
