/*
 * A text is looked at for numbers and for other texts. These tests prove which lines count as
 * which, that the first of each is told, and that a look in slices tells the same.
 */
#include <doctest/doctest.h>

#include <string>

#include "chm01/keys/keys_kinds.h"

namespace {

struct Kinds {
    uint64_t numberLine, otherLine;
};

Kinds Look(const std::string &text, uint64_t steps)
{
    KeysKinds kinds = KeysKindsOf(reinterpret_cast<const uint8_t *>(text.data()), text.size());
    for (bool over = false; !over;) {
        Work work = {steps};
        over = KeysKindsOn(&kinds, &work);
    }
    return {kinds.numberLine, kinds.otherLine};
}

void CheckLook(const std::string &text, uint64_t numberLine, uint64_t otherLine)
{
    CAPTURE(text);
    for (const uint64_t steps : {uint64_t(1), UINT64_MAX}) {
        const Kinds kinds = Look(text, steps);
        CHECK(kinds.numberLine == numberLine);
        CHECK(kinds.otherLine == otherLine);
    }
}

}

TEST_CASE("numbers, also signed and too large ones, and GUIDs are numbers")
{
    const std::string guid = "{00112233-4455-6677-8899-aabbccddeeff}";
    for (const std::string &line :
         {std::string("1"), std::string("0x1F"), std::string("01"), std::string("-5"), std::string("+5"), guid,
          guid.substr(1, 36), std::string(100, '9'), std::string(" 7 # seven")})
        CheckLook("# of what\n\n" + line + "\r\n", 3, 0);
}

TEST_CASE("anything else is another text")
{
    for (const char *line : {"GET", "3d", "0x", "0xg", "1.5", "-", "10.0.0.1", "1 2", "12-", "{}"})
        CheckLook(std::string("\xEF\xBB\xBF\n") + line, 0, 2);
    CheckLook(std::string(99, '9') + "x", 0, 1);
    CheckLook(std::string("1\0\n\0", 4), 0, 0); // UTF-16
}

TEST_CASE("the first line of each kind is told, and no line behind the second of them is looked at")
{
    CheckLook("a\nb\n\n3\n4\nc", 4, 1);
    CheckLook("1\n2\n#\nc\nd", 1, 4);
    CheckLook("", 0, 0);
    CheckLook("\n# a comment\n", 0, 0);
    KeysKinds kinds = KeysKindsOf(reinterpret_cast<const uint8_t *>("1\na\nb"), 5);
    Work work = WorkAll();
    CHECK(KeysKindsOn(&kinds, &work));
    CHECK(kinds.lines.line == 3);
}
