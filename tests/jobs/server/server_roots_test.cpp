/*
 * A server with allowed roots uses only paths below them. These tests try relative parts, other
 * case, devices, streams, shares and long names. Links are followed by their text, and a link that
 * leaves the roots is never opened. Results of shards and linked table folders cannot lead the
 * server elsewhere. Whichever call fails while a path is looked at, the path is refused, and never
 * allowed.
 */
#include "jobs/server/server_roots.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "support/jobs/bulk_fixture.h"
#include "support/jobs/links.h"
#include "support/jobs/server_fixture.h"

namespace {

struct Roots {
    ServerRoots roots = {};
    explicit Roots(const std::wstring &list = L"") // empty: none is given
    {
        const wchar_t *lists[] = {list.c_str()};
        Failure failure = {};
        REQUIRE(ServerRootsInit(&roots, lists, list.empty() ? 0 : 1, &failure) == S_OK);
    }
    ~Roots() { ServerRootsFree(&roots); }
    HRESULT check(const std::wstring &path, bool confined = false, std::wstring *out = nullptr) const
    {
        wchar_t *allowed = nullptr;
        Failure failure = {};
        const HRESULT code = ServerRootsPath(&roots, confined, path.c_str(), &allowed, &failure);
        if (SUCCEEDED(code) && out != nullptr)
            *out = allowed;
        if (FAILED(code))
            CHECK(Contains(TextOf(failure), path.substr(0, 40)));
        CHECK((allowed != nullptr) == SUCCEEDED(code));
        TextFree(allowed);
        return code;
    }
};

} // namespace

TEST_CASE("a path of a request is whole, and no device, pipe or stream")
{
    Roots anywhere;
    std::wstring out;
    CHECK(anywhere.check(L"C:\\some\\.\\folder\\..\\file.keys", false, &out) == S_OK);
    CHECK(out == L"C:\\some\\file.keys");
    CHECK(anywhere.check(L"c:/some/file.keys", false, &out) == S_OK);
    CHECK(out == L"c:\\some\\file.keys");
    CHECK(anywhere.check(L"\\\\?\\C:\\some\\file.keys", false, &out) == S_OK);
    CHECK(out == L"C:\\some\\file.keys");
    CHECK(anywhere.check(L"\\\\server\\share\\file.keys", false, &out) == S_OK);
    CHECK(anywhere.check(L"\\\\?\\UNC\\server\\share\\file.keys", false, &out) == S_OK);
    CHECK(out == L"\\\\server\\share\\file.keys");
    for (const wchar_t *path : {L"", L"file.keys", L"folder\\file.keys", L"\\file.keys", L"C:file.keys",
                                L"..\\file.keys", L"\\\\server", L"\\\\server\\", L"C:"})
        CHECK(anywhere.check(path) == PERFECTHASH_E_PATH_NOT_WHOLE);
    for (const wchar_t *path :
         {L"\\\\.\\pipe\\x", L"\\\\.\\C:\\file.keys", L"//./pipe/x", L"\\\\?\\pipe\\x",
          L"\\\\?\\GLOBALROOT\\Device\\Null", L"\\??\\C:\\file.keys",
          L"\\\\?\\Volume{00000000-0000-0000-0000-000000000000}\\file.keys", L"\\\\server\\pipe\\x",
          L"\\\\server\\PIPE\\x", L"\\\\server\\IPC$\\x", L"\\\\localhost\\mailslot\\x", L"\\\\?\\UNC\\server\\pipe\\x",
          L"C:\\file.keys:stream", L"C:\\folder:$DATA\\file.keys", L"C:\\folder\\NUL", L"C:\\CON"})
        CHECK(anywhere.check(path) == PERFECTHASH_E_NOT_ALLOWED);
}

