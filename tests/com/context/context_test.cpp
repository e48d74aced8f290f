/*
 * These tests use a context's properties, options, input files and output files. A property keeps a
 * valid value, and a wrong value is refused by name and changes nothing. Bad keys files and bad
 * output directories each have a code of their own and a text that names the file. Existing outputs
 * are replaced whole or stay as they were.
 */
#include "support/com/fixture.h"

#include <winioctl.h>

TEST_CASE("properties keep what they are given")
{
    Apartment apartment;
    auto context = NewContext();
    Bstr text;
    LONG number;
    VARIANT_BOOL flag;
    double real;
    CHECK((context->get_Version(text.out()) == S_OK && text.str().find(L'.') != std::wstring::npos));
    CHECK((context->get_BaseOutputDirectory(text.out()) == S_OK && text.str().empty()));
    CHECK(context->put_BaseOutputDirectory(Bstr(L"C:\\tables")) == S_OK);
    CHECK((context->get_BaseOutputDirectory(text.out()) == S_OK && text.str() == L"C:\\tables"));
    CHECK((context->get_HashFunction(text.out()) == S_OK && text.str() == L"Quadx"));
    CHECK((context->get_FallbackHashFunction(text.out()) == S_OK && text.str() == L"None"));
    CHECK(context->put_FallbackHashFunction(Bstr(L"mulshrolate2rx")) == S_OK);
    CHECK((context->get_FallbackHashFunction(text.out()) == S_OK && text.str() == L"Mulshrolate2RX"));
    CHECK(context->put_FallbackHashFunction(Bstr(L"none")) == S_OK);
    CHECK((context->get_FallbackHashFunction(text.out()) == S_OK && text.str() == L"None"));
    CHECK(context->get_FallbackHashFunction(nullptr) == E_POINTER);
    CHECK(context->put_HashFunction(Bstr(L"quadx")) == S_OK);
    CHECK((context->get_HashFunction(text.out()) == S_OK && text.str() == L"Quadx"));
    CHECK(context->put_Algorithm(Bstr(L"Chm01")) == S_OK);
    CHECK(context->put_MaskFunction(Bstr(L"And")) == S_OK);
    CHECK(context->put_RngSeed(123456789012.0) == S_OK);
    CHECK((context->get_RngSeed(&real) == S_OK && real == 123456789012.0));
    CHECK((context->get_Outputs(text.out()) == S_OK && text.str() == L"Header,TableFile"));
    CHECK(context->put_Outputs(Bstr(L"header")) == S_OK);
    CHECK((context->get_Outputs(text.out()) == S_OK && text.str() == L"Header"));
    CHECK(context->put_NoFileIo(VARIANT_TRUE) == S_OK);
    CHECK((context->get_NoFileIo(&flag) == S_OK && flag == VARIANT_TRUE));
    CHECK(context->put_MaxTableResizes(3) == S_OK);
    CHECK((context->get_MaxTableResizes(&number) == S_OK && number == 3));
    CHECK(context->put_InitialPerFileConcurrency(2) == S_OK);
    CHECK((context->get_InitialPerFileConcurrency(&number) == S_OK && number == 2));
    CHECK(context->put_MaxPerFileConcurrency(4) == S_OK);
    CHECK((context->get_MaxPerFileConcurrency(&number) == S_OK && number == 4));
    CHECK(context->put_IncreaseConcurrencyAfterMilliseconds(50) == S_OK);
    CHECK((context->get_IncreaseConcurrencyAfterMilliseconds(&number) == S_OK && number == 50));
    CHECK(context->put_IocpConcurrency(2) == S_OK);
    CHECK((context->get_IocpConcurrency(&number) == S_OK && number == 2));
    CHECK(context->put_MaxThreads(3) == S_OK);
    CHECK((context->get_MaxThreads(&number) == S_OK && number == 3));
    CHECK((context->get_NumaNodes(text.out()) == S_OK && text.str() == L"all"));
    CHECK(context->put_NumaNodes(Bstr(L"0")) == S_OK);
    CHECK((context->get_NumaNodes(text.out()) == S_OK && text.str() == L"0"));
    CHECK(context->put_SimulatedNumaNodes(2) == S_OK);
    CHECK((context->get_SimulatedNumaNodes(&number) == S_OK && number == 2));
    CHECK(context->put_BufferGuardPages(VARIANT_TRUE) == S_OK);
    CHECK((context->get_BufferGuardPages(&flag) == S_OK && flag == VARIANT_TRUE));
    CHECK((context->get_IoMode(text.out()) == S_OK && text.str() == L"Overlapped"));
    CHECK(context->put_IoMode(Bstr(L"mapped")) == S_OK);
    CHECK((context->get_IoMode(text.out()) == S_OK && text.str() == L"Mapped"));
    CHECK((context->get_Durable(&flag) == S_OK && flag == VARIANT_FALSE));
    CHECK(context->put_Durable(VARIANT_TRUE) == S_OK);
    CHECK((context->get_Durable(&flag) == S_OK && flag == VARIANT_TRUE));
    CHECK(context->get_Durable(nullptr) == E_POINTER);
    CHECK((context->get_KeyType(text.out()) == S_OK && text.str() == L"Auto"));
    CHECK(context->put_KeyType(Bstr(L"number")) == S_OK);
    CHECK((context->get_KeyType(text.out()) == S_OK && text.str() == L"Number"));
    CHECK(context->get_KeyType(nullptr) == E_POINTER);
    CHECK((context->get_IgnoreCase(&flag) == S_OK && flag == VARIANT_FALSE));
    auto table = TableOf(context.p, SomeKeys(1000)); // and it runs with all of that
    CHECK((table->get_RngSeed(&real) == S_OK && real == 123456789012.0));
}

