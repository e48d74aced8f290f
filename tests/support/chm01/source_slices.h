// The check that slices of a header's text make the same text, whatever their size.
#ifndef SUPPORT_CHM01_SOURCE_SLICES_H
#define SUPPORT_CHM01_SOURCE_SLICES_H

#include <doctest/doctest.h>

#include <string>

#include "chm01/emit/source_slices.h"

// Writes the text and compares with it, in slices of so many steps; returns how many they are.
template <class WriteOn> size_t CheckSourceSlices(const std::string &text, size_t bound, uint64_t steps, WriteOn on)
{
    std::string other(bound, '?');
    SourceText written{}, compared{};
    written.out = other.data();
    compared.compared = text.data();
    compared.comparedBytes = text.size();
    size_t slices = 0;
    for (bool over = false; !over; slices++) {
        Work write = {steps}, compare = {steps};
        over = on(&write, &written);
        REQUIRE(on(&compare, &compared) == over);
        CHECK(write.left == compare.left);
    }
    CHECK(text == other.substr(0, written.length));
    CHECK(SourceTextIsSame(&compared));
    return slices;
}

#endif
