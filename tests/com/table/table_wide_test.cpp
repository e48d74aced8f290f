/*
 * Tables of 128-bit keys through COM: made of texts of GUIDs, of packed bytes and of keys files,
 * and looked up by text, by 16 bytes, by number and in arrays. The keys come back as GUIDs. A key
 * that occurs twice is named as one, and what is no key is refused by name. The native interfaces
 * take the 16 bytes, one key or many, and the numbers below 2^64.
 */
#include "support/com/fixture.h"

namespace {

std::wstring GuidText(size_t i)
{
    wchar_t text[64];
    swprintf(text, 64, L"%08zx-0001-0203-0405-0607080%05zx", i * 2654435761u & 0xFFFFFFFF, i);
    return text;
}

Var GuidArray(size_t count)
{
    Var r;
    SAFEARRAY *array = SafeArrayCreateVector(VT_VARIANT, 0, static_cast<ULONG>(count));
    REQUIRE(array);
    for (LONG i = 0; i < static_cast<LONG>(count); i++) {
        Var text = Var::text(GuidText(static_cast<size_t>(i)).c_str());
        SafeArrayPutElement(array, &i, &text.v);
    }
    V_VT(&r.v) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(&r.v) = array;
    return r;
}

std::vector<BYTE> GuidBytes(const std::wstring &text)
{
    GUID guid;
    REQUIRE(CLSIDFromString((L"{" + text + L"}").c_str(), &guid) == S_OK);
    const BYTE *bytes = reinterpret_cast<const BYTE *>(&guid);
    return std::vector<BYTE>(bytes, bytes + 16);
}

std::vector<BYTE> PackedGuids(size_t count)
{
    std::vector<BYTE> bytes;
    for (size_t i = 0; i < count; i++)
        for (const BYTE byte : GuidBytes(GuidText(i)))
            bytes.push_back(byte);
    return bytes;
}

struct WideContext {
    Apartment apartment;
    Com<IPerfectHashIocpContext> context = NewContext();
    Com<IPerfectHashTable> make(const Var &keys, const wchar_t *options = L"")
    {
        Com<IPerfectHashTable> table;
        code = context->TableCreateFromKeys(keys.v, Bstr(L"wide"), nullptr, Bstr(options), table.out());
        return table;
    }
    HRESULT code = E_FAIL;
};

LONG FindIn(const Com<IPerfectHashTable> &table, const Var &key)
{
    LONG position = -2;
    CHECK(table->Find(key.v, &position) == S_OK);
    return position;
}

void CheckLookups(const Com<IPerfectHashTable> &table, size_t count)
{
    LONG size = 0, position;
    CHECK((table->get_KeySizeInBytes(&size) == S_OK && size == 16));
    for (size_t i = 0; i < count; i += 37) {
        const LONG expected = static_cast<LONG>(i);
        CHECK(FindIn(table, Var::text(GuidText(i).c_str())) == expected);
        CHECK(FindIn(table, Var::text((L"{" + GuidText(i) + L"}").c_str())) == expected);
        CHECK(FindIn(table, ArrayOf(VT_UI1, GuidBytes(GuidText(i)))) == expected);
        CHECK((table->Index(Var::text(GuidText(i).c_str()).v, &position) == S_OK && position == expected));
        CHECK(FindIn(table, Var(7)) == -1);
    }
    CHECK(FindIn(table, Var::text(GuidText(count).c_str())) == -1);
}

} // namespace

TEST_CASE_FIXTURE(WideContext, "texts of GUIDs make a table, which is looked up in every form of a key")
{
    const size_t count = 2000;
    const auto table = make(GuidArray(count));
    REQUIRE(code == S_OK);
    CheckLookups(table, count);
    VARIANT_BOOL found = VARIANT_FALSE;
    CHECK((table->Contains(Var::text(GuidText(3).c_str()).v, &found) == S_OK && found == VARIANT_TRUE));
    CHECK((table->Contains(Var::text(GuidText(count).c_str()).v, &found) == S_OK && found == VARIANT_FALSE));
    Var all, packed, some, keys, key;
    REQUIRE(table->FindMany(GuidArray(count + 3).v, all.out()) == S_OK);
    const std::vector<LONG> allFound = Longs(all);
    for (size_t i = 0; i < count + 3; i++)
        REQUIRE(allFound[i] == (i < count ? static_cast<LONG>(i) : -1));
    REQUIRE(table->IndexMany(ArrayOf(VT_UI1, PackedGuids(count)).v, packed.out()) == S_OK);
    const std::vector<LONG> ofBytes = Longs(packed);
    for (size_t i = 0; i < count; i++)
        REQUIRE(ofBytes[i] == static_cast<LONG>(i));
    REQUIRE(table->FindMany(ArrayOfVariants({Var::text(GuidText(5).c_str()), Var(7), Var::text(L"no key"), Var(-1)}).v,
                            some.out()) == S_OK);
    CHECK(Longs(some) == std::vector<LONG>{5, -1, -1, -1});
    REQUIRE(table->Keys(keys.out()) == S_OK);
    const std::vector<std::wstring> texts = Strings(keys);
    for (size_t i = 0; i < count; i++)
        REQUIRE(texts[i] == GuidText(i));
    REQUIRE(table->KeyAt(9, key.out()) == S_OK);
    CHECK(std::wstring(V_BSTR(&key.v)) == GuidText(9));
}

