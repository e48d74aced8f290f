// The check that slices of a header's text make the same text, whatever their size.
#ifndef SUPPORT_CHM01_SOURCE_SLICES_H
#define SUPPORT_CHM01_SOURCE_SLICES_H

#include <doctest/doctest.h>

#include <string>

#include "chm01/emit/source_slices.h"

// Writes the text, compares with it and counts it, in slices of so many steps; returns how many the
// first are.
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
    SourceText counted{};
    for (Work count = {steps}; !on(&count, &counted); count.left = steps) {
    }
    CHECK(counted.length == bound);
    CHECK(text == other.substr(0, written.length));
    CHECK(SourceTextIsSame(&compared));
    return slices;
}

#endif