TEST_CASE("paths of requests lie below a root")
{
    Folder folder, other;
    MakeFolder(folder / L"in");
    MakeFolder(folder / L"in\\deep");
    MakeFolder(folder / L"inside");
    WriteText(folder / L"in\\file.keys", "1234");
    Roots roots(folder / L"in" + L";" + other.path + L"\\;");
    for (const wchar_t *path : {L"in", L"in\\", L"in\\file.keys", L"IN\\File.Keys", L"in\\deep\\new\\newer.keys",
                                L"in\\deep\\..\\file.keys", L"in\\.\\deep"})
        CHECK(roots.check(folder / path) == S_OK);
    CHECK(roots.check(other / L"new") == S_OK);
    CHECK(roots.check(other.path) == S_OK);
    CHECK(roots.check(L"\\\\?\\" + (other / L"new")) == S_OK);
    for (const wchar_t *path :
         {L"", L"inside", L"inside\\file.keys", L"in\\..", L"in\\..\\inside", L"in\\deep\\..\\..\\x", L"i", L"x"})
        CHECK(roots.check(folder / path) == PERFECTHASH_E_PATH_NOT_ALLOWED);
    CHECK(roots.check(L"C:\\") == PERFECTHASH_E_PATH_NOT_ALLOWED);
    CHECK(roots.check(L"\\\\server\\share\\file.keys") == PERFECTHASH_E_PATH_NOT_ALLOWED);
    // Another user needs a root, the server's own does not.
    CHECK(roots.check(folder / L"in\\file.keys", true) == S_OK);
    Roots none;
    CHECK(none.check(folder / L"in\\file.keys", false) == S_OK);
    CHECK(none.check(folder / L"in\\file.keys", true) == PERFECTHASH_E_NOT_ALLOWED);
    // A root is a directory that is there.
    for (const std::wstring &bad : {folder / L"none", folder / L"in\\file.keys", std::wstring(L"\\\\.\\pipe")}) {
        ServerRoots made = {};
        Failure failure = {};
        const wchar_t *lists[] = {other.path.c_str(), bad.c_str()};
        CHECK(FAILED(ServerRootsInit(&made, lists, 2, &failure)));
        CHECK(made.roots == nullptr);
    }
}

TEST_CASE("a link does not lead out of a root")
{
    Folder folder;
    MakeFolder(folder / L"in");
    MakeFolder(folder / L"out");
    MakeFolder(folder / L"in\\real");
    const bool inner = MakeLink(folder / L"in\\ok", folder / L"in\\real", true),
               outer = MakeLink(folder / L"in\\bad", folder / L"out", true);
    const bool broken = MakeLink(folder / L"in\\broken", folder / L"out\\new", false);
    Roots roots(folder / L"in");
    CHECK(roots.check(folder / L"in\\real\\x") == S_OK);
    if (!inner || !outer) {
        MESSAGE("no symbolic links can be made here");
        return;
    }
    CHECK(roots.check(folder / L"in\\ok\\x") == S_OK);
    CHECK(roots.check(folder / L"in\\bad") == PERFECTHASH_E_PATH_NOT_ALLOWED);
    CHECK(roots.check(folder / L"in\\bad\\x.keys") == PERFECTHASH_E_PATH_NOT_ALLOWED);
    if (broken)
        CHECK(roots.check(folder / L"in\\broken") == PERFECTHASH_E_PATH_NOT_ALLOWED);
    for (const wchar_t *link : {L"in\\ok", L"in\\bad", L"in\\broken"})
        RemoveLink(folder / link);
}

