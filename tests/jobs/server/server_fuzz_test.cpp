/*
 * Several clients send random and spoiled requests to a whole server: its parsers, paths, jobs and
 * tokens. The server answers, does not crash or hang, and serves a well-behaved client meanwhile.
 * Its handles and its memory do not grow.
 */
#include <windows.h>

#include <psapi.h>

#include "jobs/server/server_state.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pipe/pipe_listener.h"
#include "support/jobs/bulk_fixture.h"
#include "support/jobs/server_fixture.h"
#include "support/jobs/stress.h"
#include "support/pipe_fuzzer.h"

namespace {

// What a client may say, and a few characters of it as they come.
struct Words {
    std::vector<std::wstring> lines, directories;

    explicit Words(const std::wstring &folder)
    {
        const std::wstring some = Quoted(folder + L"\\0001-set.keys"), keys = Quoted(folder);
        lines = {some,
                 some + L" " + Quoted(folder + L"\\out") + L" Chm01 Quadx And --NoFileIo --RngSeed=7",
                 some + L" --HashFunction=MultiplyShiftR --MaxAttempts=9",
                 keys,
                 keys + L" --Include=0*.keys;*.txt --Exclude=*3* --Recursive",
                 keys + L" --Pack=" + Quoted(folder + L"\\all.phpack"),
                 keys + L" --MaximumConcurrency=3 --Shard=2/3 --NoSummary",
                 L"--Merge=" + keys,
                 L"\"\"",
                 L"C:\\none.keys --Contains"};
        const std::wstring nothing(1, L'\0');
        directories = {folder + nothing + nothing, folder + nothing + folder + L"\\out" + nothing + L"--Recursive",
                       folder + nothing + nothing + L"--Include=*1*"};
    }

    static std::wstring Spoiled(PipeFuzzer &fuzzer, std::wstring text)
    {
        static const wchar_t any[] = L"\"'\\/:.*?;=- \t\x00e9"
                                     L"\xd83d"
                                     L"\xde00"
                                     L"\xffff"
                                     L"09AZaz";
        for (uint32_t i = fuzzer.Upto(3); i && !text.empty(); i--) {
            const size_t at = fuzzer.Upto(static_cast<uint32_t>(text.size()) - 1);
            const wchar_t one = any[fuzzer.Upto(sizeof any / sizeof *any - 1)]; // its NUL, too
            switch (fuzzer.Upto(3)) {
            case 0: text[at] = one; break;
            case 1: text.insert(at, 1 + fuzzer.Upto(fuzzer.Upto(50) ? 1 : 3000), one); break;
            case 2: text.erase(at, 1 + fuzzer.Upto(5)); break;
            default: text += text.substr(at, 40);
            }
        }
        return text;
    }

    Bytes Message(PipeFuzzer &fuzzer) const
    {
        static const uint16_t types[] = {
            ProtocolPing,       ProtocolStatistics, ProtocolTableCreate,         ProtocolTableCreate,
            ProtocolBulkCreate, ProtocolBulkCreate, ProtocolBulkCreateDirectory, ProtocolCancel,
            ProtocolStatus,     ProtocolStatus};
        const uint16_t type = types[fuzzer.Upto(9)];
        Bytes payload;
        uint32_t flags = 0;
        if (type == ProtocolCancel || type == ProtocolStatus) {
            payload.resize(ProtocolJobIdBytes);
            ProtocolJobIdEncode(fuzzer.Upto(9) ? fuzzer.Upto(static_cast<uint32_t>(fuzzer.messages) * 2)
                                               : fuzzer.random(),
                                payload.data());
            flags = type == ProtocolStatus ? fuzzer.Upto(1) * ProtocolToken : 0;
        } else if (type >= ProtocolTableCreate && type <= ProtocolBulkCreateDirectory) {
            const std::vector<std::wstring> &all = type == ProtocolBulkCreateDirectory ? directories : lines;
            const std::wstring text = Spoiled(fuzzer, all[fuzzer.Upto(static_cast<uint32_t>(all.size()) - 1)]);
            payload.assign(reinterpret_cast<const uint8_t *>(text.data()),
                           reinterpret_cast<const uint8_t *>(text.data() + text.size()));
            payload.resize(payload.size() < 6 ? 6 : payload.size());
            flags = fuzzer.Upto(3);
        }
        return ::Message(type, payload, fuzzer.random(), flags);
    }
};

// The client's process is this one: what it was given it has to close.
void CloseToken(const Answer &answer)
{
    CompletionToken token;
    if (answer.header.status == 0 && answer.payload.size() == ProtocolTokenBytes &&
        CompletionTokenOpen(answer.payload.data(), answer.payload.size(), &token) == ERROR_SUCCESS)
        CompletionTokenClose(&token);
}

size_t PrivateBytes()
{
    PROCESS_MEMORY_COUNTERS counters = {};
    counters.cb = sizeof counters;
    CHECK(GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters));
    return counters.PagefileUsage;
}

} // namespace

TEST_CASE(
    "server stress: a whole server takes random and spoiled requests, and neither its handles nor its memory grow")
{
#ifndef NDEBUG
    const LONG blocks = Win32Outstanding();
#endif
    {
        Folder folder;
        WriteSets(folder.path, 4, 40);
        TestServer server;
        const std::wstring root = folder.path;
        server.options.allowedRoots[0] = root.c_str();
        server.options.allowedRootCount = 1;
        server.options.noFileIo = TRUE;
        server.options.maxRequests = 16;
        server.options.maxConnectionsPerClient = 200;
        server.options.log = nullptr;
        server.start();
        server.server->pipe->messageTimeoutMs = 100;
        const Words words(folder.path);
        const PipeFuzzer fuzzer = {
            L"\\\\.\\pipe\\" + server.endpoint, {}, [&](PipeFuzzer &of) { return words.Message(of); }, CloseToken};
        const auto round = [&](int messagesEach) {
            const PipeFuzzer all = FuzzPipe(fuzzer, messagesEach, 8, 16,
                                            [&](int) { return Client(server).ask(ProtocolPing).status == S_OK; });
            CHECK(all.answers > all.messages * 4 / 5);
            CHECK(server.runs(0));
            CHECK(Eventually([&] { return server.statistics().connections == 0; }));
            CHECK(server.statistics().buffersInUse == 0);
        };
        round(300);
        const DWORD handles = HandleCount();
        const size_t bytes = PrivateBytes();
        round(Stressed() ? 50000 : 1000);
        MESSAGE("handles " << handles << ", then " << HandleCount() << "; KiB " << bytes / 1024 << ", then "
                           << PrivateBytes() / 1024);
        CHECK(HandleCount() <= handles + 8);
        CHECK(PrivateBytes() <= bytes + (size_t(4) << 20));
        CHECK(FilesBelow(folder.path).size() == 4);
    }
#ifndef NDEBUG
    CHECK(Win32Outstanding() == blocks);
#endif
}
