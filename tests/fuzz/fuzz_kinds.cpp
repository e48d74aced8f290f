// A text of keys: which lines are numbers and which are other texts, where each is, and where what
// is wrong in it is. The first byte is how many steps a slice has (0: all). Slices tell what a
// whole look tells, a line is of one kind, and a text of one kind is read.
#include "aligned.h"
#include "chm01/keys/keys_kinds.h"
#include "chm01/keys/keys_place.h"
#include "must.h"

namespace {

KeysKinds Look(const Aligned &text, uint64_t steps)
{
    KeysKinds kinds = KeysKindsOf(text.data(), text.size());
    for (bool over = false; !over;) {
        Work work = {steps};
        over = KeysKindsOn(&kinds, &work);
    }
    return kinds;
}

KeysSeek Seek(const Aligned &text, uint64_t steps, uint64_t first, uint64_t second)
{
    KeysSeek seek = KeysSeekOf(text.data(), text.size(), first, second);
    for (bool over = false; !over;) {
        Work work = {steps};
        over = KeysSeekOn(&seek, &work);
    }
    return seek;
}

bool IsIn(const Aligned &text, const uint8_t *from, size_t length)
{
    const auto begin = reinterpret_cast<uintptr_t>(text.data()), at = reinterpret_cast<uintptr_t>(from);
    return at >= begin && at - begin <= text.size() && length <= text.size() - (at - begin);
}

// Every place that an error can name, for the first thousand bytes.
void CheckPlaces(const Aligned &text)
{
    for (size_t offset = 0; offset <= text.size() && offset < 1000; offset++) {
        const KeysPlace place = KeysPlaceOf(text.data(), text.size(), offset);
        Must(place.column >= 1 && place.column <= offset + 1);
        Must(IsIn(text, place.from, place.length));
    }
}

// What the first line of each kind says of the text, whichever keys it is read as.
void CheckRead(const Aligned &text, const KeysKinds &kinds, KeysFormat format)
{
    const size_t bound = KeysDecodedBound(format, text.data(), text.size());
    const Aligned memory(bound);
    KeySet set;
    ChmError error = {};
    const uint32_t size = format == KeysTextWide ? 16 : 0;
    const ChmStatus status = KeysDecode(format, text.data(), text.size(), size, memory.data(), bound, &set, &error);
    if (status == ChmOk) {
        Must(kinds.otherLine == 0 && kinds.numberLine != 0);
        const KeysSeek seek = Seek(text, 1, 0, set.count - 1), beyond = Seek(text, UINT64_MAX, 0, set.count);
        Must(seek.found[0].line == kinds.numberLine && (seek.found[1].line != 0 || set.count == 1));
        Must(beyond.found[1].line == 0);
    }
    if (status == ChmTextMalformed)
        Must(IsIn(text, text.data() + error.numbers[1], 0) && error.numbers[0] >= 1);
    if (status == ChmNoKeys)
        Must(kinds.otherLine == 0 && kinds.numberLine == 0);
}

}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const Aligned text(data + 1, size - 1);
    const KeysKinds whole = Look(text, UINT64_MAX), sliced = Look(text, data[0] != 0 ? data[0] : UINT64_MAX);
    Must(whole.numberLine == sliced.numberLine && whole.otherLine == sliced.otherLine);
    Must(whole.numberOffset == sliced.numberOffset && IsIn(text, text.data() + whole.numberOffset, 0));
    Must(whole.numberLine != whole.otherLine || whole.numberLine == 0);
    CheckPlaces(text);
    CheckRead(text, whole, KeysText);
    CheckRead(text, whole, KeysTextWide);
    return 0;
}