TEST_CASE("a wrong value is refused, named, and changes nothing")
{
    Apartment apartment;
    auto context = NewContext();
    struct {
        HRESULT hr;
        const wchar_t *says;
        std::wstring text;
    } const cases[] = {
        {context->put_HashFunction(Bstr(L"Quadxx")), L"Quadxx", ErrorText()},
        {context->put_HashFunction(nullptr), L"HashFunction", ErrorText()},
        {context->put_FallbackHashFunction(Bstr(L"Quadxx")), L"FallbackHashFunction=Quadxx", ErrorText()},
        {context->put_Algorithm(Bstr(L"Chm99")), L"Chm99", ErrorText()},
        {context->put_MaskFunction(Bstr(L"Modulus")), L"Modulus", ErrorText()},
        {context->put_Outputs(Bstr(L"Header,Sculpture")), L"Sculpture", ErrorText()},
        {context->put_Outputs(Bstr(L"Header\" --NoFileIo \"")), L"NoFileIo", ErrorText()},
        {context->put_RngSeed(-1), L"RngSeed", ErrorText()},
        {context->put_RngSeed(0.5), L"RngSeed", ErrorText()},
        {context->put_RngSeed(1e300), L"RngSeed", ErrorText()},
        {context->put_MaxTableResizes(-1), L"MaxTableResizes", ErrorText()},
        {context->put_InitialPerFileConcurrency(-5), L"InitialPerFileConcurrency", ErrorText()},
        {context->put_IocpConcurrency(-1), L"IocpConcurrency", ErrorText()},
        {context->put_IocpConcurrency(513), L"IocpConcurrency", ErrorText()},
        {context->put_MaxThreads(1000000), L"MaxThreads", ErrorText()},
        {context->put_SimulatedNumaNodes(65), L"SimulatedNumaNodes", ErrorText()},
        {context->put_NumaNodes(Bstr(L"0-")), L"0-", ErrorText()},
        {context->put_IoMode(Bstr(L"Punched")), L"Punched", ErrorText()},
        {context->put_KeyType(Bstr(L"Song")), L"KeyType=Song", ErrorText()},
    };
    for (const auto &c : cases) {
        INFO(std::string(c.text.begin(), c.text.end()));
        CHECK(c.hr == PERFECTHASH_E_OPTION_VALUE);
        CHECK(c.text.find(c.says) != std::wstring::npos);
    }
    Bstr text;
    VARIANT_BOOL flag;
    CHECK((context->get_Outputs(text.out()) == S_OK && text.str() == L"Header,TableFile"));
    CHECK((context->get_NoFileIo(&flag) == S_OK && flag == VARIANT_FALSE));
}

