#include "support/jobs/server_fixture.h"

std::wstring FreshEndpoint()
{
    static volatile LONG number;
    return L"jobs-test-" + std::to_wstring(GetCurrentProcessId()) + L"-" +
           std::to_wstring(InterlockedIncrement(&number));
}

TestServer::TestServer()
{
    ServerOptionsDefault(&options);
    options.endpoint = endpoint.c_str();
    options.runtime.iocpConcurrency = 2;
    options.runtime.maxThreads = 4;
    options.log = [](void *context, const wchar_t *line) {
        CHECK(line[0] != 0);
        static_cast<TestServer *>(context)->lines++;
    };
    options.logContext = this;
}

void TestServer::start()
{
    Failure failure = {};
    const HRESULT code = ServerStart(&options, &server, &failure);
    INFO(TextOf(failure));
    REQUIRE(code == S_OK);
}

ProtocolServerStatistics TestServer::statistics() const
{
    ProtocolServerStatistics statistics;
    ServerStatisticsTake(server, &statistics);
    return statistics;
}

bool TestServer::runs(uint64_t jobs) const
{
    return Eventually([&] { return statistics().jobsRunning == jobs; });
}

uint64_t ServerAnswer::job() const
{
    ProtocolTokenPayload token;
    REQUIRE(ProtocolTokenDecode(payload.data(), payload.size(), &token));
    return token.jobId;
}

static Record Read(const JobRecord *record, size_t bytes)
{
    Record read;
    std::vector<uint16_t> message(JobRecordMessageChars), path(JobRecordPathChars);
    REQUIRE(JobRecordRead(record, bytes, &read.values, message.data(), path.data()));
    read.message = reinterpret_cast<const wchar_t *>(message.data());
    read.path = reinterpret_cast<const wchar_t *>(path.data());
    return read;
}

Record ServerAnswer::record() const
{
    std::vector<JobRecord> record(1);
    REQUIRE(JobRecordDecode(payload.data(), payload.size(), record.data()));
    return Read(record.data(), sizeof record[0]);
}

Token::Token(const ServerAnswer &answer) : CompletionToken()
{
    REQUIRE(answer.error == ERROR_SUCCESS);
    INFO(answer.text());
    REQUIRE(answer.status == S_OK);
    REQUIRE(CompletionTokenOpen(answer.payload.data(), answer.payload.size(), this) == ERROR_SUCCESS);
}

Record Token::read() const
{
    return Read(record, sizeof *record);
}

Client::Client(const TestServer &server)
{
    PipeClientOptions options = {};
    options.endpoint = server.endpoint.c_str();
    REQUIRE(PipeClientConnect(&options, &connection) == ERROR_SUCCESS);
}

void Client::close()
{
    PipeClientClose(connection);
    connection = nullptr;
}

ServerAnswer Client::ask(ProtocolType type, const Bytes &payload, uint32_t flags)
{
    ServerAnswer answer;
    void *bytes = nullptr;
    size_t size = 0;
    answer.error =
        PipeClientRequest(connection, type, flags, payload.data(), payload.size(), &answer.status, &bytes, &size);
    if (answer.error == ERROR_SUCCESS)
        answer.payload.assign(static_cast<uint8_t *>(bytes), static_cast<uint8_t *>(bytes) + size);
    PipeClientFree(bytes);
    return answer;
}

ServerAnswer Client::ask(ProtocolType type, const std::wstring &line, uint32_t flags)
{
    const uint8_t *bytes = reinterpret_cast<const uint8_t *>(line.data());
    return ask(type, Bytes(bytes, bytes + line.size() * sizeof(wchar_t)), flags);
}

ServerAnswer Client::about(ProtocolType type, uint64_t job, uint32_t flags)
{
    Bytes payload(ProtocolJobIdBytes);
    ProtocolJobIdEncode(job, payload.data());
    return ask(type, payload, flags);
}

std::wstring Quoted(const std::wstring &word)
{
    return L"\"" + word + L"\"";
}

std::wstring LongLine(const Folder &folder)
{
    const std::wstring path = folder / L"long.keys";
    WriteKeys(path, AddressLikeKeys(32768));
    return Quoted(path) + L" --HashFunction=MultiplyShiftR --MaxTableResizes=0 --MaxAttempts=18446744073709551615";
}

HeldWorker::HeldWorker(const TestServer &server, const std::wstring &line)
{
    ServerWatcher watcher = {};
    BulkJob *bulk = nullptr;
    watcher.context = this;
    watcher.moved = [](TableJob *, void *context) {
        SetEvent(static_cast<HeldWorker *>(context)->came);
        WaitForSingleObject(static_cast<HeldWorker *>(context)->go, 60000);
    };
    REQUIRE(ServerSubmit(server.server, (L"TableCreate " + line).c_str(), &watcher, &table, &bulk, &id, nullptr) ==
            S_OK);
    REQUIRE(WaitForSingleObject(came, 60000) == WAIT_OBJECT_0);
}

void HeldWorker::letGo()
{
    TableJobCancel(table);
    SetEvent(go);
}

HeldWorker::~HeldWorker()
{
    letGo();
    WaitForSingleObject(TableJobEvent(table), 60000);
    TableJobRelease(table);
    CloseHandle(came);
    CloseHandle(go);
}

Bytes UnknownType(const Bytes &request)
{
    const std::u16string words = u"its type is not known";
    Bytes answer = {'P', 'H', 'I', 'P', 1, 0, request[6], 0x80, 0, 0, 0, 0, 13, 0, 7, 0x80};
    answer.insert(answer.end(), request.begin() + 16, request.begin() + 24);
    answer.insert(answer.end(), {static_cast<uint8_t>(2 * words.size()), 0, 0, 0, 0, 0, 0, 0});
    for (const char16_t c : words)
        answer.insert(answer.end(), {static_cast<uint8_t>(c), 0});
    return answer;
}
