/*
 * A result can be saved, loaded and printed as source text. A loaded table equals the saved one. A
 * file that is no table is refused by name, and a failing save leaves the old file.
 */
#include <cstring>

#include "chm01/hash/hash64.h"
#include "support/jobs/fixture.h"

namespace {

struct Made {
    TestRuntime runtime;
    std::vector<uint32_t> keys = SomeKeys(300);
    Outcome outcome = Run(runtime, KeysRequest(keys, L"made", L""));
    TableResult *result = outcome.result;
    Made() { REQUIRE(result != nullptr); }
};

struct Loaded {
    TableResult *result = nullptr;
    HRESULT code;
    std::wstring text;
    explicit Loaded(const std::wstring &path)
    {
        Failure failure = {};
        code = TableResultLoad(path.c_str(), &result, &failure);
        CHECK((result != nullptr) == SUCCEEDED(code));
        if (FAILED(code))
            text = TextOf(failure);
    }
    ~Loaded() { TableResultRelease(result); }
};

} // namespace

TEST_CASE("saved and loaded again, a table is the same")
{
    Folder folder;
    const Made made;
    Failure failure = {};
    const std::wstring path = folder / L"saved.pht";
    REQUIRE(TableResultSave(made.result, path.c_str(), &failure) == S_OK);
    REQUIRE(TableResultSave(made.result, path.c_str(), &failure) == S_OK); // over itself
    CHECK(FilesBelow(folder.path).size() == 1);
    const Loaded loaded(path);
    REQUIRE_MESSAGE(loaded.code == S_OK, loaded.text);
    CHECK(std::wstring(loaded.result->name) == L"made");
    CHECK(std::wstring(loaded.result->outputDirectory) == folder.path);
    REQUIRE(loaded.result->fileCount == 1);
    CHECK(std::wstring(loaded.result->files[0]) == path);
    CHECK(loaded.result->solveMicroseconds == 0);
    for (size_t i = 0; i < made.keys.size(); i++)
        REQUIRE(TableIndex(&loaded.result->view, made.keys[i]) == i);
}

TEST_CASE("files that are no tables")
{
    Folder folder;
    const Made made;
    const std::wstring path = folder / L"x.pht";
    const uint8_t *image = made.result->view.image;
    const size_t size = made.result->view.imageBytes;

    const Loaded missing(folder / L"none.pht");
    CHECK(missing.code == PERFECTHASH_E_TABLE_NOT_FOUND);
    CHECK(Contains(missing.text, L"none.pht: there is no such table file."));
    CHECK(Loaded(folder.path).code == PERFECTHASH_E_TABLE_UNREADABLE);
    CHECK(Loaded(L"NUL").code == PERFECTHASH_E_TABLE_UNREADABLE);
    CHECK(Loaded(L"").code == PERFECTHASH_E_TABLE_UNREADABLE);
    WriteText(path, "");
    CHECK(Loaded(path).code == PERFECTHASH_E_TABLE_MALFORMED);
    WriteText(path, "neither is this");
    const Loaded foreign(path);
    CHECK(foreign.code == PERFECTHASH_E_TABLE_MALFORMED);
    CHECK(foreign.text.substr(0, path.size() + 2) == path + L": ");

    for (size_t cut : {size - 1, size / 2, (size_t)64, (size_t)1}) {
        CAPTURE(cut);
        WriteBytes(path, image, cut);
        CHECK(FAILED(Loaded(path).code));
    }
    Bytes changed(image, image + size);
    changed[size - 1] ^= 1;
    WriteBytes(path, changed.data(), size);
    CHECK(FAILED(Loaded(path).code));
    for (size_t at = 0; at < 256; at++) { // each byte of the header matters, or is checked by the sum
        changed.assign(image, image + size);
        changed[at] ^= 0x40;
        WriteBytes(path, changed.data(), size);
        CAPTURE(at);
        CHECK(FAILED(Loaded(path).code));
    }
    changed.assign(image, image + size);
    changed.push_back(0);
    WriteBytes(path, changed.data(), changed.size());
    CHECK(FAILED(Loaded(path).code));
}

