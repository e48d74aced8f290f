#include "numa_expression.h"

static const wchar_t *NumaExpressionSkipBlanks(const wchar_t *at)
{
    while (*at == L' ' || *at == L'\t')
        at++;
    return at;
}

static int IsAll(const wchar_t *at)
{
    static const wchar_t lower[] = L"all", upper[] = L"ALL";
    size_t i;
    for (i = 0; i < 3; i++) {
        if (at[i] != lower[i] && at[i] != upper[i])
            return 0;
    }
    return *NumaExpressionSkipBlanks(at + 3) == L'\0';
}

/* A number and the blanks around it. *at moves behind them, or stays at the fault. */
static NumaExpressionStatus ParseNode(const wchar_t **at, uint64_t exists, unsigned *node)
{
    const wchar_t *start = NumaExpressionSkipBlanks(*at), *end = start;
    unsigned value = 0;
    *at = start;
    while (*end >= L'0' && *end <= L'9') {
        if (value < NumaExpressionMaxNodes) /* larger ones are wrong however many digits follow */
            value = value * 10 + (unsigned)(*end - L'0');
        end++;
    }
    if (end == start)
        return NumaExpressionSyntax;
    if (value >= NumaExpressionMaxNodes || !(exists >> value & 1))
        return NumaExpressionNoSuchNode;
    *node = value;
    *at = NumaExpressionSkipBlanks(end);
    return NumaExpressionOk;
}

/* "2" or "2-3": each node of a range must exist. */
static NumaExpressionStatus ParseRange(const wchar_t **at, uint64_t exists, uint64_t *selected)
{
    const wchar_t *start = *at;
    unsigned first = 0, last = 0;
    NumaExpressionStatus status = ParseNode(at, exists, &first);
    if (status != NumaExpressionOk)
        return status;
    last = first;
    if (**at == L'-') {
        ++*at;
        status = ParseNode(at, exists, &last);
        if (status != NumaExpressionOk)
            return status;
    }
    if (last < first) {
        *at = start;
        return NumaExpressionBackwardRange;
    }
    for (; first <= last; first++) {
        if (!(exists >> first & 1)) {
            *at = start;
            return NumaExpressionNoSuchNode;
        }
        *selected |= (uint64_t)1 << first;
    }
    return NumaExpressionOk;
}

NumaExpressionStatus NumaExpressionParse(const wchar_t *text, uint64_t exists, uint64_t *selected, size_t *errorAt)
{
    const wchar_t *at = text;
    uint64_t chosen = 0;
    NumaExpressionStatus status = NumaExpressionOk;

    if (text == NULL || *NumaExpressionSkipBlanks(text) == L'\0' || IsAll(NumaExpressionSkipBlanks(text))) {
        *selected = exists;
        return NumaExpressionOk;
    }
    for (;;) {
        status = ParseRange(&at, exists, &chosen);
        if (status != NumaExpressionOk || *at == L'\0')
            break;
        if (*at != L',') {
            status = NumaExpressionSyntax;
            break;
        }
        at++;
    }
    if (status != NumaExpressionOk) {
        if (errorAt != NULL)
            *errorAt = (size_t)(at - text);
        return status;
    }
    *selected = chosen;
    return NumaExpressionOk;
}
