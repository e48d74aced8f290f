/*
 * A keys file whose lines are no numbers has text keys: it becomes a table that finds each line's
 * text, a table file and a header. Lines of both kinds are an error that says which line and what
 * to do. UTF-16 with a mark is read, of texts and of numbers. Options that mean nothing for text
 * are refused by name, duplicates are quoted with their lines, and a resumed job keeps what is
 * current.
 */
#include "support/jobs/fixture.h"

#include <cstring>

#include "jobs/text/command_line.h"
#ifndef NDEBUG
#include "support/jobs/each_call_fails.h"
#endif

namespace {

std::string Lines(const std::vector<std::string> &texts, const char *end = "\n")
{
    std::string all;
    for (const std::string &text : texts)
        all += text + end;
    return all;
}

std::vector<std::string> SomeTexts(size_t count)
{
    std::vector<std::string> texts;
    for (size_t i = 0; i < count; i++)
        texts.push_back("word" + std::to_string(i * 7919 % 1000003) +
                        (i % 3 == 0 ? "-of-a-longer-kind-than-others" : ""));
    return texts;
}

void SetOptions(Request &request, const wchar_t *text)
{
    wchar_t **words = nullptr;
    REQUIRE(TableOptionsParse(text, &request.options, &words, nullptr) == S_OK);
    CommandLineFree(words);
}

uint32_t FindText(const TableResult *result, const std::string &key)
{
    return TextTableFind(&result->text.table, key.data(), key.size());
}

void CheckTexts(const TableResult *result, const std::vector<std::string> &texts)
{
    REQUIRE(TableResultIsText(result));
    REQUIRE(result->view.keyCount == texts.size());
    for (size_t i = 0; i < texts.size(); i++)
        REQUIRE(FindText(result, texts[i]) == i);
    CHECK(FindText(result, "no such word") == TEXT_NOT_FOUND);
}

// A file of text keys, and a runtime.
struct Texts {
    Folder folder;
    std::wstring path = folder / L"words.txt", out = folder / L"out";
    std::vector<std::string> texts = {"GET", "POST", "a longer one, with blanks and # in it", "gr\xC3\xBC\xC3\x9F",
                                      " x"};
    TestRuntime runtime;
    Texts() { WriteText(path, Lines(texts)); }
    Outcome run(const wchar_t *options = L"", const std::wstring &directory = L"")
    {
        Request request = FileRequest(path, directory);
        SetOptions(request, options);
        return Run(runtime, request);
    }
    void refused(HRESULT code, const std::wstring &text, const wchar_t *options = L"")
    {
        const Outcome outcome = run(options);
        CHECK(outcome.code == code);
        CHECK_MESSAGE(outcome.text == path + L": " + text, outcome.text);
    }
};

} // namespace

TEST_CASE_FIXTURE(Texts, "a file without a number becomes a table of text keys, a table file and a header")
{
    const Outcome outcome = run(L"", out);
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CheckTexts(outcome.result, texts);
    CHECK(FilesBelow(out) ==
          std::vector<std::wstring>{L"words_Chm01_Text_And\\words.h", L"words_Chm01_Text_And\\words.pht"});
    TableResult *loaded = nullptr;
    REQUIRE(TableResultLoad(TableResultFile(outcome.result), &loaded, nullptr) == S_OK);
    CheckTexts(loaded, texts);
    CHECK(std::wstring(loaded->name) == L"words");
    TableResultRelease(loaded);
    const Bytes header = ReadBytes(outcome.result->files[0]);
    CHECK(std::string(header.begin(), header.end()).find("wordsFind(") != std::string::npos);
    Request load = FileRequest(TableResultFile(outcome.result), L"");
    load.loads = TRUE;
    const Outcome again = Run(runtime, load);
    REQUIRE_MESSAGE(again.code == S_OK, again.text);
    CheckTexts(again.result, texts);
}

TEST_CASE_FIXTURE(Texts, "large sets too, and those under a name of packed keys")
{
    texts = SomeTexts(30000);
    path = folder / L"words.keys";
    WriteText(path, Lines(texts, "\r\n"));
    const Outcome outcome = run(L"", out);
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CheckTexts(outcome.result, texts);
}

