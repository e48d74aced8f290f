/* Names that C11 and C++20 compilers take. */
#include <string.h>

#include "chm01/hash/hash64.h"
#include "source_identifier.h"

/* Keywords of C11, C++20 and the alternative tokens; then what compilers and headers may define. */
static const char reservedWords[] =
    " _Alignas _Alignof _Atomic _Bool _Complex _Generic _Imaginary _Noreturn _Static_assert _Thread_local "
    "alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t char32_t char8_t class "
    "co_await co_return co_yield compl concept const const_cast consteval constexpr constinit continue decltype "
    "default delete do double dynamic_cast else enum explicit export extern false float for friend goto if "
    "inline int long mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected "
    "public register reinterpret_cast requires restrict return short signed sizeof static static_assert "
    "static_cast struct switch template this thread_local throw true try typedef typeid typename typeof union "
    "unsigned using virtual void volatile wchar_t while xor xor_eq EOF NULL errno far linux near std stderr "
    "stdin stdout unix PPC WIN32 WIN64 WINNT hpux i386 mips powerpc sparc sun vax int16_t int32_t int64_t int8_t "
    "intmax_t intptr_t max_align_t offsetof ptrdiff_t size_t uint16_t uint32_t uint64_t uint8_t uintmax_t "
    "uintptr_t ";

bool SourceIsAmong(const char *words, const char *word)
{
    const size_t length = strlen(word);
    for (const char *at = strstr(words, word); at != NULL && length != 0; at = strstr(at + 1, word))
        if (at[-1] == ' ' && at[length] == ' ')
            return true;
    return false;
}

bool SourceIsReserved(const char *word)
{
    return SourceIsAmong(reservedWords, word);
}

static bool SourceIdentifierIsDigit(char c)
{
    return c >= '0' && c <= '9';
}

static bool IsIdentifierByte(char c)
{
    return SourceIdentifierIsDigit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* One of the bytes that follow the first one of a character beyond ASCII. */
static bool IsContinuation(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

size_t SourceIdentifierPutHash(const char *nameUtf8, char *out)
{
    const uint64_t hash = Hash64(nameUtf8, strlen(nameUtf8), 0);
    size_t length = 0;
    out[length++] = '_';
    for (uint32_t shift = 32; shift != 0; shift -= 4)
        out[length++] = "0123456789abcdef"[hash >> (shift - 4) & 15];
    return length;
}

/* One more character of the name; never two underscores in a row. */
static size_t SourceIdentifierAdd(char *out, size_t length, char c)
{
    const char taken = IsIdentifierByte(c) ? c : '_';
    if (taken != '_' || out[length - 1] != '_')
        out[length++] = taken;
    return length;
}

bool SourceIdentifier(const char *nameUtf8, char *out)
{
    const char first = nameUtf8[0];
    size_t length = 0, from = 1;
    if (first == 0) {
        memcpy(out, "Table", 5);
        length = 5;
        from = 0;
    } else if (IsIdentifierByte(first) && first != '_' && !SourceIdentifierIsDigit(first)) {
        out[length++] = first;
    } else {
        out[length++] = 'T';
        from = 0;
    }
    const size_t most = length + TABLE_MAX_NAME - from;
    for (size_t i = from; nameUtf8[i] != 0 && length < most; i++)
        if (!IsContinuation(nameUtf8[i]) || i == 0 || (unsigned char)nameUtf8[i - 1] < 0x80)
            length = SourceIdentifierAdd(out, length, nameUtf8[i]);
    out[length] = 0;
    if (strcmp(nameUtf8, out) == 0 && !SourceIsReserved(out))
        return false;
    length -= out[length - 1] == '_'; /* the hash begins with one */
    length += SourceIdentifierPutHash(nameUtf8, out + length);
    out[length] = 0;
    return true;
}