TEST_CASE_FIXTURE(WideContext, "packed bytes and keys files make tables of 128-bit keys")
{
    const TemporaryFolder folder;
    CheckLookups(make(ArrayOf(VT_UI1, PackedGuids(500)), L"--KeySizeInBytes=16"), 500);
    std::string text = "# ids\n";
    for (size_t i = 0; i < 500; i++)
        for (const wchar_t c : L"{" + GuidText(i) + L"}\n")
            text += static_cast<char>(c);
    const std::vector<BYTE> bytes = PackedGuids(500);
    Com<IPerfectHashTable> ofText, ofBytes;
    const std::wstring textFile = folder.write(L"ids.txt", text.data(), text.size()),
                       keysFile = folder.write(L"ids.keys", bytes.data(), bytes.size());
    REQUIRE(context->TableCreate(Bstr(textFile.c_str()), Bstr(folder.file(L"out").c_str()), nullptr, ofText.out()) ==
            S_OK);
    CheckLookups(ofText, 500);
    REQUIRE(context->TableCreate(Bstr(keysFile.c_str()), nullptr, Bstr(L"--KeySizeInBytes=16"), ofBytes.out()) == S_OK);
    CheckLookups(ofBytes, 500);
    Bstr source;
    REQUIRE(ofBytes->Source(Bstr(L"C"), source.out()) == S_OK);
    CHECK(source.str().find(L"IndexOfGuid(const void *guid)") != std::wstring::npos);
    Com<IPerfectHashTable> loaded;
    const std::wstring saved = folder.file(L"saved.pht");
    REQUIRE(ofBytes->Save(Bstr(saved.c_str())) == S_OK);
    REQUIRE(context->LoadTable(Bstr(saved.c_str()), loaded.out()) == S_OK);
    CheckLookups(loaded, 500);
}

TEST_CASE_FIXTURE(WideContext, "GUIDs have values and fingerprints")
{
    std::vector<BYTE> values;
    for (size_t i = 0; i < 300; i++)
        values.push_back(static_cast<BYTE>(i * 7));
    Com<IPerfectHashTable> table;
    REQUIRE(context->TableCreateWithValues(GuidArray(300).v, ArrayOf(VT_UI1, values).v, Bstr(L"v"), nullptr,
                                           Bstr(L"--Reject=Fingerprint16"), table.out()) == S_OK);
    double number = -2;
    CHECK((table->GetValue(Var::text(GuidText(5).c_str()).v, &number) == S_OK && number == 35));
    CHECK((table->GetValue(Var::text(GuidText(301).c_str()).v, &number) == S_OK && number == -1));
    Var all;
    REQUIRE(table->GetValues(GuidArray(300).v, all.out()) == S_OK);
    const std::vector<LONG> numbers = Longs(all);
    for (size_t i = 0; i < 300; i++)
        REQUIRE(numbers[i] == values[i]);
}

namespace {

// Returns a table of 300 GUIDs, and 7, which have the values 3 * i; 7 is the last.
Com<IPerfectHashTable> ValuedGuids(IPerfectHashIocpContext *context, const wchar_t *options)
{
    std::vector<BYTE> keys = PackedGuids(300);
    keys.push_back(7);
    keys.resize(301 * 16);
    std::vector<USHORT> values;
    for (size_t i = 0; i < 301; i++)
        values.push_back(static_cast<USHORT>(3 * i));
    Com<IPerfectHashTable> table;
    const std::wstring all = std::wstring(L"--KeySizeInBytes=16 ") + options;
    CHECK(context->TableCreateWithValues(ArrayOf(VT_UI1, keys).v, ArrayOf(VT_UI2, values).v, Bstr(L"v"), nullptr,
                                         Bstr(all.c_str()), table.out()) == S_OK);
    return table;
}

} // namespace