namespace {

// As the system keeps a symbolic link or a mount point.
Bytes ReparseData(DWORD tag, const std::wstring &name, WORD nameBytes)
{
    const WORD head[] = {(WORD)tag, (WORD)(tag >> 16), 0, 0, 0, nameBytes, 0, 0, 1, 0};
    Bytes bytes(sizeof head - (tag == IO_REPARSE_TAG_SYMLINK ? 0 : 4) + name.size() * sizeof(wchar_t));
    memcpy(bytes.data(), head, sizeof head - (tag == IO_REPARSE_TAG_SYMLINK ? 0 : 4));
    memcpy(bytes.data() + bytes.size() - name.size() * sizeof(wchar_t), name.data(), name.size() * sizeof(wchar_t));
    return bytes;
}

LinkKind Parsed(const Bytes &bytes, std::wstring *out = nullptr)
{
    wchar_t *target = nullptr;
    const LinkKind kind = LinkParse(bytes.data(), bytes.size(), &target);
    CHECK((kind == LinkSays) == (target != nullptr));
    if (out != nullptr && target != nullptr)
        *out = target;
    TextFree(target);
    return kind;
}

LinkKind Parsed(DWORD tag, const std::wstring &name, std::wstring *out = nullptr)
{
    return Parsed(ReparseData(tag, name, (WORD)(2 * name.size())), out);
}

// Links that are not there, and who asks for what they lead to.
std::vector<std::pair<std::wstring, std::wstring>> links;
std::vector<std::wstring> asked;

LinkKind FromList(const wchar_t *path, wchar_t **target)
{
    asked.push_back(path);
    for (const auto &link : links) {
        if (link.first == path) {
            *target = TextCopy(link.second.c_str());
            return LinkSays;
        }
    }
    return wcsstr(path, L"none") != nullptr ? LinkMissing : wcsstr(path, L"secret") != nullptr ? LinkUnknown : LinkNone;
}

} // namespace

TEST_CASE("what the system keeps of a link is read, or refused where it makes no sense")
{
    std::wstring target;
    CHECK(Parsed(IO_REPARSE_TAG_SYMLINK, L"\\??\\C:\\some\\folder", &target) == LinkSays);
    CHECK(target == L"\\\\?\\C:\\some\\folder");
    CHECK(Parsed(IO_REPARSE_TAG_SYMLINK, L"..\\beside", &target) == LinkSays);
    CHECK(target == L"..\\beside");
    CHECK(Parsed(IO_REPARSE_TAG_MOUNT_POINT, L"\\??\\UNC\\host\\share", &target) == LinkSays);
    CHECK(target == L"\\\\?\\UNC\\host\\share");
    CHECK(Parsed(IO_REPARSE_TAG_MOUNT_POINT, L"\\??\\Volume{01234567-0000-0000-0000-000000000000}\\") == LinkNone);
    CHECK(Parsed(IO_REPARSE_TAG_MOUNT_POINT, L"\\??\\Volume{01234567-0000-0000-0000-000000000000}\\x") == LinkSays);
    CHECK(Parsed(0x9000001A, L"in the cloud") == LinkNone);
    CHECK(Parsed(0xA0000019, L"elsewhere") == LinkUnknown); // a kind of link that nobody has told of
    CHECK(Parsed(IO_REPARSE_TAG_SYMLINK, L"") == LinkUnknown);
    CHECK(Parsed(ReparseData(IO_REPARSE_TAG_SYMLINK, L"abc", 8)) == LinkUnknown);
    CHECK(Parsed(ReparseData(IO_REPARSE_TAG_SYMLINK, L"abc", 5)) == LinkUnknown);
    const Bytes whole = ReparseData(IO_REPARSE_TAG_SYMLINK, L"abc", 6);
    for (size_t bytes = 4; bytes < whole.size(); bytes++)
        CHECK(Parsed(Bytes(whole.begin(), whole.begin() + (ptrdiff_t)bytes)) == LinkUnknown);
}

