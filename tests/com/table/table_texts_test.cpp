/*
 * A table of text keys, as scripts make and ask it. These tests prove that an array of strings
 * without a number has text keys, that one of both kinds is an error that says how to choose, that
 * every lookup takes texts and says so of anything else, and that the native interface finds bytes.
 */
#include "support/com/fixture.h"

#include "com/table/table.h"

namespace {

struct TextsContext {
    Apartment apartment;
    Com<IPerfectHashIocpContext> context = NewContext();
    Com<IPerfectHashTable> make(const Var &keys, const wchar_t *options = L"")
    {
        Com<IPerfectHashTable> table;
        const HRESULT hr = context->TableCreateFromKeys(keys.v, Bstr(L"texts"), Bstr(L""), Bstr(options), &table.p);
        REQUIRE_MESSAGE(hr == S_OK, ErrorText());
        return table;
    }
    void refused(const Var &keys, HRESULT code, const std::wstring &text, const wchar_t *options = L"")
    {
        Com<IPerfectHashTable> table;
        CHECK(context->TableCreateFromKeys(keys.v, Bstr(L"texts"), Bstr(L""), Bstr(options), &table.p) == code);
        CHECK(table.p == nullptr);
        CHECK(ErrorText() == text);
    }
};

LONG Find(IPerfectHashTable *table, const std::wstring &key)
{
    LONG position = -2;
    CHECK(table->Find(Var::text(key.c_str()).v, &position) == S_OK);
    return position;
}

std::wstring Told(IPerfectHashTable *table, HRESULT (STDMETHODCALLTYPE IPerfectHashTable::*property)(BSTR *))
{
    Bstr value;
    CHECK((table->*property)(value.out()) == S_OK);
    return value.str();
}

} // namespace

TEST_CASE_FIXTURE(TextsContext, "an array of strings without a number makes a table of text keys")
{
    const auto table =
        make(ArrayOfVariants({Var::text(L"GET"), Var::text(L"POST"), Var::text(L""), Var::text(L"gr\u00FC\u00DF")}));
    CHECK(Find(table.p, L"GET") == 0);
    CHECK(Find(table.p, L"POST") == 1);
    CHECK(Find(table.p, L"") == 2);
    CHECK(Find(table.p, L"gr\u00FC\u00DF") == 3);
    CHECK(Find(table.p, L"get") == -1);
    CHECK(Find(table.p, std::wstring(5000, L'x')) == -1);
    LONG position = -2;
    CHECK((table->Index(Var::text(L"POST").v, &position) == S_OK && position == 1));
    VARIANT_BOOL found = VARIANT_FALSE, hasKeys = VARIANT_FALSE;
    CHECK((table->Contains(Var::text(L"GET").v, &found) == S_OK && found == VARIANT_TRUE));
    CHECK((table->Contains(Var::text(L"PUT").v, &found) == S_OK && found == VARIANT_FALSE));
    CHECK((table->get_HasKeys(&hasKeys) == S_OK && hasKeys == VARIANT_TRUE));
    CHECK(Told(table.p, &IPerfectHashTable::get_KeyType) == L"Text");
    CHECK(Told(table.p, &IPerfectHashTable::get_Layout) == L"Text");
    CHECK(Told(table.p, &IPerfectHashTable::get_HashFunction) == L"");
    LONG size = -1;
    CHECK((table->get_KeySizeInBytes(&size) == S_OK && size == 0));
    const auto numbers = make(ArrayOfVariants({Var::text(L"5"), Var::text(L"0x10")}));
    CHECK(Told(numbers.p, &IPerfectHashTable::get_KeyType) == L"Number");
}

