#include "text_array.h"

#include <wchar.h>

#include "PerfectHashErrors.h"
#include "default_value.h"
#include "variant_text.h"

enum { TextMostBytes = UINT16_MAX };

/* ---- kind ---- */

/* The first element of each kind; SIZE_MAX: there is none. */
typedef struct FirstOf {
    size_t text, other;
} FirstOf;

static FirstOf FirstOfKinds(const KeyArray *keys)
{
    FirstOf first = {SIZE_MAX, SIZE_MAX};
    for (size_t i = 0; i < keys->count && (first.text == SIZE_MAX || first.other == SIZE_MAX); i++) {
        const VARIANT value = KeyArrayBorrow(keys, i);
        size_t *const kind = VariantIsText(&value) ? &first.text : &first.other;
        *kind = min(*kind, i);
    }
    return first;
}

/* Returns what is said of the element in which an array begins to have both kinds. */
static const wchar_t *VerdictOf(const VARIANT *value, BOOL isText)
{
    Number number;
    if (isText)
        return L" is no number, as element %llu is; --KeyType=Text makes texts text keys";
    return NumberOfVariant(VariantBehind(value), &number) == NumberOk
               ? L" is a number, and element %llu is none; --KeyType=Text makes texts text keys"
               : L" is no text, as element %llu is; expected a text key";
}

static ArrayKind TellBoth(const KeyArray *keys, const FirstOf *first, Failure *failure)
{
    const size_t at = max(first->text, first->other), before = min(first->text, first->other);
    const VARIANT value = KeyArrayBorrow(keys, at);
    wchar_t verdict[120];
    swprintf(verdict, ARRAYSIZE(verdict), VerdictOf(&value, at == first->text), (unsigned long long)before);
    KeyFailureSay(keys->name, at, &value, verdict, failure);
    return ArrayOfBoth;
}

ArrayKind TextArrayKind(const KeyArray *keys, Failure *failure)
{
    if (keys->array == NULL || (keys->type != VT_VARIANT && keys->type != VT_BSTR))
        return ArrayOfNumbers;
    const FirstOf first = FirstOfKinds(keys);
    if (first.text == SIZE_MAX)
        return ArrayOfNumbers;
    return first.other == SIZE_MAX ? ArrayOfTexts : TellBoth(keys, &first, failure);
}

/* ---- keys ---- */

static HRESULT TooLong(const KeyArray *keys, size_t element, Failure *failure)
{
    wchar_t subject[80];
    swprintf(subject, ARRAYSIZE(subject), L"%ls, element %llu", keys->name, (unsigned long long)element);
    return FailureSet(failure, PERFECTHASH_E_ARGUMENT, subject, L"the key has more than 65,535 bytes", 0, 0, 0);
}

/* Makes room for `more` bytes more. */
static HRESULT TextArrayGrow(TextArray *texts, size_t more)
{
    const size_t wanted = texts->poolBytes + more;
    if (wanted <= texts->room)
        return S_OK;
    const size_t room = max(wanted, 2 * texts->room);
    BYTE *pool = HeapReAlloc(GetProcessHeap(), 0, texts->pool, room);
    if (pool != NULL) {
        texts->pool = pool;
        texts->room = room;
    }
    return pool != NULL ? S_OK : E_OUTOFMEMORY;
}

static HRESULT TextArrayAdd(const KeyArray *keys, size_t element, const TextKey *key, TextArray *out, Failure *failure)
{
    if (key->length > TextMostBytes)
        return TooLong(keys, element, failure);
    if (out->poolBytes + key->length > UINT32_MAX)
        return FailureSet(failure, PERFECTHASH_E_ARGUMENT, keys->name,
                          L"the keys have more than 4,294,967,295 bytes in all", 0, 0, 0);
    if (FAILED(TextArrayGrow(out, key->length)))
        return FailureMemory(failure, keys->name, out->poolBytes + key->length);
    out->starts[element] = (UINT32)out->poolBytes;
    out->lengths[element] = (UINT16)key->length;
    if (key->length != 0)
        CopyMemory(out->pool + out->poolBytes, key->bytes, key->length);
    out->poolBytes += key->length;
    return S_OK;
}

static HRESULT TextArrayFill(const KeyArray *keys, TextArray *out, Failure *failure)
{
    HRESULT hr = S_OK;
    for (size_t i = 0; i < keys->count && SUCCEEDED(hr); i++) {
        const VARIANT value = KeyArrayBorrow(keys, i);
        TextKey key;
        hr = TextKeyTake(&value, keys->name, keys->array != NULL ? i : KEY_ALONE, &key, failure);
        if (FAILED(hr))
            break;
        hr = TextArrayAdd(keys, i, &key, out, failure);
        TextKeyClear(&key);
    }
    return hr;
}

HRESULT TextArrayTake(const KeyArray *keys, TextArray *out, Failure *failure)
{
    const size_t bytes = max(keys->count, 1) * sizeof *out->starts;
    const TextArray none = {0};
    *out = none;
    out->count = keys->count;
    out->starts = HeapAlloc(GetProcessHeap(), 0, bytes);
    out->lengths = HeapAlloc(GetProcessHeap(), 0, bytes);
    out->pool = HeapAlloc(GetProcessHeap(), 0, bytes);
    out->room = bytes;
    const HRESULT hr = out->starts == NULL || out->lengths == NULL || out->pool == NULL
                           ? FailureMemory(failure, keys->name, bytes)
                           : TextArrayFill(keys, out, failure);
    if (FAILED(hr))
        TextArrayFree(out);
    return hr;
}

void TextArrayFree(TextArray *texts)
{
    void *const blocks[] = {texts->pool, texts->starts, texts->lengths};
    const TextArray none = {0};
    for (size_t i = 0; i < ARRAYSIZE(blocks); i++)
        if (blocks[i] != NULL)
            HeapFree(GetProcessHeap(), 0, blocks[i]);
    *texts = none;
}
