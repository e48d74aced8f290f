/*
 * This test parses each option of a server and reads its field. Wrong values, unknown names and one
 * root too many are refused.
 */
#include "jobs/pure/option_take.h"
#include "jobs/table/runtime_options.h"
#include "support/jobs/server_fixture.h"

TEST_CASE("the options of a server")
{
    ServerOptions options;
    ServerOptionsDefault(&options);
    CHECK(options.localOnly);
    const OptionGroup groups[] = {ServerOptionsGroup(&options), RuntimeOptionsGroup(&options.runtime)};
    // clang-format off
    const wchar_t *words[] = {L"--Endpoint=x", L"--LocalOnly=false", L"--MaxConcurrency", L"3", L"--maxthreads=7",
                              L"--NumaNodes=0", L"--SimulatedNumaNodes=2", L"--BufferGuardPages", L"--NoFileIo",
                              L"--IoMode=Mapped", L"--AllowedRoot=C:\\a;C:\\b", L"--AllowedRoot", L"D:\\c",
                              L"--AllowUser=S-1-5-32-545", L"--MaxRequests=5", L"--BaseOutputDirectory=E:\\out",
                              L"--DrainTimeout=17", L"--MaxConnections=9", L"--MaxConnectionsPerClient=8"};
    // clang-format on
    Failure failure = {};
    const auto refuse = [](void *, size_t, const wchar_t *, Failure *) { return E_FAIL; };
    const auto take = [&](std::vector<const wchar_t *> line) {
        return OptionTakeAll(groups, ARRAYSIZE(groups), (int)line.size(), line.data(), refuse, nullptr, &failure);
    };
    REQUIRE(OptionTakeAll(groups, ARRAYSIZE(groups), ARRAYSIZE(words), words, refuse, nullptr, &failure) == S_OK);
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
    CHECK(take({L"--MaxRequestsPerUser=4", L"--MaxDetachedPerUser=3", L"--MaxConnectionsPerUser=2"}) == S_OK);
    CHECK(take({L"--MaxJobSeconds=60", L"--MaxMemoryPerUser=5000000000"}) == S_OK);
    CHECK(options.maxMemoryPerUser == 5000000000);
    CHECK(options.maxRequestsPerUser == 4);
    CHECK(options.maxDetachedPerUser == 3);
    CHECK(options.maxConnectionsPerUser == 2);
    CHECK(options.maxJobSeconds == 60);
    CHECK(take({L"--IocpConcurrency=4"}) == S_OK);
    CHECK(options.runtime.iocpConcurrency == 4);
    for (const wchar_t *bad : {L"--MaxRequests=0", L"--MaxConnections=0", L"--IoMode=x", L"--LocalOnly=perhaps",
                               L"--IocpConcurrency=513", L"--MaxThreads=1025", L"--MaxJobSeconds=2147484"})
        CHECK(take({bad}) == PERFECTHASH_E_OPTION_VALUE);
    CHECK(take({L"--MaxRequest=1"}) == PERFECTHASH_E_OPTION_UNKNOWN);
    CHECK(Contains(TextOf(failure), L"--MaxRequests"));
    for (uint32_t i = options.allowedRootCount; i < ServerMostRoots; i++)
        CHECK(take({L"--AllowedRoot=C:\\x"}) == S_OK);
    CHECK(take({L"--AllowedRoot=C:\\x"}) == PERFECTHASH_E_OPTION_VALUE);
    CHECK(options.allowedRootCount == ServerMostRoots);
}