TEST_CASE_FIXTURE(TextsContext, "numbers among texts are an error that says how to choose")
{
    const Var both = ArrayOfVariants({Var::text(L"GET"), Var::text(L"01"), Var::text(L"1")});
    refused(
        both, PERFECTHASH_E_KEY_TYPE,
        L"keys, element 1: the text \"01\" is a number, and element 0 is none; --KeyType=Text makes texts text keys.");
    const auto table = make(both, L"--KeyType=Text");
    CHECK(Find(table.p, L"01") == 1);
    CHECK(Find(table.p, L"1") == 2);
    refused(ArrayOfVariants({Var(7), Var::text(L"GET")}), PERFECTHASH_E_KEY_TYPE,
            L"keys, element 1: the text \"GET\" is no number, as element 0 is; --KeyType=Text makes texts text keys.");
    refused(ArrayOfVariants({Var::text(L"GET"), Var()}), PERFECTHASH_E_KEY_TYPE,
            L"keys, element 1: nothing (VT_EMPTY) is no text, as element 0 is; expected a text key.");
    refused(ArrayOfVariants({Var::text(L"GET"), Var(7)}), PERFECTHASH_E_KEY_TYPE,
            L"keys, element 1: the number 7 is no text; expected a text key.", L"--KeyType=Text");
    refused(ArrayOfVariants({Var::text(L"GET")}), PERFECTHASH_E_KEY_TYPE,
            L"keys, element 0: the text \"GET\" is not the text of a whole number, decimal or hexadecimal after 0x.",
            L"--KeyType=Number");
    refused(Var::text(L"C:\\keys.txt"), PERFECTHASH_E_KEY_TYPE,
            L"keys: the text \"C:\\keys.txt\" is not the text of a whole number, decimal or hexadecimal after 0x.");
    refused(ArrayOfVariants({Var::text(L"a"), Var::text(L"b"), Var::text(L"a")}), PERFECTHASH_E_KEYS_DUPLICATE,
            L"texts: the key \"a\" occurs twice, at positions 0 and 2.");
    refused(ArrayOfVariants({Var::text(L"a"), Var::text(L"x\xD800y")}), PERFECTHASH_E_ARGUMENT,
            L"keys, element 1: the text \"x\xD800y\" has half of a surrogate pair alone.");
    refused(ArrayOfVariants({Var::text(std::wstring(65536, L'x').c_str())}), PERFECTHASH_E_ARGUMENT,
            L"keys, element 0: the key has more than 65,535 bytes.");
    refused(ArrayOfVariants({Var::text(L"GET")}), PERFECTHASH_E_OPTION_VALUE,
            L"--Layout: it is for keys that are numbers, not for text keys.", L"--Layout=Flat");
}

TEST_CASE_FIXTURE(TextsContext, "with --IgnoreCase a capital is its letter, and the table gives small ones back")
{
    const auto table =
        make(ArrayOfVariants({Var::text(L"Get"), Var::text(L"a-Key-that-is-longer-than-the-words-of-an-entry")}),
             L"--IgnoreCase");
    CHECK(Find(table.p, L"GET") == 0);
    Var key;
    REQUIRE(table->KeyAt(0, key.out()) == S_OK);
    CHECK(std::wstring(V_BSTR(&key.v)) == L"get");
}

TEST_CASE_FIXTURE(TextsContext, "a context's KeyType and IgnoreCase hold for its tables, unless a call says otherwise")
{
    const Var digits = ArrayOfVariants({Var::text(L"01"), Var::text(L"0X1")});
    REQUIRE(context->put_KeyType(Bstr(L"Text")) == S_OK);
    REQUIRE(context->put_IgnoreCase(VARIANT_TRUE) == S_OK);
    const auto texts = make(digits);
    CHECK(Find(texts.p, L"0x1") == 1);
    CHECK(Find(texts.p, L"1") == -1);
    const auto exact = make(digits, L"--IgnoreCase=false");
    CHECK(Find(exact.p, L"0x1") == -1);
    refused(digits, PERFECTHASH_E_KEYS_DUPLICATE, L"texts: the key 1 occurs twice, at positions 0 and 1.",
            L"--KeyType=Auto --IgnoreCase=false");
    REQUIRE(context->put_KeyType(Bstr(L"Number")) == S_OK);
    refused(digits, PERFECTHASH_E_OPTION_VALUE, L"--IgnoreCase: it is for text keys.");
}