TEST_CASE_FIXTURE(Texts, "lines of both kinds are an error that tells the line and the option, which makes all text")
{
    WriteText(path, "one\ntwo\n\n3\nfour\n");
    refused(PERFECTHASH_E_KEYS_TEXT, L"line 4, column 1: it holds a number, and a line before it none: \"3\"; "
                                     L"--KeyType=Text makes every line a text key.");
    CheckTexts(run(L"--KeyType=Text").result, {"one", "two", "3", "four"});
    WriteText(path, "1\n01\n0x1\n# a comment\ntwo\n");
    refused(
        PERFECTHASH_E_KEYS_TEXT,
        L"line 5, column 1: it holds no decimal or 0x number: \"two\"; --KeyType=Text makes every line a text key.");
    CheckTexts(run(L"--KeyType=Text").result, {"1", "01", "0x1", "# a comment", "two"});
    WriteText(path, "-1\n-2\n");
    refused(PERFECTHASH_E_KEYS_TEXT, L"line 1, column 1: a number has no sign; -1 of 32 bits is 0xFFFFFFFF: \"-1\".");
    WriteText(path, "one\ntwo\n");
    refused(PERFECTHASH_E_KEYS_TEXT, L"line 1, column 1: it holds no decimal or 0x number: \"one\".",
            L"--KeyType=Number");
    WriteText(path, "1\n2\n");
    const Outcome numbers = run();
    REQUIRE(numbers.code == S_OK);
    CHECK_FALSE(TableResultIsText(numbers.result));
    refused(PERFECTHASH_E_OPTION_VALUE, L"--IgnoreCase is for text keys, and these are numbers.", L"--IgnoreCase");
}

TEST_CASE_FIXTURE(Texts, "UTF-16 with a mark is read, of either order, of texts and of numbers")
{
    const std::u16string words = u"GET\r\ngr\u00FC\u00DF\r\n\U0001F600\r\n", numbers = u"1\r\n2\r\n0x10";
    for (const bool big : {false, true})
        for (const std::u16string &text : {words, numbers}) {
            std::string bytes = big ? "\xFE\xFF" : "\xFF\xFE";
            for (const char16_t unit : text) {
                bytes += char(big ? unit >> 8 : unit & 0xFF);
                bytes += char(big ? unit & 0xFF : unit >> 8);
            }
            WriteText(path, bytes);
            const Outcome outcome = run();
            REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
            if (text == words)
                CheckTexts(outcome.result, {"GET", "gr\xC3\xBC\xC3\x9F", "\xF0\x9F\x98\x80"});
            else
                CHECK(TableIndex(&outcome.result->view, 16) == 2);
            WriteText(path, bytes + "x");
            CHECK(run().code == PERFECTHASH_E_KEYS_TEXT);
        }
    WriteBytes(path, "\xFF\xFEo\0\n\0\0\xD8\n\0", 10);
    refused(PERFECTHASH_E_KEYS_TEXT, L"line 2, column 1: half of a surrogate pair stands alone.");
}

TEST_CASE_FIXTURE(Texts, "a text that occurs twice is quoted, with both lines")
{
    WriteText(path, "one\n\ntwo\nthree\ntwo\n");
    refused(PERFECTHASH_E_KEYS_DUPLICATE, L"the key \"two\" occurs twice, on lines 3 and 5.");
    WriteText(path, "Get\nPUT\nGET\n");
    CheckTexts(run().result, {"Get", "PUT", "GET"});
    refused(PERFECTHASH_E_KEYS_DUPLICATE, L"the key \"Get\" occurs twice (case is ignored), on lines 1 and 3.",
            L"--IgnoreCase");
    WriteText(path, Lines({std::string(500, 'x') + "y", std::string(500, 'x') + "y"}));
    CHECK(Contains(run().text, L"xxx...\" occurs twice, on lines 1 and 2."));
}

TEST_CASE_FIXTURE(Texts, "with --IgnoreCase letters and capitals are one")
{
    const Outcome outcome = run(L"--IgnoreCase", out);
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    for (const char *form : {"get", "GET", "gEt"})
        CHECK(FindText(outcome.result, form) == 0);
}