TEST_CASE("links are followed by their letters, and none that leaves the roots is opened")
{
    wchar_t full[] = L"C:\\in", final[] = L"\\\\?\\D:\\true";
    ServerRoot root = {full, final, {}, FALSE};
    const ServerRoots roots = {&root, 1};
    const auto stays = [&](const wchar_t *path) {
        asked.clear();
        return ServerLinksStayBelow(&roots, path, FromList) == S_OK;
    };
    links = {{L"C:\\in\\ok", L"\\\\?\\C:\\in\\real"},
             {L"C:\\in\\up", L"..\\in\\real"},
             {L"C:\\in\\true", L"\\\\?\\D:\\true\\deep"},
             {L"C:\\in\\out", L"..\\outside"},
             {L"C:\\in\\host", L"\\\\?\\UNC\\host\\share"},
             {L"C:\\in\\bare", L"\\\\host\\share"},
             {L"C:\\in\\chain", L"middle"},
             {L"C:\\in\\middle", L"host\\deeper"},
             {L"C:\\in\\round", L"round"},
             {L"C:\\in\\drive", L"\\in\\real"},
             {L"C:\\in\\device", L"\\\\?\\GLOBALROOT\\Device\\x"},
             {L"D:\\true\\deep\\again", L"\\\\?\\C:\\elsewhere"}};
    for (const wchar_t *path : {L"C:\\in", L"C:\\in\\", L"C:\\in\\real\\x.keys", L"C:\\in\\none\\new", L"C:\\in\\ok",
                                L"C:\\in\\ok\\x.keys", L"C:\\in\\up\\x", L"C:\\in\\true\\x", L"C:\\in\\drive\\x"})
        CHECK_MESSAGE(stays(path), std::wstring(path));
    for (const wchar_t *path :
         {L"C:\\in\\out", L"C:\\in\\out\\x", L"C:\\in\\host\\x", L"C:\\in\\bare", L"C:\\in\\chain\\x", L"C:\\in\\round",
          L"C:\\in\\device", L"C:\\in\\true\\again\\x", L"C:\\in\\secret\\x", L"C:\\inside"}) {
        CHECK_FALSE_MESSAGE(stays(path), std::wstring(path));
        for (const std::wstring &each : asked)
            CHECK((each.find(L"C:\\in\\") == 0 || each.find(L"D:\\true\\") == 0));
    }
    links.clear();
    // And nothing behind the link is asked for before it is followed.
    links = {{L"C:\\in\\host", L"\\\\host\\share"}};
    CHECK_FALSE(stays(L"C:\\in\\host\\deep\\x"));
    CHECK(asked.size() == 1);
    links.clear();
}

TEST_CASE("a list that names no directory is refused, and does not allow all")
{
    for (const wchar_t *list : {L"", L";", L";;;"}) {
        const wchar_t *lists[] = {L"C:\\", list};
        ServerRoots roots = {};
        Failure failure = {};
        CHECK(ServerRootsInit(&roots, lists, 2, &failure) == PERFECTHASH_E_OPTION_VALUE);
        CHECK(Contains(TextOf(failure), L"AllowedRoot"));
        CHECK(roots.count == 0);
    }
}

TEST_CASE("a server keeps every path of a request below its roots")
{
    Folder folder, outside;
    MakeFolder(folder / L"keys");
    WriteSets(folder / L"keys", 2, 50);
    WriteKeys(outside / L"other.keys", SomeKeys(10));
    TestServer server;
    const std::wstring base = outside / L"base";
    server.options.allowedRoots[0] = folder.path.c_str();
    server.options.allowedRootCount = 1;
    server.options.baseOutputDirectory = base.c_str();
    server.start();
    Client client(server);
    const std::wstring keys = Quoted(folder / L"keys"), out = Quoted(folder / L"out"),
                       elsewhere = Quoted(outside / L"x");
    const auto refused = [&](ProtocolType type, const std::wstring &line) {
        const ServerAnswer answer = client.ask(type, line, ProtocolToken);
        CHECK(answer.status == PERFECTHASH_E_PATH_NOT_ALLOWED);
        CHECK(Contains(answer.text(), outside.path));
    };
    refused(ProtocolTableCreate, Quoted(outside / L"other.keys"));
    refused(ProtocolTableCreate, Quoted(folder / L"keys\\0000-set.keys") + L" " + elsewhere);
    refused(ProtocolBulkCreate, Quoted(outside.path) + L" " + out);
    refused(ProtocolBulkCreate, keys + L" " + elsewhere);
    refused(ProtocolBulkCreate, keys + L" --Pack=" + elsewhere);
    refused(ProtocolBulkCreate, L"--Merge=" + Quoted(outside.path));
    CHECK(client.ask(ProtocolBulkCreate, std::wstring(L"--Merge=out")).status == PERFECTHASH_E_PATH_NOT_WHOLE);
    refused(ProtocolBulkCreateDirectory, outside.path + std::wstring(2, L'\0'));
    CHECK(FilesBelow(outside.path).size() == 1);
    CHECK(client.ask(ProtocolBulkCreate, keys + L" " + out).status == S_OK);
    // The server's own output directory is its own affair.
    const ServerAnswer answer = client.ask(ProtocolBulkCreate, keys);
    REQUIRE(answer.status == S_OK);
    CHECK(answer.record().path == base + L"\\PerfectHashBulkCreate.json");
}

