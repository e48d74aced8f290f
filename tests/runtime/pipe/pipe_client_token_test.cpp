/*
 * A completion token lets a client watch a job. This test plays a server that gives whole, late and
 * wrong tokens. A token whose handles are not the expected ones is refused, and no handle of it
 * remains. In debug builds the Nth Win32 call of a client's life fails.
 */
#include "runtime/base/win32_calls.h"
#include "runtime/pipe/completion_token.h"
#include "support/runtime/fixture.h"
#include "support/runtime/played_server.h"

namespace {

// What a server gives out with a token, made in this process.
struct Given {
    HANDLE event = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    HANDLE section;
    JobRecord *record;
    ProtocolTokenPayload payload = {};
    explicit Given(uint64_t jobId = 77, size_t bytes = sizeof(JobRecord))
        : section(
              CreateFileMappingW(INVALID_HANDLE_VALUE, nullptr, PAGE_READWRITE, 0, static_cast<DWORD>(bytes), nullptr)),
          record(static_cast<JobRecord *>(MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0)))
    {
        REQUIRE(record);
        if (bytes >= sizeof(JobRecord))
            JobRecordInit(record, jobId, 2);
        payload.jobId = jobId;
        payload.eventHandle = Duplicate(event);
        payload.sectionHandle = Duplicate(section);
        payload.sectionBytes = sizeof(JobRecord);
    }
    ~Given()
    {
        UnmapViewOfFile(record);
        CloseHandle(section);
        CloseHandle(event);
    }
    Given(const Given &) = delete;
    Given &operator=(const Given &) = delete;
    static uint64_t Duplicate(HANDLE handle)
    {
        HANDLE copy = nullptr;
        REQUIRE(
            DuplicateHandle(GetCurrentProcess(), handle, GetCurrentProcess(), &copy, 0, FALSE, DUPLICATE_SAME_ACCESS));
        return reinterpret_cast<uintptr_t>(copy);
    }
    Bytes Encoded() const
    {
        Bytes bytes(ProtocolTokenBytes);
        ProtocolTokenEncode(&payload, bytes.data());
        return bytes;
    }
};

DWORD OpenAndClose(const Bytes &payload)
{
    CompletionToken token;
    const DWORD error = CompletionTokenOpen(payload.data(), payload.size(), &token);
    CHECK((error == ERROR_SUCCESS) == (token.record != nullptr));
    CompletionTokenClose(&token);
    return error;
}

} // namespace

TEST_CASE("a token that comes when nobody waits for it any more leaves no handle")
{
    HANDLE cancel = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    HANDLE own = OpenProcess(PROCESS_DUP_HANDLE, FALSE, GetCurrentProcessId());
    CompletionToken token;
    ProtocolTokenPayload given = {};
    REQUIRE(CompletionTokenCreate(&token, 42, 1) == ERROR_SUCCESS);
    {
        PlayedServer server([&](PlayedServer &at) {
            const ProtocolHeader request = at.ReadRequest();
            Bytes payload(ProtocolTokenBytes);
            CHECK(CompletionTokenGive(&token, own, &given) == ERROR_SUCCESS);
            ProtocolTokenEncode(&given, payload.data());
            SetEvent(cancel);
            Sleep(10);
            at.Write(Encoded(AnswerTo(request, S_OK, payload.size()), payload));
            at.Read(1);
        });
        Connection connection(server.name, INFINITE, cancel);
        CHECK(connection.Request(ProtocolTableCreate, Bytes(2), ProtocolToken) == ERROR_CANCELLED);
        CHECK_FALSE(PipeClientAlive(connection.p));
        for (const uint64_t handle : {given.eventHandle, given.sectionHandle}) {
            DWORD flags;
            CHECK(handle != 0);
            CHECK_FALSE(GetHandleInformation(reinterpret_cast<HANDLE>(static_cast<ULONG_PTR>(handle)), &flags));
        }
    }
    CompletionTokenClose(&token);
    CloseHandle(own);
    CloseHandle(cancel);
}

TEST_CASE("a token gives the record as it is, and its event")
{
    Given given;
    CompletionToken token;
    const Bytes payload = given.Encoded();
    REQUIRE(CompletionTokenOpen(payload.data(), payload.size(), &token) == ERROR_SUCCESS);
    CHECK(token.jobId == 77);
    JobRecordValues values = {};
    values.state = JobRecordSucceeded;
    values.kind = 2;
    values.jobId = 77;
    values.total = values.completed = values.succeeded = 5;
    JobRecordWrite(given.record, &values, nullptr, nullptr);
    JobRecordValues read;
    REQUIRE(JobRecordRead(token.record, sizeof *token.record, &read, nullptr, nullptr));
    CHECK((read.state == JobRecordSucceeded && read.total == 5));
    CHECK(WaitForSingleObject(token.event, 0) == WAIT_TIMEOUT);
    SetEvent(given.event);
    CHECK(WaitForSingleObject(token.event, 0) == WAIT_OBJECT_0);
    MEMORY_BASIC_INFORMATION view;
    REQUIRE(VirtualQuery(token.record, &view, sizeof view));
    CHECK(view.Protect == PAGE_READONLY);
    CompletionTokenClose(&token);
    CHECK(token.event == nullptr);
    CompletionTokenClose(&token);
}