TEST_CASE_FIXTURE(TextsContext, "many texts are found, and the table gives its keys back")
{
    std::vector<std::wstring> texts;
    std::vector<BSTR> pointers;
    for (int i = 0; i < 1000; i++) {
        texts.push_back(L"key number " + std::to_wstring(i * 7919) + (i % 2 ? L"" : L" which is a long one"));
        pointers.push_back(SysAllocString(texts[i].c_str())); // the array's
    }
    const Var all = ArrayOf(VT_BSTR, pointers);
    const auto table = make(all);
    Var positions, keys, at, some;
    REQUIRE(table->FindMany(all.v, positions.out()) == S_OK);
    REQUIRE(table->Keys(keys.out()) == S_OK);
    CHECK(Strings(keys) == texts);
    for (int i = 0; i < 1000; i++)
        REQUIRE(Longs(positions)[i] == i);
    double verified = 0;
    CHECK((table->Verify(&verified) == S_OK && verified == 1000));
    REQUIRE(table->KeyAt(999, at.out()) == S_OK);
    CHECK(std::wstring(V_BSTR(&at.v)) == texts[999]);
    REQUIRE(table->FindMany(ArrayOfVariants({Var::text(L"none"), Var(5), at}).v, some.out()) == S_OK);
    CHECK(Longs(some) == std::vector<LONG>{-1, -1, 999});
    const Var inside = ArrayOfVariants({ArrayOf(VT_I4, std::vector<LONG>{1})});
    CHECK(table->FindMany(inside.v, some.out()) == PERFECTHASH_E_KEY_TYPE);
    CHECK(table->IndexMany(ArrayOfVariants({Var(5)}).v, some.out()) == PERFECTHASH_E_KEY_TYPE);
}

TEST_CASE_FIXTURE(TextsContext, "what is no text is told, and so is what such a table has not")
{
    const auto table = make(ArrayOfVariants({Var::text(L"GET")}));
    LONG position;
    double number;
    CHECK(table->Find(Var(5).v, &position) == PERFECTHASH_E_KEY_TYPE);
    CHECK(ErrorText() == L"key: the number 5 is no text; expected a text key.");
    CHECK(table->Find(Var::text(L"\xDC00").v, &position) == PERFECTHASH_E_ARGUMENT);
    CHECK(table->Find(Var().v, &position) == PERFECTHASH_E_KEY_TYPE);
    CHECK(table->GetValue(Var::text(L"GET").v, &number) == PERFECTHASH_E_TABLE_OF_POSITIONS);
    CHECK((table->Find(ArrayOf(VT_UI1, std::vector<BYTE>{'G', 'E', 'T'}).v, &position) == S_OK && position == 0));
    void *native = nullptr;
    CHECK(table->QueryInterface(IID_IPerfectHashTableNative, &native) == E_NOINTERFACE);
    CHECK(make(ArrayOf(VT_I4, std::vector<LONG>{1}))->QueryInterface(IID_IPerfectHashTableNativeText, &native) ==
          E_NOINTERFACE);
}

TEST_CASE_FIXTURE(TextsContext, "the native interface finds bytes, one by one and many")
{
    const auto table = make(ArrayOfVariants({Var::text(L"GET"), Var::text(L"POST")}));
    const auto native = table.query<IPerfectHashTableNativeText>(IID_IPerfectHashTableNativeText);
    CHECK(native->FindText("POST", 4) == 1);
    CHECK(native->FindText("POS", 3) == 0xFFFFFFFFu);
    CHECK(native->IndexText("GET", 3) == 0);
    CHECK(native->IndexText("PUT", 3) < 2);
    const PerfectHashText texts[] = {{"POST", 4}, {"GET", 3}, {nullptr, 0}};
    ULONG positions[3];
    native->FindTextBatch(texts, 3, positions);
    CHECK(positions[0] == 1);
    CHECK(positions[1] == 0);
    CHECK(positions[2] == 0xFFFFFFFFu);
}