TEST_CASE_FIXTURE(Texts, "options that mean nothing for text are refused by name, before and after the file is read")
{
    const std::wstring cases =
        L"--HashFunction=MultiplyShiftR --FallbackHashFunction=Mulshrolate1RX --KeySizeInBytes=8 "
        L"--Seeds=1,2 --MaxTableResizes=1 --MaxAttempts=5 --FixedAttempts=5 --FindBestGraph "
        L"--MeasureCoverage --Layout=Flat --Reject=Fingerprint8 "
        L"--Packed --OmitKeys --Reject=None --HeaderWithoutData ";
    for (size_t from = 0, to; (to = cases.find(L' ', from)) != std::wstring::npos; from = to + 1) {
        const std::wstring one = cases.substr(from, to - from), name = one.substr(0, one.find(L'='));
        const std::wstring named = one == L"--Reject=Fingerprint8"                    ? L"--Reject=Fingerprint8|16"
                                   : one == L"--Reject=None" || name == L"--OmitKeys" ? L"--OmitKeys (--Reject=None)"
                                                                                      : name;
        CAPTURE(one);
        TableOptions options;
        Failure failure = {};
        wchar_t **words = nullptr;
        TableOptionsDefault(&options);
        const std::wstring reason = L"it is for keys that are numbers, not for text keys.";
        const std::wstring both = L"--KeyType=Text " + one;
        CHECK(TableOptionsParse(both.c_str(), &options, &words, &failure) == PERFECTHASH_E_OPTION_VALUE);
        CHECK(TextOf(failure) == named + L": " + reason);
        if (name != L"--KeySizeInBytes") // which makes lines numbers
            refused(PERFECTHASH_E_OPTION_VALUE, named + L": " + reason, one.c_str());
    }
    CHECK(run(L"--Contains --RngSeed=7 --Reject=Keys").code == S_OK);
}

TEST_CASE_FIXTURE(Texts, "a resumed job keeps the table of equal texts, and makes that of others")
{
    Request request = FileRequest(path, out);
    request.resume = TRUE;
    CHECK_FALSE(Run(runtime, request).result->reused);
    const Outcome kept = Run(runtime, request);
    CHECK(kept.result->reused);
    CheckTexts(kept.result, texts);
    request.options.ignoreCase = TRUE;
    CHECK_FALSE(Run(runtime, request).result->reused);
    CHECK(Run(runtime, request).result->reused);
    texts[1] = "PUT";
    WriteText(path, Lines(texts));
    CHECK_FALSE(Run(runtime, request).result->reused);
    CHECK(DeleteFileW((out + L"\\words_Chm01_Text_And\\words.h").c_str()));
    CHECK_FALSE(Run(runtime, request).result->reused);
    CHECK(Run(runtime, request).result->reused);
}

TEST_CASE_FIXTURE(Texts, "empty files and keys that are too long are refused")
{
    WriteText(path, "\n\n");
    refused(PERFECTHASH_E_KEYS_EMPTY, L"there are no keys in it.", L"--KeyType=Text");
    WriteText(path, "a\n" + std::string(65536, 'x') + "\n");
    refused(PERFECTHASH_E_KEYS_TEXT,
            L"line 2, column 1: the key has more than 65,535 bytes: \"" + std::wstring(40, L'x') + L"...\".");
    WriteText(path, "a\n" + std::string(65535, 'x') + "\n");
    CheckTexts(run().result, {"a", std::string(65535, 'x')});
}

TEST_CASE_FIXTURE(Texts, "given texts are copied, and a duplicate is told by its positions")
{
    const std::string pool = "GETPOSTGET";
    const uint32_t starts[] = {0, 3, 7};
    uint16_t lengths[] = {3, 4, 0};
    TextKeys keys = {reinterpret_cast<const uint8_t *>(pool.data()), starts, lengths, 3};
    Request request;
    request.texts = &keys;
    request.tableName = L"given";
    request.name = request.tableName.c_str();
    const Outcome outcome = Run(runtime, request);
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CheckTexts(outcome.result, {"GET", "POST", ""});
    lengths[2] = 3;
    const Outcome twice = Run(runtime, request);
    CHECK(twice.text == L"given: the key \"GET\" occurs twice, at positions 0 and 2.");
    keys.count = 0;
    CHECK(Run(runtime, request).code == PERFECTHASH_E_KEYS_EMPTY);
}