TEST_CASE("what shards say of their pack leads a server nowhere")
{
    Folder folder, outside;
    MakeFolder(folder / L"keys");
    WriteSets(folder / L"keys", 2, 50);
    TestServer server;
    server.options.allowedRoots[0] = folder.path.c_str();
    server.options.allowedRootCount = 1;
    server.start();
    Client client(server);
    const std::wstring out = folder / L"out", json = out + L"\\PerfectHashBulkCreate.1-of-1.json";
    const auto merge = [&](const std::wstring &more) {
        return client.ask(ProtocolBulkCreate, L"--Merge=" + Quoted(out) + more);
    };
    REQUIRE(client
                .ask(ProtocolBulkCreate, Quoted(folder / L"keys") + L" " + Quoted(out) + L" --Shard=1/1 --Pack=" +
                                             Quoted(out + L"\\all.phpack"))
                .status == S_OK);
    CHECK(merge(L"").status == S_OK);
    CHECK(Exists(out + L"\\all.phpack"));
    const Bytes bytes = ReadBytes(json);
    std::string text(bytes.begin(), bytes.end()), elsewhere;
    for (const wchar_t c : outside / L"all.phpack")
        elsewhere += c == L'\\' ? std::string("\\\\") : std::string(1, (char)c);
    const size_t from = text.find("\"pack\": \"") + 9, to = text.find('"', from);
    REQUIRE(from > 9);
    WriteText(json, text.replace(from, to - from, elsewhere));
    const ServerAnswer answer = merge(L"");
    CHECK(answer.status == PERFECTHASH_E_NOT_ALLOWED);
    CHECK(Contains(answer.text(), outside / L"all.phpack"));
    CHECK(FilesBelow(outside.path).empty());
    CHECK(merge(L" --Pack=" + Quoted(out + L"\\all.phpack")).status == S_OK);
}

TEST_CASE("a link instead of a table's folder leads a server nowhere")
{
    Folder folder, outside;
    const std::wstring keys = folder / L"keys", out = folder / L"out", link = out + L"\\0000-set_Chm01_Quadx_And",
                       deep = out + L"\\deep";
    for (const std::wstring &each : {keys, keys + L"\\deep", out})
        MakeFolder(each);
    WriteSets(keys, 1, 50);
    WriteSets(keys + L"\\deep", 1, 50);
    TestServer server;
    server.options.allowedRoots[0] = folder.path.c_str();
    server.options.allowedRootCount = 1;
    server.start();
    Client client(server);
    if (!MakeLink(link, outside.path, true) || !MakeLink(deep, outside.path, true)) {
        MESSAGE("no links to folders can be made here");
        return;
    }
    const ServerAnswer table = client.ask(ProtocolTableCreate, Quoted(keys + L"\\0000-set.keys") + L" " + Quoted(out));
    CHECK(table.status == PERFECTHASH_E_NOT_ALLOWED);
    CHECK(Contains(table.text(), link));
    const ServerAnswer bulk =
        client.ask(ProtocolBulkCreate, Quoted(keys) + L" " + Quoted(out) + L" --Recursive --Resume");
    REQUIRE(bulk.status == S_OK);
    CHECK(bulk.record().values.failed == 2);
    CHECK(FilesBelow(outside.path).empty());
    RemoveLink(link);
    RemoveLink(deep);
}

#ifndef NDEBUG