TEST_CASE("a runtime property is refused once the runtime has started")
{
    Apartment apartment;
    auto context = NewContext();
    CHECK(context->put_IocpConcurrency(1) == S_OK);
    TableOf(context.p, {1});
    const HRESULT results[] = {context->put_IocpConcurrency(2),      context->put_MaxThreads(2),
                               context->put_NumaNodes(Bstr(L"0")),   context->put_SimulatedNumaNodes(2),
                               context->put_IoMode(Bstr(L"Mapped")), context->put_BufferGuardPages(VARIANT_TRUE)};
    for (const HRESULT hr : results)
        CHECK(hr == PERFECTHASH_E_RUNTIME_STARTED);
    CHECK(ErrorTells(L"BufferGuardPages"));
    CHECK(context->put_RngSeed(2) == S_OK); // options of tables may change any time
}

TEST_CASE("a NUMA node that the machine lacks is said when the runtime starts")
{
    Apartment apartment;
    auto context = NewContext();
    CHECK(context->put_NumaNodes(Bstr(L"63")) == S_OK);
    Com<IPerfectHashTable> table;
    CHECK(context->TableCreateFromKeys(Var(1).v, Bstr(L"a"), nullptr, nullptr, table.out()) ==
          PERFECTHASH_E_OPTION_VALUE);
    CHECK(ErrorTells(L"NumaNodes=63"));
}

TEST_CASE("every HRESULT of the contract is a failure of facility ITF")
{
    const HRESULT codes[] = {PERFECTHASH_E_KEYS_NOT_FOUND,
                             PERFECTHASH_E_DIRECTORY_NOT_FOUND,
                             PERFECTHASH_E_DIRECTORY_UNREADABLE,
                             PERFECTHASH_E_NO_KEYS_FILES,
                             PERFECTHASH_E_NAME_TAKEN,
                             PERFECTHASH_E_PACK,
                             PERFECTHASH_E_UNSOLVABLE,
                             PERFECTHASH_E_OUTPUT_WRITE,
                             PERFECTHASH_E_TABLE_NOT_KEPT,
                             PERFECTHASH_E_NO_SUCH_TABLE,
                             PERFECTHASH_E_ARGUMENT};
    for (const HRESULT code : codes)
        CHECK((static_cast<ULONG>(code) & 0xFFFFF000) == 0x80041000);
}

TEST_CASE("unknown and wrong options of a call name themselves")
{
    Apartment apartment;
    auto context = NewContext();
    Com<IPerfectHashTable> table;
    CHECK(context->TableCreateFromKeys(Var(1).v, Bstr(L"a"), nullptr, Bstr(L"--RngSed=3"), table.out()) ==
          PERFECTHASH_E_OPTION_UNKNOWN);
    const std::wstring text = ErrorText();
    CHECK(text.find(L"RngSed") != std::wstring::npos);
    CHECK(text.find(L"--RngSeed") != std::wstring::npos); // the nearest name
    CHECK(context->TableCreateFromKeys(Var(1).v, Bstr(L"a"), nullptr, Bstr(L"--RngSeed=many"), table.out()) ==
          PERFECTHASH_E_OPTION_VALUE);
    CHECK(ErrorTells(L"many"));
    CHECK(table.p == nullptr);
}