TEST_CASE_FIXTURE(WideContext, "the native interface looks up a GUID where it lies, and many")
{
    for (const wchar_t *options : {L"--Positions --Contains", L"--Positions --Reject=Fingerprint16"}) {
        const auto native =
            ValuedGuids(context.p, options).query<IPerfectHashTableNativeGuids>(IID_IPerfectHashTableNativeGuids);
        REQUIRE(native.p != nullptr);
        std::vector<BYTE> packed = PackedGuids(310); // ten of them strangers
        ULONG wrong = 0, at = 0;
        for (ULONG i = 0; i < 300; i++) {
            const BYTE *const guid = &packed[16 * i];
            wrong += native->IndexOfGuid(guid) != i || native->ValueOfGuid(guid) != 3 * i ||
                     !native->ContainsGuid(guid, &at) || at != i;
        }
        CHECK(wrong == 0);
        CHECK(!native->ContainsGuid(&packed[16 * 305], nullptr));
        CHECK((native->Index(7) == 300 && native->GetValue(7) == 900));
        CHECK((native->Contains(7, &at) && at == 300));
        CHECK(!native->Contains(8, nullptr));
        std::vector<ULONG> positions(310), values(310), answers(310);
        std::vector<BYTE> found(310, 2);
        native->IndexBatch(packed.data(), 310, positions.data());
        native->GetValueBatch(packed.data(), 310, values.data());
        CHECK(native->FindBatch(packed.data(), 310, answers.data(), found.data()) == 300);
        for (ULONG i = 0; i < 300; i++)
            wrong += positions[i] != i || values[i] != 3 * i || answers[i] != i || found[i] != 1;
        CHECK(wrong == 0);
        CHECK(std::vector<BYTE>(found.begin() + 300, found.end()) == std::vector<BYTE>(10, 0));
    }
}

TEST_CASE_FIXTURE(WideContext, "of shorter keys, 16 bytes are the key of their lowest bits")
{
    const GUID low = {0xFFFFFFF0, 0, 0, {0}}, middle = {0xFFFFFFF0, 1, 0, {0}}, high = {0xFFFFFFF0, 0, 0, {1}};
    const auto native = TableOf(context.p, {5, 0xFFFFFFF0u, 9}, L"--Contains")
                            .query<IPerfectHashTableNativeGuids>(IID_IPerfectHashTableNativeGuids);
    ULONG at = 9;
    CHECK((native->IndexOfGuid(&low) == 1 && native->ValueOfGuid(&low) == 1));
    CHECK((native->ContainsGuid(&low, &at) && at == 1));
    CHECK(!native->ContainsGuid(&middle, nullptr));
    CHECK(!native->ContainsGuid(&high, nullptr));
}

TEST_CASE_FIXTURE(WideContext, "a GUID that occurs twice, and what is no key, is told")
{
    const std::wstring first = GuidText(1);
    make(ArrayOfVariants(
        {Var::text(first.c_str()), Var::text(GuidText(2).c_str()), Var::text((L"{" + first + L"}").c_str())}));
    CHECK(code == PERFECTHASH_E_KEYS_DUPLICATE);
    CHECK(ErrorTells(L"the key " + first + L" occurs twice, at positions 0 and 2"));
    make(ArrayOfVariants({Var::text(first.c_str()), Var::text(L"{no}")}));
    CHECK(code == PERFECTHASH_E_KEY_TYPE);
    CHECK(ErrorTells(L"keys, element 1"));
    make(ArrayOf(VT_UI1, std::vector<BYTE>(33)), L"--KeySizeInBytes=16");
    CHECK(code == PERFECTHASH_E_KEYS_SIZE);
    const auto table = make(ArrayOfVariants({Var::text(first.c_str())}));
    REQUIRE(code == S_OK);
    LONG position;
    CHECK(table->Index(Var::text(L"x").v, &position) == PERFECTHASH_E_KEY_TYPE);
    CHECK(ErrorTells(L"a key of 128 bits is also a GUID's text, or 16 bytes"));
    CHECK(table->Index(ArrayOf(VT_UI1, std::vector<BYTE>(15)).v, &position) == PERFECTHASH_E_KEY_TYPE);
}