TEST_CASE("a key that was changed under a right checksum is found when all are looked up")
{
    Folder folder;
    const Made made;
    const std::wstring path = folder / L"x.pht";
    const TableView &view = made.result->view;
    std::vector<uint8_t> bytes(view.image, view.image + view.imageBytes);
    bytes[static_cast<size_t>(static_cast<const uint8_t *>(view.keys) - view.image) + 40] ^= 1;
    const uint64_t sum = Hash64(bytes.data(), bytes.size() - sizeof sum, 0);
    memcpy(bytes.data() + bytes.size() - sizeof sum, &sum, sizeof sum);
    WriteBytes(path, bytes.data(), bytes.size());
    const Loaded loaded(path);
    REQUIRE_MESSAGE(loaded.code == S_OK, loaded.text);
    Failure failure = {};
    ULONGLONG keys = 0;
    CHECK(TableResultVerify(made.result, &keys, &failure) == S_OK);
    CHECK(keys == made.keys.size());
    CHECK(TableResultVerify(loaded.result, &keys, &failure) == PERFECTHASH_E_TABLE_MALFORMED);
    CHECK(Contains(TextOf(failure), L"its keys are not those that it was made from"));
}

TEST_CASE("a save that can't be leaves what was there")
{
    Folder folder;
    const Made made;
    Failure failure = {};
    const std::wstring path = folder / L"kept.pht", nowhere = folder / L"no\\where.pht";
    WriteText(path, "before");
    const HANDLE lock = CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING, 0, nullptr);
    CHECK(TableResultSave(made.result, path.c_str(), &failure) == PERFECTHASH_E_OUTPUT_WRITE);
    CHECK(Contains(TextOf(failure), path));
    CloseHandle(lock);
    CHECK(FilesBelow(folder.path).size() == 1);
    CHECK(ReadBytes(path).size() == 6);
    CHECK(TableResultSave(made.result, nowhere.c_str(), &failure) == PERFECTHASH_E_OUTPUT_WRITE);
    CHECK(TableResultSave(made.result, folder.path.c_str(), &failure) == PERFECTHASH_E_OUTPUT_WRITE);
    CHECK(TableResultSave(made.result, L"", &failure) == PERFECTHASH_E_OUTPUT_WRITE);
    CHECK(FilesBelow(folder.path).size() == 1);
}

TEST_CASE("source text in each language, and in none")
{
    const Made made;
    Failure failure = {};
    std::string first;
    for (const wchar_t *language : {L"c", L"C", L"h", L"header"}) {
        char *text = nullptr;
        size_t bytes = 0;
        REQUIRE(TableResultSource(made.result, language, TRUE, &text, &bytes, &failure) == S_OK);
        CHECK(std::strlen(text) == bytes);
        const std::string copy(text);
        HeapFree(GetProcessHeap(), 0, text);
        CHECK(copy.find("madeContains") != std::string::npos);
        if (first.empty())
            first = copy;
        CHECK(copy == first);
    }
    char *text = nullptr;
    size_t bytes = 0;
    for (const wchar_t *language : {L"cpp", L"C++", L"hpp"}) {
        REQUIRE(TableResultSource(made.result, language, TRUE, &text, &bytes, &failure) == S_OK);
        CHECK(std::string(text).find("namespace Made {") != std::string::npos);
        HeapFree(GetProcessHeap(), 0, text);
        text = nullptr;
    }
    for (const wchar_t *language : {L"csource", L"CSource.h"}) {
        REQUIRE(TableResultSource(made.result, language, TRUE, &text, &bytes, &failure) == S_OK);
        const bool hasData = std::string(text).find("madeSlots[] = {") != std::string::npos;
        CHECK(hasData == (std::wstring(language) == L"csource"));
        HeapFree(GetProcessHeap(), 0, text);
        text = nullptr;
    }
    for (const wchar_t *language : {L"cobol", L"", L"TableFile", L"c ", L"CSource.h CSource"}) {
        CHECK(TableResultSource(made.result, language, FALSE, &text, &bytes, &failure) == PERFECTHASH_E_ARGUMENT);
        CHECK(Contains(TextOf(failure),
                       L": the languages are c, Header, CSource.h, CSource, CSharp, Cpp, CppModule, Rust"));
    }
    CHECK(TableResultSource(made.result, nullptr, FALSE, &text, &bytes, &failure) == PERFECTHASH_E_ARGUMENT);

    Request lean = KeysRequest(made.keys, L"lean", L"");
    lean.options.solve.omitKeys = true;
    const Outcome without = Run(made.runtime, lean);
    REQUIRE(without.code == S_OK);
    CHECK(TableResultSource(without.result, L"c", TRUE, &text, &bytes, &failure) == PERFECTHASH_E_TABLE_WITHOUT_KEYS);
    CHECK(text == nullptr);
}