TEST_CASE("bad keys files each have their own code, name the file and leave nothing behind")
{
    Apartment apartment;
    TemporaryFolder folder;
    auto context = NewContext();
    const std::wstring out = folder.path + L"\\out";
    const uint32_t twice[] = {1, 2, 3, 2};
    struct {
        std::wstring path;
        HRESULT expected;
    } const cases[] = {
        {folder.file(L"absent.keys"), PERFECTHASH_E_KEYS_NOT_FOUND},
        {folder.file(L"no\\such\\folder.keys"), PERFECTHASH_E_KEYS_NOT_FOUND},
        {folder.path, PERFECTHASH_E_KEYS_IS_DIRECTORY},
        {folder.write(L"empty.keys", "", 0), PERFECTHASH_E_KEYS_EMPTY},
        {folder.write(L"odd.keys", "\1\2\3\4\5", 5), PERFECTHASH_E_KEYS_SIZE},
        {folder.write(L"odd64.keys", "\1\2\3\4\5\6\7\1\2\3\4\5", 12), PERFECTHASH_E_KEYS_SIZE},
        {folder.write(L"twice.keys", twice, sizeof twice), PERFECTHASH_E_KEYS_DUPLICATE},
        {folder.write(L"bad.txt", "1\n2\nthree\n", 10), PERFECTHASH_E_KEYS_TEXT},
        {folder.write(L"only comments.txt", "# nothing\n", 10), PERFECTHASH_E_KEYS_EMPTY},
        {folder.write(L"bad.dll", "MZ is not enough", 16), PERFECTHASH_E_KEYS_PE},
    };
    for (const auto &c : cases) {
        Com<IPerfectHashTable> table;
        INFO(std::string(c.path.begin(), c.path.end()));
        CHECK(context->TableCreate(Bstr(c.path.c_str()), Bstr(out.c_str()), nullptr, table.out()) == c.expected);
        CHECK(table.p == nullptr);
        CHECK(ErrorTells(c.path));
        CHECK(FilesBelow(out) == 0);
    }
    Com<IPerfectHashTable> table;
    CHECK(context->TableCreate(Bstr(L""), nullptr, nullptr, table.out()) == PERFECTHASH_E_ARGUMENT);
}

TEST_CASE("an enormous keys file is refused before it is read")
{
    Apartment apartment;
    TemporaryFolder folder;
    auto context = NewContext();
    const std::wstring path = folder.file(L"enormous.keys");
    HANDLE file = CreateFileW(path.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW, 0, nullptr);
    DWORD ignored;
    DeviceIoControl(file, FSCTL_SET_SPARSE, nullptr, 0, nullptr, 0, &ignored, nullptr);
    LARGE_INTEGER size;
    size.QuadPart = 1ll << 42;
    const bool made = SetFilePointerEx(file, size, nullptr, FILE_BEGIN) && SetEndOfFile(file);
    CloseHandle(file);
    REQUIRE(made);
    Com<IPerfectHashTable> table;
    CHECK(context->TableCreate(Bstr(path.c_str()), nullptr, nullptr, table.out()) == PERFECTHASH_E_KEYS_TOO_MANY);
    CHECK(ErrorTells(path));
}

TEST_CASE("an output directory that cannot be made or written is named, and nothing is left in it")
{
    Apartment apartment;
    TemporaryFolder folder;
    auto context = NewContext();
    const std::wstring path = folder.write(L"a.keys", SomeKeys(100));
    Com<IPerfectHashTable> table;
    // a file is in the way
    CHECK(context->TableCreate(Bstr(path.c_str()), Bstr(path.c_str()), nullptr, table.out()) ==
          PERFECTHASH_E_OUTPUT_DIRECTORY);
    CHECK(ErrorTells(path));
    CHECK(context->TableCreate(Bstr(path.c_str()), Bstr((folder.path + L"\\a|b?").c_str()), nullptr, table.out()) ==
          PERFECTHASH_E_OUTPUT_DIRECTORY);
    CHECK(FilesBelow(folder.path) == 1);
}

