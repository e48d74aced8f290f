/*
 * A context also takes command lines. The results of two shards are merged by one.
 */
#include "support/com/fixture.h"

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
