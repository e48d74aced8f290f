/* See table_options.h: which options have no meaning for text keys. */
#include "table_options.h"

/* Options of how a graph is searched, and what of it is measured. */
static const wchar_t *SearchOption(const TableOptions *options, const TableOptions *defaults)
{
    const SolveOptions *solve = &options->solve;
    if (solve->hashFunction != 0 && solve->hashFunction != defaults->solve.hashFunction)
        return L"--HashFunction";
    if (solve->fallbackHashFunction != 0)
        return L"--FallbackHashFunction";
    if (solve->seedCount != 0)
        return L"--Seeds";
    if (solve->maxTableResizes != defaults->solve.maxTableResizes)
        return L"--MaxTableResizes";
    if (solve->maxAttempts != 0)
        return L"--MaxAttempts";
    if (solve->fixedAttempts != 0)
        return L"--FixedAttempts";
    if (solve->findBestGraph)
        return L"--FindBestGraph";
    return solve->measureCoverage ? L"--MeasureCoverage" : NULL;
}

/* Options of what a table holds. */
static const wchar_t *FormOption(const TableOptions *options)
{
    const SolveOptions *solve = &options->solve;
    if (options->keySizeInBytes != 0)
        return L"--KeySizeInBytes";
    if (solve->layout != LayoutAuto)
        return L"--Layout";
    if (solve->fingerprintBits != 0 || options->reject == RejectFingerprint8 || options->reject == RejectFingerprint16)
        return L"--Reject=Fingerprint8|16";
    if (solve->omitKeys || options->reject == RejectNone)
        return L"--OmitKeys (--Reject=None)";
    if (solve->packed)
        return L"--Packed";
    if (solve->valueBits != 0)
        return L"--ValueBits";
    if (options->ranges)
        return L"--Ranges";
    if (options->headerWithoutData)
        return L"--HeaderWithoutData";
    return options->byteKeys ? L"--ByteKeys" : NULL;
}

const wchar_t *TableOptionsNotOfText(const TableOptions *options)
{
    TableOptions defaults;
    TableOptionsDefault(&defaults);
    const wchar_t *option = SearchOption(options, &defaults);
    return option != NULL ? option : FormOption(options);
}