TEST_CASE("existing outputs are replaced whole, or stay as they were when it fails")
{
    Apartment apartment;
    TemporaryFolder folder;
    auto context = NewContext();
    const std::wstring out = folder.path + L"\\out";
    auto make = [&](const wchar_t *options) {
        Com<IPerfectHashTable> table;
        const HRESULT hr = context->TableCreateFromKeys(ArrayOf(VT_UI4, SomeKeys(2000)).v, Bstr(L"t"),
                                                        Bstr(out.c_str()), Bstr(options), table.out());
        Var files;
        if (hr == S_OK)
            table->get_Files(files.out());
        return std::make_pair(hr, hr == S_OK ? Strings(files) : std::vector<std::wstring>());
    };
    const auto first = make(L"--RngSeed=1");
    REQUIRE(first.first == S_OK);
    const std::vector<uint8_t> header = FileBytes(first.second[0]), image = FileBytes(first.second[1]);
    const auto second = make(L"--RngSeed=2");
    REQUIRE(second.first == S_OK);
    CHECK(second.second == first.second);
    CHECK(FileBytes(first.second[0]) != header);
    REQUIRE(make(L"--RngSeed=1").first == S_OK);
    CHECK(FileBytes(first.second[0]) == header); // the same input, the same bytes
    CHECK(FileBytes(first.second[1]) == image);
    {
        // one of the two files is held open by somebody who shares nothing
        HANDLE held = CreateFileW(first.second[1].c_str(), GENERIC_READ, 0, nullptr, OPEN_EXISTING, 0, nullptr);
        REQUIRE(held != INVALID_HANDLE_VALUE);
        CHECK(make(L"--RngSeed=2").first == PERFECTHASH_E_OUTPUT_WRITE);
        CHECK(ErrorTells(first.second[1]));
        CloseHandle(held);
    }
    CHECK(FileBytes(first.second[0]) == header);
    CHECK(FileBytes(first.second[1]) == image);
    CHECK(FilesBelow(out) == 2);
}

TEST_CASE("a text with a NUL character inside is refused, not cut short")
{
    Apartment apartment;
    auto context = NewContext();
    Bstr text;
    text.p = SysAllocStringLen(L"a.keys\0b", 8);
    Com<IPerfectHashTable> table;
    CHECK(context->TableCreate(text, nullptr, nullptr, table.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(ErrorTells(L"keysPath"));
    CHECK(context->TableCreateFromKeys(Var(1).v, text, nullptr, nullptr, table.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(context->TableCreateFromKeys(Var(1).v, Bstr(L"a"), text, nullptr, table.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(context->TableCreateFromKeys(Var(1).v, Bstr(L"a"), nullptr, text, table.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(context->LoadTable(text, table.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(context->TableCreateCommandLine(text, table.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(context->put_BaseOutputDirectory(text) == PERFECTHASH_E_ARGUMENT);
    Bstr known;
    known.p = SysAllocStringLen(L"Quadx\0b", 7);
    CHECK(context->put_HashFunction(known) == PERFECTHASH_E_ARGUMENT);
    CHECK(ErrorTells(L"HashFunction"));
    known.p[0] = L'c', known.p[1] = 0;
    CHECK(TableOf(context.p, {1, 2, 3})->Source(known, text.out()) == PERFECTHASH_E_ARGUMENT);
    known.p[0] = L'0';
    CHECK(context->put_NumaNodes(known) == PERFECTHASH_E_ARGUMENT);
}

TEST_CASE("a DLL's function addresses are keys")
{
    Apartment apartment;
    auto context = NewContext();
    Com<IPerfectHashTable> table;
    REQUIRE(context->TableCreate(Bstr(ServerPath().c_str()), nullptr, nullptr, table.out()) == S_OK);
    LONG count = 0;
    CHECK((table->get_KeyCount(&count) == S_OK && count > 100));
    // DllInstall is one of them (a leaf function would not be)
    HMODULE module = LoadLibraryW(ServerPath().c_str());
    const auto address =
        reinterpret_cast<uintptr_t>(GetProcAddress(module, "DllInstall")) - reinterpret_cast<uintptr_t>(module);
    VARIANT_BOOL found = VARIANT_FALSE;
    CHECK((table->Contains(Var::u32(static_cast<ULONG>(address)).v, &found) == S_OK && found == VARIANT_TRUE));
    CHECK((table->Contains(Var::u32(static_cast<ULONG>(address + 1)).v, &found) == S_OK && found == VARIANT_FALSE));
    FreeLibrary(module);
}