TEST_CASE("a token whose handles are not what they should be is refused, and nothing of it is left")
{
    {
        Given first;
        OpenAndClose(first.Encoded());
    }
    const DWORD handles = HandleCount();
    {
        Given given;
        Bytes payload = given.Encoded();
        payload.pop_back();
        CHECK(OpenAndClose(payload) == ERROR_INVALID_DATA);
        CHECK(OpenAndClose(given.Encoded()) == ERROR_SUCCESS);
    }
    for (const uint64_t bad :
         {0ull, 2ull, 0xFFFFFFFFFFFFFFFFull, 0xFFFFFFFFFFFFFFFEull, 0x100000004ull, 0x80000004ull}) {
        Given event, section;
        CloseHandle(reinterpret_cast<HANDLE>(static_cast<uintptr_t>(event.payload.eventHandle)));
        CloseHandle(reinterpret_cast<HANDLE>(static_cast<uintptr_t>(section.payload.sectionHandle)));
        HANDLE keptSection = reinterpret_cast<HANDLE>(static_cast<uintptr_t>(event.payload.sectionHandle));
        HANDLE keptEvent = reinterpret_cast<HANDLE>(static_cast<uintptr_t>(section.payload.eventHandle));
        event.payload.eventHandle = bad;
        section.payload.sectionHandle = bad;
        CHECK(OpenAndClose(event.Encoded()) == ERROR_INVALID_DATA);
        CHECK(OpenAndClose(section.Encoded()) == ERROR_INVALID_DATA);
        CloseHandle(keptSection); // what stands beside a value that is nobody's is not believed either
        CloseHandle(keptEvent);
    }
    { // the two confused
        Given given;
        std::swap(given.payload.eventHandle, given.payload.sectionHandle);
        CHECK(OpenAndClose(given.Encoded()) != ERROR_SUCCESS);
    }
    { // a section that is too small, or said to be
        Given small(77, 4096);
        CHECK(OpenAndClose(small.Encoded()) != ERROR_SUCCESS);
        Given given;
        given.payload.sectionBytes = sizeof(JobRecord) - 1;
        CHECK(OpenAndClose(given.Encoded()) == ERROR_INVALID_DATA);
    }
    { // a record that isn't one, or of another job, or of another version
        Given given, other, version, torn;
        given.record->magic = 1;
        CHECK(OpenAndClose(given.Encoded()) == ERROR_INVALID_DATA);
        other.payload.jobId = 78;
        CHECK(OpenAndClose(other.Encoded()) == ERROR_INVALID_DATA);
        version.record->version++;
        CHECK(OpenAndClose(version.Encoded()) == ERROR_INVALID_DATA);
        torn.record->sequence = 1; // for ever
        CHECK(OpenAndClose(torn.Encoded()) == ERROR_INVALID_DATA);
    }
    CHECK(HandleCount() == handles);
}

#ifndef NDEBUG
namespace {

// A whole life of a client while the nth call fails (0: none). What is true of it whatever fails is
// checked here; true: the call came.
bool LiveWithFailure(LONG nth)
{
    const LONG outstanding = Win32Outstanding();
    Given given;
    const Bytes token = given.Encoded();
    bool reached, connected, answered, asked = false;
    {
        PlayedServer server([&](PlayedServer &at) {
            const ProtocolHeader request = at.ReadRequest();
            asked = request.type != 0;
            if (asked)
                at.Write(Encoded(AnswerTo(request, S_OK, token.size()), token));
            at.Read(1);
        });
        Win32FailNth(nth);
        {
            Connection connection(server.name, 5000);
            connected = connection.error == ERROR_SUCCESS;
            CHECK(connected == (connection.p != nullptr));
            answered =
                connected && connection.Request(ProtocolBulkCreate, Bytes(8, 'k'), ProtocolToken) == ERROR_SUCCESS;
            if (answered)
                OpenAndClose(connection.answer);
            if (connected)
                PipeClientAlive(connection.p);
        }
        reached = nth != 0 && Win32FailNthReached();
        Win32FailNth(0);
        // A server that nobody came to still waits.
        HANDLE pipe =
            CreateFileW((L"\\\\.\\pipe\\" + server.name).c_str(), GENERIC_READ, 0, nullptr, OPEN_EXISTING, 0, nullptr);
        if (pipe != INVALID_HANDLE_VALUE)
            CloseHandle(pipe);
    }
    CHECK((connected || !asked));
    CHECK((reached || (connected && answered)));
    if (!answered) {
        CloseHandle(reinterpret_cast<HANDLE>(static_cast<uintptr_t>(given.payload.eventHandle)));
        CloseHandle(reinterpret_cast<HANDLE>(static_cast<uintptr_t>(given.payload.sectionHandle)));
    }
    CHECK(Win32Outstanding() == outstanding);
    return reached;
}

} // namespace

TEST_CASE("whichever call fails, a client leaves nothing, and sends nothing to a server it does not know")
{
    // What the system and the C++ library make once comes with one pass or another, most of it with
    // the first; a leak comes with each.
    bool same = false;
    for (int pass = 0; pass < 4 && !same; pass++) {
        const DWORD handles = HandleCount();
        LONG nth = 0;
        while (LiveWithFailure(nth) || nth == 0)
            nth++;
        CHECK(nth > 15);
        // The other end of a pipe is closed by the system when it gets to it.
        same = pass != 0 && Eventually([&] { return HandleCount() <= handles; });
    }
    CHECK(same);
}
#endif
