/*
 * Every failing solver status and many Win32 codes have an HRESULT and a sentence that names the
 * input. These tests compare the texts, with long subjects, unknown codes and little room, and
 * look for codes that are COM's own. A job that ends while a part of it still runs has failed, and
 * traps in debug builds.
 */
#include <cstring>
#include <set>

#include "support/jobs/fixture.h"

TEST_CASE("each solver status that is a failure has a code of its own and a text with the subject")
{
    std::set<HRESULT> seen;
    for (int status = ChmOutOfMemory; status <= ChmInternal; status++) {
        CAPTURE(status);
        const ChmError error = {(ChmStatus)status, "some reason", {11, 22, 33}};
        Failure failure = {};
        const HRESULT code = FailureChm(&failure, L"my.keys", &error);
        CHECK(FAILED(code));
        CHECK(seen.insert(code).second);
        const std::wstring text = TextOf(failure);
        CHECK(text.substr(0, 8) == L"my.keys:");
        CHECK(text.back() == L'.');
        CHECK_FALSE(Contains(text, L"%"));
    }
}

TEST_CASE("a stored failure has the text of the one that it was stored from, in as many bytes as its texts have")
{
    std::vector<Failure> failures(5);
    FailureSet(&failures[0], PERFECTHASH_E_KEYS_DUPLICATE, L"a.keys", nullptr, 77, 3, 9);
    FailureSystem(&failures[1], PERFECTHASH_E_OUTPUT_WRITE, L"C:\\out", ERROR_SHARING_VIOLATION);
    FailureKept(&failures[1], L"a.pht.new");
    FailureTold(&failures[2], PERFECTHASH_E_KEYS_TEXT, L"b.txt: what another run has told.");
    FailureSet(&failures[3], PERFECTHASH_E_KEYS_TEXT, std::wstring(2000, L's').c_str(), std::wstring(900, L'r').c_str(),
               UINT64_MAX, 0, 1);
    FailureSet(&failures[4], E_FAIL, L"", L"", 0, 0, 0);
    Store store = {};
    for (const Failure &failure : failures) {
        const StoredFailure *stored = FailureStore(&store, &failure);
        REQUIRE(stored != StoredFailureWithoutMemory());
        wchar_t text[FAILURE_TEXT_CHARS];
        StoredFailureText(stored, text, ARRAYSIZE(text));
        CHECK(text == TextOf(failure));
        CHECK(stored->code == failure.code);
        Failure again;
        StoredFailureGet(stored, &again);
        CHECK(again.systemError == failure.systemError);
        CHECK(again.told == failure.told);
        CHECK(memcmp(again.numbers, failure.numbers, sizeof again.numbers) == 0);
        const size_t chars = wcslen(failure.subject) + wcslen(failure.reason) + 2;
        CHECK((BYTE *)(stored->reason + wcslen(stored->reason) + 1) - (BYTE *)stored ==
              (ptrdiff_t)(sizeof *stored + chars * sizeof(wchar_t)));
    }
    StoreFree(&store);
    CHECK(TextOf(*StoredFailureWithoutMemory()) == L"the failure of this table: not enough memory (0 bytes).");
}

TEST_CASE("codes leave COM its own, and no two of them share a number")
{
    const auto hasText = [](DWORD code) {
        wchar_t text[600];
        const DWORD flags = FORMAT_MESSAGE_FROM_HMODULE | FORMAT_MESSAGE_IGNORE_INSERTS;
        return FormatMessageW(flags, nullptr, code, 0, text, 600, nullptr) != 0;
    };
    size_t codes = 0;
    for (DWORD number = 0; number < 0x2000; number++) {
        CAPTURE(number);
        const int here = hasText(0x80040000 | number) + hasText(0x00040000 | number);
        CHECK(here <= (number < 0x1000 ? 0 : 1));
        codes += static_cast<size_t>(here);
    }
    CHECK(codes > 60);
}

TEST_CASE("texts take subject, reason and numbers")
{
    Failure failure;
    const ChmError duplicate = {ChmDuplicateKey, nullptr, {77, 3, 9}};
    CHECK(FailureChm(&failure, L"a.keys", &duplicate) == PERFECTHASH_E_KEYS_DUPLICATE);
    CHECK(TextOf(failure) == L"a.keys: the key 77 occurs twice, at positions 3 and 9.");
    FailureSet(&failure, PERFECTHASH_E_UNSOLVABLE, L"b.keys", L"the key 0 can't be told from itself", 0, 0, 0);
    CHECK(TextOf(failure) ==
          L"b.keys: no table exists for these keys with this hash function: the key 0 can't be told from itself.");
    CHECK(FailureMemory(&failure, L"c.keys", 512) == PERFECTHASH_E_OUT_OF_MEMORY);
    CHECK(TextOf(failure) == L"c.keys: not enough memory (512 bytes).");
    CHECK(FailureMemoryText(nullptr, nullptr) == PERFECTHASH_E_OUT_OF_MEMORY);
    FailureMemoryText(&failure, L"d.keys");
    CHECK(TextOf(failure) == L"d.keys: not enough memory (12 bytes).");
}

