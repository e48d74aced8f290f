#include "guid_text.h"

#include "chm01/base/guid.h"

static bool GuidTextIsBlank(wchar_t c)
{
    return c == L' ' || c == L'\t';
}

bool GuidTextRead(const wchar_t *text, size_t length, uint64_t *halves)
{
    while (length != 0 && GuidTextIsBlank(*text)) {
        text++;
        length--;
    }
    while (length != 0 && GuidTextIsBlank(text[length - 1]))
        length--;
    return GuidRead((const uint16_t *)text, length, halves) == GuidOk;
}

void GuidTextWrite(const uint64_t *halves, wchar_t *text)
{
    GuidWrite(halves, (uint16_t *)text);
    text[GUID_TEXT_CHARS - 1] = 0;
}
