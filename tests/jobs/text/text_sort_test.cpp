/*
 * Items are sorted by their texts, whatever their order was, and those of equal texts keep theirs.
 * Work is bounded: no slice does more than it may, and no order or choice of texts takes more in
 * all than a merge of each width needs. A sort that is left early has lost no item.
 */
#include "jobs/text/text_sort.h"
#include "runtime/pure/memory.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace {

struct Item {
    const wchar_t *text;
    size_t place; // before the sort
    bool operator==(const Item &other) const { return text == other.text && place == other.place; }
};

// Items of texts that live as long as this does.
struct Items {
    std::vector<std::u16string> texts;
    std::vector<Item> items;
    explicit Items(std::vector<std::u16string> of) : texts(std::move(of))
    {
        for (const auto &text : texts)
            items.push_back({reinterpret_cast<const wchar_t *>(text.c_str()), items.size()});
    }
    std::vector<Item> expected() const
    {
        std::vector<Item> sorted = items;
        std::stable_sort(sorted.begin(), sorted.end(),
                         [this](const Item &a, const Item &b) { return texts[a.place] < texts[b.place]; });
        return sorted;
    }
    // Returns how many slices of so much work it took, of which there may be so many.
    size_t sort(size_t work, size_t most = SIZE_MAX)
    {
        TextSort sort;
        size_t slices = 0;
        auto *given = static_cast<Item *>(MemoryAllocate(items.size() * sizeof(Item) + 1));
        REQUIRE(given != nullptr);
        std::copy(items.begin(), items.end(), given);
        REQUIRE(TextSortBegin(&sort, given, items.size(), sizeof(Item)));
        for (bool more = true; more && slices != most; slices++)
            more = TextSortRun(&sort, work);
        auto *sorted = static_cast<Item *>(TextSortEnd(&sort));
        std::copy(sorted, sorted + items.size(), items.begin());
        MemoryFree(sorted);
        return slices;
    }
};

std::vector<std::u16string> Numbers(size_t count, uint32_t from, uint32_t step)
{
    std::vector<std::u16string> texts;
    uint32_t number = from;
    for (size_t i = 0; i < count; i++, number = number * 1664525u + step) {
        std::u16string text = u"folder\\";
        for (uint32_t digits = number >> 12; digits != 0; digits /= 10)
            text += (char16_t)(u'0' + digits % 10);
        texts.push_back(text);
    }
    return texts;
}

} // namespace

TEST_CASE("items are sorted by their texts as an array is, in slices of any size")
{
    for (size_t count : {0u, 1u, 2u, 3u, 7u, 8u, 9u, 100u, 1023u, 1025u}) {
        for (size_t work : {1u, 2u, 17u, 1000000u}) {
            CAPTURE(count);
            CAPTURE(work);
            Items some(Numbers(count, 7, 1013904223u));
            const std::vector<Item> expected = some.expected();
            some.sort(work);
            CHECK(some.items == expected);
        }
    }
}

TEST_CASE("items of equal texts keep their order")
{
    std::vector<std::u16string> texts = Numbers(500, 3, 1013904223u);
    for (size_t i = 0; i < 500; i++)
        texts[i] = texts[i % 7];
    Items some(texts);
    const std::vector<Item> expected = some.expected();
    some.sort(64);
    CHECK(some.items == expected);
}

TEST_CASE("no order of the items takes more work than a merge of each width")
{
    const size_t count = 4096, widths = 12, letters = 4;
    std::vector<std::u16string> texts;
    for (size_t i = 0; i < count; i++)
        texts.push_back({(char16_t)(1 + i / 256), (char16_t)(1 + i / 16 % 16), (char16_t)(1 + i % 16)});
    const auto most = [&](const std::vector<std::u16string> &of) {
        Items some(of);
        const std::vector<Item> expected = some.expected();
        const size_t slices = some.sort(100);
        CHECK(some.items == expected);
        return slices;
    };
    const size_t inOrder = most(texts);
    std::reverse(texts.begin(), texts.end());
    const size_t reversed = most(texts);
    for (size_t i = 0; i < count; i++)
        std::swap(texts[i], texts[i * 2654435761u % count]);
    const size_t mixed = most(texts);
    for (size_t slices : {inOrder, reversed, mixed})
        CHECK(slices <= count * widths * (1 + letters) / 100 + 1);
    CHECK(inOrder < mixed);
}

TEST_CASE("a slice of texts that are long and nearly the same compares no more than two of them beyond its work")
{
    std::vector<std::u16string> texts;
    for (size_t i = 0; i < 64; i++)
        texts.push_back(std::u16string(1000, u'a') + (char16_t)(u'z' - i * 7 % 64));
    Items some(texts);
    const std::vector<Item> expected = some.expected();
    const size_t slices = some.sort(1000); // as much as one comparison
    CHECK(slices >= 64);
    CHECK(some.items == expected);
}

TEST_CASE("a sort that is left early has all items")
{
    for (size_t runs = 0; runs < 12; runs++) {
        Items some(Numbers(300, 11, 1013904223u));
        REQUIRE(some.sort(1000, runs) == runs);
        std::vector<size_t> places;
        for (const Item &item : some.items)
            places.push_back(item.place);
        std::sort(places.begin(), places.end());
        for (size_t i = 0; i < places.size(); i++)
            REQUIRE(places[i] == i);
    }
}

TEST_CASE("items beyond all memory are not sorted")
{
    TextSort sort;
    Item item = {L"", 0};
    CHECK_FALSE(TextSortBegin(&sort, &item, SIZE_MAX / 8, sizeof(Item)));
    TextSortEnd(&sort);
}
