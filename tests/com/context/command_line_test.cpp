/*
 * A context also takes command lines and the words of a main function. These tests prove that such
 * calls make the tables that the programs make, with the same options. Wrong words are named. The
 * results of two shards are merged by a command line.
 */
#include "support/com/fixture.h"

TEST_CASE("a main function's words do what a command line does")
{
    Apartment apartment;
    KeysFolder folder(3);
    auto context = NewContext();
    auto native = context.query<IPerfectHashIocpContextNative>(IID_IPerfectHashIocpContextNative);
    REQUIRE(native.p);
    const std::wstring keys = folder.keys() + L"\\set100.keys", directory = folder.keys(), out = folder.out();
    const wchar_t *words[] = {L"program.exe", keys.c_str(), out.c_str(), L"--RngSeed", L"4"};
    Com<IPerfectHashTable> table;
    REQUIRE(native->TableCreateArgvW(5, words, table.out()) == S_OK);
    double seed = 0;
    CHECK((table->get_RngSeed(&seed) == S_OK && seed == 4));
    words[1] = directory.c_str();
    Com<IPerfectHashTables> tables;
    REQUIRE(native->BulkCreateArgvW(5, words, tables.out()) == S_OK);
    LONG count = 0;
    CHECK((tables->get_Count(&count) == S_OK && count == 3));
    CHECK(native->TableCreateArgvW(0, words, table.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(native->TableCreateArgvW(2, nullptr, table.out()) == PERFECTHASH_E_ARGUMENT);
    words[2] = nullptr;
    CHECK(native->TableCreateArgvW(3, words, table.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(native->TableCreateArgvW(2, words, nullptr) == E_POINTER);
}

TEST_CASE("shards are merged by a command line")
{
    Apartment apartment;
    KeysFolder folder(6);
    auto context = NewContext();
    Com<IPerfectHashTables> tables;
    for (const wchar_t *shard : {L"--Shard=1/2", L"--Shard=2/2"})
        REQUIRE(context->BulkCreate(Bstr(folder.keys().c_str()), Bstr(folder.out().c_str()), Bstr(shard),
                                    tables.out()) == S_OK);
    REQUIRE(context->BulkCreateCommandLine(Bstr((L"--Merge \"" + folder.out() + L"\"").c_str()), tables.out()) == S_OK);
    LONG count = 0;
    CHECK((tables->get_Count(&count) == S_OK && count == 6));
    Com<IPerfectHashTable> table;
    CHECK(tables->get_Item(Var::text(L"set104.keys").v, table.out()) == S_OK);
    CHECK(context->BulkCreate(Bstr(folder.keys().c_str()), nullptr,
                              Bstr((L"--Merge=\"" + folder.out() + L"\"").c_str()),
                              tables.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(ErrorTells(L"--Merge takes no other directory"));
}

TEST_CASE("a command line does what the program does")
{
    Apartment apartment;
    TemporaryFolder folder;
    auto context = NewContext();
    const std::wstring path = folder.write(L"with blank.keys", SomeKeys(300));
    Com<IPerfectHashTable> table;
    const std::wstring line = L"\"" + path + L"\" \"" + folder.path + L"\\o\" Chm01 Quadx And 0 --RngSeed 9";
    REQUIRE(context->TableCreateCommandLine(Bstr(line.c_str()), table.out()) == S_OK);
    double seed = 0;
    CHECK((table->get_RngSeed(&seed) == S_OK && seed == 9));
    CHECK(FilesBelow(folder.path + L"\\o") == 2);
    CHECK(context->TableCreateCommandLine(Bstr(L""), table.out()) != S_OK);
    CHECK(!ErrorText().empty());
    CHECK(context->TableCreateCommandLine(Bstr(L"a b Chm01 Quadx And 0 extra"), table.out()) != S_OK);
    CHECK(ErrorTells(L"extra"));
}
