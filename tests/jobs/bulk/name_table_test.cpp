/*
 * A name has the row that came with it first, in any case of A to Z and at any length. To find its
 * slot takes a few looks, also among names that were chosen so that FNV-1a gives all of them the
 * same 64 bits, and among a name and all its beginnings.
 */
#include "jobs/bulk/name_table.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace {

constexpr uint64_t FnvStart = 0xcbf29ce484222325u, FnvPrime = 0x100000001b3u;

uint64_t Fnv(const std::wstring &text)
{
    uint64_t state = FnvStart;
    for (wchar_t c : text)
        state = (state ^ c) * FnvPrime;
    return state;
}

// What the states of two texts differ by before each multiplication so that they meet after the
// last one: the sum of difference[i] * FnvPrime^(7 - i) is 0 modulo 2^64.
constexpr std::array<int, 8> difference = {131, -138, -113, 44, -58, 28, 54, -16};

// The character for the other state that keeps the two apart by so much more; 0: there is none that
// is no letter of ASCII.
wchar_t Partner(uint64_t state, wchar_t c, uint64_t other, int more)
{
    const uint64_t wanted = other + ((state ^ c) - state) + uint64_t(int64_t(more));
    const uint64_t partner = other ^ wanted;
    return partner > 0x7f && partner <= 0xffff ? wchar_t(partner) : wchar_t(0);
}

// Two texts of 8 characters that lead FNV-1a from this state to one and the same.
std::pair<std::wstring, std::wstring> Meeting(uint64_t from, uint32_t &random)
{
    for (;;) {
        uint64_t state = from, other = from;
        std::wstring text, otherText;
        for (int more : difference) {
            random = random * 1664525u + 1013904223u;
            const wchar_t c = wchar_t(0x4e00 + (random >> 16) % 0x5000);
            const wchar_t partner = Partner(state, c, other, more);
            if (partner == 0)
                break;
            text += c;
            otherText += partner;
            state = (state ^ c) * FnvPrime;
            other = (other ^ partner) * FnvPrime;
        }
        if (text.size() == difference.size())
            return {text, otherText};
    }
}

// 2^levels names of the same FNV-1a: each level has a text or its partner.
std::vector<std::wstring> Colliding(int levels)
{
    std::vector<std::wstring> names = {L""};
    uint32_t random = 1;
    for (int level = 0; level < levels; level++) {
        const auto [text, other] = Meeting(Fnv(names[0]), random);
        for (size_t i = 0, count = names.size(); i < count; i++) {
            names.push_back(names[i] + other);
            names[i] += text;
        }
    }
    return names;
}

struct Table : NameTable {
    explicit Table(size_t names) { REQUIRE(NameTableInit(this, names)); }
    ~Table() { NameTableFree(this); }
    Table(const Table &) = delete;
    Table &operator=(const Table &) = delete;
    size_t add(const std::wstring &name, size_t row) { return NameTableAdd(this, name.c_str(), name.size(), row); }
    size_t find(const std::wstring &name) const
    {
        size_t row;
        return NameTableFind(this, name.c_str(), name.size(), &row) ? row : SIZE_MAX;
    }
};

// All get slots of their own, in fewer than four looks a name.
void CheckFewLooks(const std::vector<std::wstring> &names)
{
    Table table(names.size());
    for (size_t i = 0; i < names.size(); i++)
        REQUIRE(table.add(names[i], i) == i);
    CHECK(table.looks >= names.size());
    CHECK(table.looks < 4 * names.size());
    for (size_t i = 0; i < names.size(); i++)
        REQUIRE(table.find(names[i]) == i);
}

} // namespace

TEST_CASE("a name has the row that came first with it, in any case")
{
    Table table(5);
    CHECK(table.find(L"one") == SIZE_MAX);
    CHECK(table.add(L"One", 1) == 1);
    CHECK(table.add(L"oNE", 2) == 1);
    CHECK(table.add(L"one.", 3) == 3);
    CHECK(table.add(L"", 4) == 4);
    const std::wstring longName(300, L'x');
    CHECK(table.add(longName, 5) == 5);
    CHECK(table.find(L"ONE") == 1);
    CHECK(table.find(L"one.") == 3);
    CHECK(table.find(L"") == 4);
    CHECK(table.find(std::wstring(300, L'X')) == 5);
    CHECK(table.find(std::wstring(299, L'x')) == SIZE_MAX);
    CHECK(table.find(L"on") == SIZE_MAX);
}

TEST_CASE("names that were chosen to have one FNV-1a take as few looks as others")
{
    const std::vector<std::wstring> names = Colliding(11);
    REQUIRE(names.size() == 2048);
    for (const std::wstring &name : names)
        REQUIRE(Fnv(name) == Fnv(names[0]));
    CheckFewLooks(names);
}

TEST_CASE("names that begin alike take as few looks as others")
{
    std::vector<std::wstring> names;
    for (size_t length = 0; length < 1000; length++)
        names.push_back(std::wstring(length, L'a'));
    CheckFewLooks(names);
}

TEST_CASE("each table has a secret of its own")
{
    const Table one(1), other(1);
    CHECK(one.secret != other.secret);
}
