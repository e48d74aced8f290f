/*
 * A bulk run and a pack give their tables as a collection. These tests prove that the collection
 * finds tables by index and by name, enumerates them and lists failures. A pack that is no pack is
 * refused by name. A damaged table in a pack fails alone.
 */
#include "support/chm01/program_writer.h"
#include "support/com/fixture.h"

TEST_CASE("a bulk run makes a table of each file and lists what failed")
{
    Apartment apartment;
    KeysFolder folder(12, true);
    auto context = NewContext();
    const auto tables = MakeTables(context, folder);
    LONG count = 0, skipped = -1;
    CHECK((tables->get_Count(&count) == S_OK && count == 12));
    CHECK((tables->get_SkippedCount(&skipped) == S_OK && skipped == 0));
    Var failures;
    CHECK(tables->get_Failures(failures.out()) == S_OK);
    REQUIRE(Strings(failures).size() == 1);
    CHECK(Strings(failures)[0].find(L"set150bad.keys") != std::wstring::npos);
    Bstr csv, json;
    CHECK((tables->get_CsvPath(csv.out()) == S_OK && !FileBytes(csv.str()).empty()));
    CHECK((tables->get_JsonPath(json.out()) == S_OK && !FileBytes(json.str()).empty()));
    CHECK((tables->get_PackPath(json.out()) == S_OK && json.str().empty()));
    for (LONG i = 0; i < count; i++) {
        Com<IPerfectHashTable> table;
        REQUIRE(tables->get_Item(Var(i).v, table.out()) == S_OK);
        LONG keys = 0, position = -1;
        CHECK((table->get_KeyCount(&keys) == S_OK && keys == 50 + 13 * i)); // in the order of the input
        CHECK((table->Index(Var::u32(SomeKeys(50, static_cast<uint32_t>(i + 1))[9]).v, &position) == S_OK &&
               position == 9));
    }
    Com<IPerfectHashTable> table;
    CHECK(tables->get_Item(Var::text(L"SET103").v, table.out()) == S_OK);
    CHECK(tables->get_Item(Var::text(L"set103.keys").v, table.out()) == S_OK);
    CHECK(tables->get_Item(Var::text(L"set150bad").v, table.out()) == PERFECTHASH_E_NO_SUCH_TABLE);
    CHECK(tables->get_Item(Var(12).v, table.out()) == PERFECTHASH_E_NO_SUCH_TABLE);
    CHECK(tables->get_Item(Var(-1).v, table.out()) == PERFECTHASH_E_NO_SUCH_TABLE);
    CHECK(tables->get_Item(ArrayOf<LONG>(VT_I4, {1}).v, table.out()) == PERFECTHASH_E_ARGUMENT);
    for (const double number : {1.5, -0.5, 1e10, -1e10})
        CHECK(tables->get_Item(Var::real(number).v, table.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(ErrorText() == L"which: expected an integer from 0, or the name of a keys file.");
    CHECK(tables->get_Item(Var::real(-2147483648.0).v, table.out()) == PERFECTHASH_E_NO_SUCH_TABLE);
    CHECK(table.p == nullptr);
    LONG keys = 0;
    REQUIRE(tables->get_Item(Var::real(2).v, table.out()) == S_OK);
    CHECK((table->get_KeyCount(&keys) == S_OK && keys == 50 + 13 * 2));
}

TEST_CASE("a program without functions has no number among the tables")
{
    Apartment apartment;
    KeysFolder folder(3);
    ProgramWriter program;
    program.Directory(ProgramWriter::Resources, program.Add({1}), 4);
    folder.write(L"keys\\a.dll", program.bytes.data(), program.bytes.size());
    auto context = NewContext();
    const auto tables = MakeTables(context, folder);
    LONG count = 0;
    CHECK((tables->get_Count(&count) == S_OK && count == 3));
    Com<IPerfectHashTable> table;
    for (LONG i = 0; i < 3; i++) {
        LONG keys = 0;
        REQUIRE(tables->get_Item(Var(i).v, table.out()) == S_OK);
        CHECK((table->get_KeyCount(&keys) == S_OK && keys == 50 + 13 * i));
    }
    CHECK(tables->get_Item(Var(3).v, table.out()) == PERFECTHASH_E_NO_SUCH_TABLE);
}

TEST_CASE("an enumerator yields every table, starts again and clones")
{
    Apartment apartment;
    KeysFolder folder(5, true);
    auto context = NewContext();
    const auto tables = MakeTables(context, folder);
    Com<IUnknown> unknown, another;
    REQUIRE(tables->get__NewEnum(unknown.out()) == S_OK);
    REQUIRE(tables->get__NewEnum(another.out()) == S_OK);
    CHECK(unknown.p != another.p);
    auto enumerator = unknown.query<IEnumVARIANT>(IID_IEnumVARIANT);
    REQUIRE(enumerator.p);
    VARIANT items[8];
    ULONG got = 0;
    CHECK(enumerator->Next(2, items, &got) == S_OK);
    CHECK(got == 2);
    Com<IEnumVARIANT> clone;
    REQUIRE(enumerator->Clone(clone.out()) == S_OK);
    for (ULONG i = 0; i < got; i++) {
        CHECK(V_VT(&items[i]) == VT_DISPATCH);
        VariantClear(&items[i]);
    }
    CHECK(enumerator->Next(8, items, &got) == S_FALSE);
    CHECK(got == 3);
    for (ULONG i = 0; i < got; i++)
        VariantClear(&items[i]);
    CHECK(enumerator->Next(1, items, &got) == S_FALSE);
    CHECK(got == 0);
    CHECK(clone->Skip(2) == S_OK);
    CHECK(clone->Skip(2) == S_FALSE);
    CHECK(enumerator->Reset() == S_OK);
    CHECK(enumerator->Next(1, items, nullptr) == S_OK);
    VariantClear(&items[0]);
    CHECK(enumerator->Next(2, items, nullptr) == E_POINTER);
    CHECK(enumerator->Next(1, nullptr, &got) == E_POINTER);
    // by IDispatch, as hosts do: JScript asks for a method, others for a property or for both
    for (const WORD flags : {DISPATCH_METHOD | DISPATCH_PROPERTYGET, DISPATCH_METHOD, DISPATCH_PROPERTYGET}) {
        DISPPARAMS none = {};
        Var value;
        CHECK(tables->Invoke(DISPID_NEWENUM, IID_NULL, 1, flags, &none, value.out(), nullptr, nullptr) == S_OK);
        CHECK(V_VT(&value.v) == VT_UNKNOWN);
    }
    // a file that went away is an error of that table alone
    Com<IPerfectHashTable> table;
    Var files;
    REQUIRE(tables->get_Item(Var(0).v, table.out()) == S_OK);
    Bstr output;
    CHECK((tables->get_OutputDirectory(output.out()) == S_OK && output.str() == folder.out()));
    REQUIRE(DeleteFileW((folder.out() + L"\\set100_Chm01_Quadx_And\\set100.pht").c_str()));
    table.reset();
    CHECK(tables->put_MemoryBudget(0) == S_OK); // it is not kept in memory any more
    CHECK(tables->get_Item(Var(0).v, table.out()) == PERFECTHASH_E_TABLE_NOT_FOUND);
    CHECK(enumerator->Reset() == S_OK);
    CHECK(enumerator->Next(8, items, &got) == S_FALSE);
    REQUIRE(got == 5);
    Com<IPerfectHashTable> damaged;
    REQUIRE(V_DISPATCH(&items[0])->QueryInterface(IID_IPerfectHashTable, reinterpret_cast<void **>(damaged.out())) ==
            S_OK);
    LONG position = 0;
    CHECK(damaged->Index(Var(1).v, &position) == PERFECTHASH_E_TABLE_NOT_FOUND);
    CHECK(ErrorTells(L"set100.pht"));
    CHECK(damaged->get_ScatterMicroseconds(nullptr) == PERFECTHASH_E_TABLE_NOT_FOUND); // and any other member
    DISPPARAMS none = {};
    Var name;
    EXCEPINFO exception = {};
    CHECK(damaged->Invoke(DISPID_VALUE, IID_NULL, 0, DISPATCH_PROPERTYGET, &none, name.out(), &exception, nullptr) ==
          DISP_E_EXCEPTION);
    CHECK(exception.scode == PERFECTHASH_E_TABLE_NOT_FOUND);
    CHECK(std::wstring(exception.bstrDescription).find(L"set100.pht") != std::wstring::npos);
    SysFreeString(exception.bstrDescription);
    SysFreeString(exception.bstrSource);
    SysFreeString(exception.bstrHelpFile);
    LONG keys = 0;
    Com<IPerfectHashTable> sound;
    REQUIRE(V_DISPATCH(&items[1])->QueryInterface(IID_IPerfectHashTable, reinterpret_cast<void **>(sound.out())) ==
            S_OK);
    CHECK((sound->get_KeyCount(&keys) == S_OK && keys == 63));
    for (ULONG i = 0; i < got; i++)
        VariantClear(&items[i]);
}

TEST_CASE("a loaded table is kept while the collection lives, within its budget")
{
    Apartment apartment;
    KeysFolder folder(5);
    auto context = NewContext();
    const auto tables = MakeTables(context, folder);
    Com<IPerfectHashTable> first, again, byName, second, third;
    REQUIRE(tables->get_Item(Var(0).v, first.out()) == S_OK);
    REQUIRE(tables->get_Item(Var(0).v, again.out()) == S_OK);
    CHECK(first.p == again.p);
    REQUIRE(tables->get_Item(Var::text(L"set100").v, byName.out()) == S_OK);
    CHECK(first.p == byName.p);
    Com<IUnknown> unknown;
    REQUIRE(tables->get__NewEnum(unknown.out()) == S_OK);
    VARIANT item;
    REQUIRE(unknown.query<IEnumVARIANT>(IID_IEnumVARIANT)->Next(1, &item, nullptr) == S_OK);
    CHECK(V_DISPATCH(&item) == first.p);
    VariantClear(&item);
    double budget = 0;
    CHECK((tables->get_MemoryBudget(&budget) == S_OK && budget == 256.0 * 1024 * 1024));
    CHECK(tables->put_MemoryBudget(-1) == PERFECTHASH_E_ARGUMENT);
    CHECK(tables->put_MemoryBudget(0) == S_OK);
    REQUIRE(tables->get_Item(Var(0).v, again.out()) == S_OK);
    CHECK(first.p != again.p); // one that is not kept is loaded for each who asks
    // Room for two, and no more: the one that was asked for longest ago goes.
    for (budget = 1000; budget < 100000; budget += 500) {
        CHECK((tables->put_MemoryBudget(0) == S_OK && tables->put_MemoryBudget(budget) == S_OK));
        REQUIRE(tables->get_Item(Var(2).v, first.out()) == S_OK);
        REQUIRE(tables->get_Item(Var(3).v, second.out()) == S_OK);
        REQUIRE(tables->get_Item(Var(2).v, again.out()) == S_OK);
        if (again.p == first.p)
            break;
    }
    REQUIRE(tables->get_Item(Var(1).v, third.out()) == S_OK); // which is smaller
    REQUIRE(tables->get_Item(Var(2).v, again.out()) == S_OK);
    CHECK(first.p == again.p);
    REQUIRE(tables->get_Item(Var(3).v, again.out()) == S_OK);
    CHECK(second.p != again.p);
}

TEST_CASE("names find their tables, and what is neither name nor number is refused")
{
    Apartment apartment;
    KeysFolder folder(3, true);
    // A file whose path is another one's base name comes first by its path.
    folder.write(L"keys\\other.txt", "7\n8\n9\n10\n", 9);
    folder.write(L"keys\\other.txt.keys", std::vector<uint32_t>{1, 2});
    folder.write(L"keys\\\x00C4.keys", std::vector<uint32_t>{1, 2, 3});
    auto context = NewContext();
    const auto tables = MakeTables(context, folder);
    Var names;
    CHECK(tables->get_Names(names.out()) == S_OK);
    const auto all = Strings(names);
    LONG count = 0;
    REQUIRE((tables->get_Count(&count) == S_OK && all.size() == static_cast<size_t>(count)));
    for (LONG i = 0; i < count; i++) {
        Com<IPerfectHashTable> byName, byNumber;
        REQUIRE(tables->get_Item(Var::text(all[static_cast<size_t>(i)].c_str()).v, byName.out()) == S_OK);
        REQUIRE(tables->get_Item(Var(i).v, byNumber.out()) == S_OK);
        CHECK(byName.p == byNumber.p);
    }
    Com<IPerfectHashTable> table;
    LONG keys = 0;
    REQUIRE(tables->get_Item(Var::text(L"Other.TXT").v, table.out()) == S_OK);
    CHECK((table->get_KeyCount(&keys) == S_OK && keys == 4));
    Var empty, no, missing, null, date;
    V_VT(&no.v) = VT_BOOL;
    V_VT(&missing.v) = VT_ERROR;
    V_ERROR(&missing.v) = DISP_E_PARAMNOTFOUND;
    V_VT(&null.v) = VT_NULL;
    V_VT(&date.v) = VT_DATE;
    for (const Var *which : {&empty, &no, &missing, &null, &date}) {
        CHECK(tables->get_Item(which->v, table.out()) == PERFECTHASH_E_ARGUMENT);
        CHECK(table.p == nullptr);
    }
    for (const wchar_t *name : {L"", L"other", L"set10", L"set100.key", L"t"}) {
        CAPTURE(std::string(name, name + wcslen(name)));
        const HRESULT hr = tables->get_Item(Var::text(name).v, table.out());
        CHECK(hr == (std::wstring(name) == L"other" ? S_OK : PERFECTHASH_E_NO_SUCH_TABLE));
    }
}

TEST_CASE("a bulk run without files verifies its tables and keeps none")
{
    Apartment apartment;
    KeysFolder folder(3);
    auto context = NewContext();
    CHECK(context->put_NoFileIo(VARIANT_TRUE) == S_OK);
    const auto tables = MakeTables(context, folder);
    LONG count = 0;
    CHECK((tables->get_Count(&count) == S_OK && count == 3));
    Com<IPerfectHashTable> table;
    CHECK(tables->get_Item(Var(0).v, table.out()) == PERFECTHASH_E_TABLE_NOT_KEPT);
    CHECK(GetFileAttributesW(folder.out().c_str()) == INVALID_FILE_ATTRIBUTES);
}

TEST_CASE("a pack is opened as a collection of its tables")
{
    Apartment apartment;
    KeysFolder folder(12, true);
    auto context = NewContext();
    const std::wstring pack = folder.file(L"all.phpack");
    Com<IPerfectHashTables> made, tables;
    REQUIRE(context->BulkCreate(Bstr(folder.keys().c_str()), nullptr, Bstr((L"--Pack=\"" + pack + L"\"").c_str()),
                                made.out()) == S_OK);
    Com<IPerfectHashTable> own;
    CHECK(made->get_Item(Var(3).v, own.out()) == S_OK); // a run's tables come from its pack, too
    REQUIRE(context->LoadPack(Bstr(pack.c_str()), tables.out()) == S_OK);
    Bstr path;
    CHECK((made->get_PackPath(path.out()) == S_OK && path.str() == pack));
    CHECK((tables->get_PackPath(path.out()) == S_OK && path.str() == pack));
    context.reset(); // they need no context
    LONG count = 0, position = -1;
    CHECK((tables->get_Count(&count) == S_OK && count == 12));
    for (LONG i = 0; i < count; i++) {
        Com<IPerfectHashTable> table;
        REQUIRE(tables->get_Item(Var(i).v, table.out()) == S_OK);
        LONG keys = 0;
        CHECK((table->get_KeyCount(&keys) == S_OK && keys == 50 + 13 * i));
        CHECK((table->Find(Var::u32(SomeKeys(50, static_cast<uint32_t>(i + 1))[9]).v, &position) == S_OK &&
               position == 9));
    }
    Com<IPerfectHashTable> table;
    Bstr name;
    REQUIRE(tables->get_Item(Var::text(L"SET103.keys").v, table.out()) == S_OK);
    CHECK((table->get_Name(name.out()) == S_OK && name.str() == L"set103"));
    CHECK(tables->get_Item(Var::text(L"set103").v, table.out()) == S_OK);
    CHECK(tables->get_Item(Var(12).v, table.out()) == PERFECTHASH_E_NO_SUCH_TABLE);
    CHECK(tables->get_Item(Var::text(L"set150bad.keys").v, table.out()) == PERFECTHASH_E_NO_SUCH_TABLE);
    Com<IUnknown> unknown;
    REQUIRE(tables->get__NewEnum(unknown.out()) == S_OK);
    auto enumerator = unknown.query<IEnumVARIANT>(IID_IEnumVARIANT);
    VARIANT items[16];
    ULONG got = 0;
    CHECK(enumerator->Next(16, items, &got) == S_FALSE);
    CHECK(got == 12);
    for (ULONG i = 0; i < got; i++)
        VariantClear(&items[i]);
    // Nobody changes a pack that is open.
    const HANDLE writer = CreateFileW(pack.c_str(), GENERIC_WRITE, 7, nullptr, OPEN_EXISTING, 0, nullptr);
    CHECK(writer == INVALID_HANDLE_VALUE);
}

TEST_CASE("what is no pack, and a pack with a damaged table, are refused and named")
{
    Apartment apartment;
    KeysFolder folder(3);
    auto context = NewContext();
    const std::wstring pack = folder.file(L"all.phpack");
    Com<IPerfectHashTables> tables;
    REQUIRE(context->BulkCreate(Bstr(folder.keys().c_str()), nullptr, Bstr((L"--Pack=\"" + pack + L"\"").c_str()),
                                tables.out()) == S_OK);
    CHECK(context->LoadPack(Bstr(folder.file(L"none.phpack").c_str()), tables.out()) == PERFECTHASH_E_PACK_NOT_FOUND);
    CHECK(ErrorTells(L"none.phpack: there is no such pack file"));
    CHECK(tables.p == nullptr);
    CHECK(context->LoadPack(Bstr(folder.keys().c_str()), tables.out()) == PERFECTHASH_E_PACK_UNREADABLE);
    CHECK(ErrorTells(L"the pack file can't be read: it is not a file."));
    CHECK(context->LoadPack(nullptr, tables.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(context->LoadPack(Bstr(pack.c_str()), nullptr) == E_POINTER);
    std::vector<uint8_t> bytes = FileBytes(pack);
    for (const size_t size : {size_t(0), size_t(63), size_t(127), bytes.size() - 1}) {
        const std::wstring cut = folder.write(L"cut.phpack", bytes.data(), size);
        CHECK(context->LoadPack(Bstr(cut.c_str()), tables.out()) == PERFECTHASH_E_PACK);
        CHECK(ErrorTells(L"cut.phpack"));
    }
    bytes[200] ^= 1; // in the first table
    const std::wstring damaged = folder.write(L"damaged.phpack", bytes.data(), bytes.size());
    REQUIRE(context->LoadPack(Bstr(damaged.c_str()), tables.out()) == S_OK);
    Com<IPerfectHashTable> table;
    CHECK(FAILED(tables->get_Item(Var(0).v, table.out())));
    CHECK(ErrorTells(L"damaged.phpack, table "));
    CHECK(tables->get_Item(Var(1).v, table.out()) == S_OK);
}