TEST_CASE_FIXTURE(Texts, "a cancel ends a job of a large set, and leaves nothing")
{
    texts = SomeTexts(200000);
    WriteText(path, Lines(texts));
    for (int i = 0; i < 3; i++) {
        TableJob *job = nullptr;
        const Request request = FileRequest(path, out);
        REQUIRE(TableJobStart(runtime, &request, nullptr, nullptr, &job, nullptr) == S_OK);
        Sleep(i * 5);
        TableJobCancel(job);
        const Outcome outcome = Wait(job);
        CHECK((outcome.code == PERFECTHASH_E_CANCELLED || outcome.code == S_OK));
        if (outcome.code != S_OK)
            CHECK(FilesBelow(out).empty());
        RemoveTree(out);
    }
}

// Lets the one worker of a runtime do nothing for longer than a job may take.
struct Nap {
    WorkItem item;
    Node *node;
    BOOL posted = FALSE;

    explicit Nap(Node *node_) : node(node_)
    {
        WorkItemInit(&item, [](WorkItem *, Worker *, DWORD, DWORD) { Sleep(1100); });
    }
    // At the step before the table is made: the nap comes before the second slice.
    static void Moved(TableJob *job, void *context)
    {
        auto *const nap = static_cast<Nap *>(context);
        if (TableJobProgress(job) < 0.1 || nap->posted)
            return;
        nap->posted = TRUE;
        REQUIRE(NodePost(nap->node, &nap->item) == ERROR_SUCCESS);
    }
};

TEST_CASE("a table of text keys that takes longer than it may is given up, and says how long that is")
{
    TestRuntime runtime(1, 1);
    std::string pool;
    std::vector<uint32_t> starts;
    std::vector<uint16_t> lengths;
    for (const std::string &text : SomeTexts(60000)) { // some slices
        starts.push_back(uint32_t(pool.size()));
        lengths.push_back(uint16_t(text.size()));
        pool += text;
    }
    const TextKeys keys = {reinterpret_cast<const uint8_t *>(pool.data()), starts.data(), lengths.data(),
                           starts.size()};
    Request request;
    request.name = L"given";
    request.texts = &keys; // from here to the first slice the worker does nothing else
    request.node = RuntimeNodeAt(runtime, 0);
    for (const DWORD seconds : {1, 1000}) {
        Nap nap(request.node);
        request.options.maxSolveTimeInSeconds = seconds;
        request.moved = seconds == 1 ? Nap::Moved : nullptr;
        TableJob *job = nullptr;
        REQUIRE(TableJobStart(runtime, &request, nullptr, &nap, &job, nullptr) == S_OK);
        const Outcome outcome = Wait(job);
        CHECK(outcome.code == (seconds == 1 ? PERFECTHASH_E_TIMED_OUT : S_OK));
        if (seconds == 1)
            CHECK(Contains(outcome.text, L"within the time limit of 1 s"));
    }
}

#ifndef NDEBUG
TEST_CASE("whichever Win32 call fails while text keys become a table, it is made or says why, and all goes")
{
    Folder folder;
    int failed = 0;
    const std::wstring path = folder / L"words.txt", out = folder / L"out";
    WriteBytes(path, "\xFF\xFEo\0\n\0t\0\n\0", 10);
    EachCallFails([&](Runtime *runtime) {
        const Outcome outcome = Run(runtime, FileRequest(path, out));
        CHECK(SUCCEEDED(outcome.code) == (outcome.result != nullptr));
        CHECK((SUCCEEDED(outcome.code) || !outcome.text.empty()));
        failed += FAILED(outcome.code);
        RemoveTree(out);
    });
    CHECK(failed > 5);
}
#endif