TEST_CASE("a failure's text is one line, whatever the name in it")
{
    Failure failure;
    FailureSet(&failure, PERFECTHASH_E_KEYS_EMPTY, L"a\n12:00:00.000 job 7: made\r.keys", NULL, 0, 0, 0);
    CHECK(TextOf(failure) == L"a?12:00:00.000 job 7: made?.keys: there are no keys in it.");
    FailureTold(&failure, PERFECTHASH_E_KEYS_EMPTY, L"a\nb");
    CHECK(TextOf(failure) == L"a?b");
}

TEST_CASE("the reason that Win32 gives makes the code exact")
{
    const struct {
        HRESULT general;
        DWORD error;
        HRESULT exact;
    } cases[] = {
        {PERFECTHASH_E_KEYS_UNREADABLE, ERROR_FILE_NOT_FOUND, PERFECTHASH_E_KEYS_NOT_FOUND},
        {PERFECTHASH_E_KEYS_UNREADABLE, ERROR_PATH_NOT_FOUND, PERFECTHASH_E_KEYS_NOT_FOUND},
        {PERFECTHASH_E_KEYS_UNREADABLE, ERROR_ACCESS_DENIED, PERFECTHASH_E_KEYS_UNREADABLE},
        {PERFECTHASH_E_KEYS_UNREADABLE, 336 /* ERROR_DIRECTORY_NOT_SUPPORTED */, PERFECTHASH_E_KEYS_IS_DIRECTORY},
        {PERFECTHASH_E_OUTPUT_WRITE, ERROR_DISK_FULL, PERFECTHASH_E_DISK_FULL},
        {PERFECTHASH_E_OUTPUT_WRITE, ERROR_HANDLE_DISK_FULL, PERFECTHASH_E_DISK_FULL},
        {PERFECTHASH_E_OUTPUT_WRITE, ERROR_ACCESS_DENIED, PERFECTHASH_E_OUTPUT_WRITE},
        {PERFECTHASH_E_OUTPUT_DIRECTORY, ERROR_DISK_FULL, PERFECTHASH_E_DISK_FULL},
        {PERFECTHASH_E_TABLE_UNREADABLE, ERROR_FILE_NOT_FOUND, PERFECTHASH_E_TABLE_NOT_FOUND},
        {PERFECTHASH_E_PACK_UNREADABLE, ERROR_FILE_NOT_FOUND, PERFECTHASH_E_PACK_NOT_FOUND},
        {PERFECTHASH_E_PACK_UNREADABLE, ERROR_PATH_NOT_FOUND, PERFECTHASH_E_PACK_NOT_FOUND},
    };
    for (const auto &each : cases) {
        Failure failure;
        CHECK(FailureSystem(&failure, each.general, L"x", each.error) == each.exact);
        CHECK(failure.code == each.exact);
    }
    Failure failure;
    FailureSystem(&failure, PERFECTHASH_E_OUTPUT_WRITE, L"x.h", ERROR_ACCESS_DENIED);
    const std::wstring text = TextOf(failure);
    CHECK(Contains(text, L"x.h: can't be written: "));
    CHECK(text.size() > wcslen(L"x.h: can't be written: "));
    CHECK(text.find_first_of(L"\r\n") == std::wstring::npos);
    FailureSystem(&failure, PERFECTHASH_E_OUTPUT_WRITE, L"x.h", 987654);
    CHECK(Contains(TextOf(failure), L"987654"));
}

TEST_CASE("there is a text for codes that have none, for subjects of any length, and for little room")
{
    Failure failure;
    FailureSet(&failure, E_FAIL, L"thing", L"because", 0, 0, 0);
    CHECK(TextOf(failure) == L"thing: because (0x80004005)");
    const std::wstring path = L"begin" + std::wstring(2000, L'x') + L"end";
    FailureSet(&failure, PERFECTHASH_E_KEYS_NOT_FOUND, path.c_str(), nullptr, 0, 0, 0);
    const std::wstring text = TextOf(failure);
    CHECK(text.substr(0, 5) == L"begin");
    CHECK(Contains(text, L"end: there is no such keys file."));
    for (size_t chars = 1; chars < 40; chars++) {
        std::vector<wchar_t> little(chars + 1, L'#');
        FailureText(&failure, little.data(), chars);
        CHECK(wcslen(little.data()) < chars);
        CHECK(little[chars] == L'#');
    }
    CHECK(FailureSet(nullptr, E_FAIL, nullptr, nullptr, 0, 0, 0) == E_FAIL);
    FailureSet(&failure, PERFECTHASH_E_KEYS_NOT_FOUND, L"100%1 %s %n.keys", nullptr, 0, 0, 0);
    CHECK(TextOf(failure) == L"100%1 %s %n.keys: there is no such keys file.");
}