#include "runtime/base/win32_calls.h"
#include "support/out_of_memory.h"
#include "support/runtime/nth_failure.h"

namespace {

// Lets each call of `look` fail in turn, which must then give `refused`, or be short of memory; but
// for so many calls that do no harm.
template <class Look> void RefuseEach(HRESULT refused, int harmless, Look look)
{
    NthFailure failure;
    const LONG memory = Win32Outstanding();
    for (int n = 1; failure.passed == 0; n++) {
        CAPTURE(n);
        Failure why = {};
        HRESULT code = S_OK;
        const std::string call = failure.Run(n, [&] { code = look(&why); });
        CAPTURE(call);
        if (failure.passed != 0)
            CHECK(code == S_OK);
        else if (Win32FailedCall() == Win32CallAllocate)
            CHECK(code == PERFECTHASH_E_OUT_OF_MEMORY);
        else if (SUCCEEDED(code))
            harmless--;
        else
            CHECK(code == refused);
        CHECK((SUCCEEDED(code) || TextOf(why).size() > 20));
        REQUIRE(Win32Outstanding() == memory);
    }
    CHECK(harmless == 0);
    CHECK(failure.failed > 2);
}

} // namespace

TEST_CASE("nth failure: a path that can't be looked at is refused, for want of memory or as not allowed")
{
    Folder folder;
    MakeFolder(folder / L"in");
    MakeFolder(folder / L"in\\real");
    const bool linked = MakeLink(folder / L"in\\ok", folder / L"in\\real", true);
    const std::wstring list = folder / L"in";
    const wchar_t *lists[] = {list.c_str()};
    RefuseEach(PERFECTHASH_E_OPTION_VALUE, 0, [&](Failure *why) {
        ServerRoots made = {};
        const HRESULT code = ServerRootsInit(&made, lists, 1, why);
        CHECK((made.roots != nullptr) == SUCCEEDED(code));
        ServerRootsFree(&made);
        return code;
    });
    const Roots roots(folder / L"in");
    const struct {
        const wchar_t *path;
        int folders; // below the root, which are asked whether they are roots, and need not be there
    } cases[] = {{L"in", 0}, {L"in\\new\\newer.keys", 2}, {L"in\\ok\\new", 2}};
    for (const auto &each : cases) {
        CAPTURE(std::wstring(each.path));
        if (wcsstr(each.path, L"ok") != nullptr && !linked)
            continue;
        RefuseEach(PERFECTHASH_E_PATH_NOT_ALLOWED, each.folders, [&](Failure *why) {
            wchar_t *allowed = nullptr;
            const HRESULT code = ServerRootsPath(&roots.roots, TRUE, (folder / each.path).c_str(), &allowed, why);
            CHECK((allowed != nullptr) == SUCCEEDED(code));
            TextFree(allowed);
            return code;
        });
    }
    if (linked)
        RemoveLink(folder / L"in\\ok");
}

TEST_CASE("nth failure: links that can't be followed lead nowhere")
{
    wchar_t full[] = L"C:\\in", final[] = L"\\\\?\\D:\\true";
    ServerRoot root = {full, final, {}, FALSE};
    const ServerRoots roots = {&root, 1};
    const Bytes data = ReparseData(IO_REPARSE_TAG_SYMLINK, L"..\\in\\real", 20);
    links = {{L"C:\\in\\up", L"..\\in\\real"}, {L"C:\\in\\real\\on", L"\\in\\away"}};
    RefuseEach(E_FAIL, 0, [&](Failure *why) {
        const LinkReader reader = [](const wchar_t *path, wchar_t **target) {
            const LinkKind kind = FromList(path, target);
            return kind == LinkSays && *target == nullptr ? LinkNoMemory : kind;
        };
        return FailureSet(why, ServerLinksStayBelow(&roots, L"C:\\in\\up\\on\\x", reader), L"path", nullptr, 0, 0, 0);
    });
    links.clear();
    const OutOfMemory memory(1);
    CHECK(Parsed(data) == LinkNoMemory);
}

#endif
