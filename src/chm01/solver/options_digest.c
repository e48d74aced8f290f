/* See options_digest.h. Each option is hashed as 64 bits, one after the other. */
#include "options_digest.h"

#include "chm01/hash/hash64.h"

enum { SolverRevision = 2 };

static void DigestAdd(Hash64Stream *stream, uint64_t value)
{
    Hash64Add(stream, &value, sizeof value);
}

/* Adds by what, and for which keys, the best graph is chosen. A measurement decides nothing. */
static void DigestAddBest(Hash64Stream *stream, const SolveOptions *options)
{
    const uint32_t count = options->coverageSubset != NULL ? options->coverageSubsetCount : 0;
    DigestAdd(stream, options->findBestGraph);
    if (!options->findBestGraph)
        return;
    DigestAdd(stream, options->coverageKind);
    DigestAdd(stream, options->coverageHighest);
    DigestAdd(stream, options->bestCoverageAttempts);
    DigestAdd(stream, count);
    for (uint32_t i = 0; i < count; i++)
        DigestAdd(stream, options->coverageSubset[i]);
}

/* Adds what each key gives, where that is not its position alone. */
static void DigestAddValues(Hash64Stream *stream, const SolveOptions *options, size_t keyCount)
{
    if (options->fingerprintBits != 0)
        DigestAdd(stream, UINT32_MAX + (uint64_t)options->fingerprintBits); /* no number of bits of values */
    if (options->packed)
        DigestAdd(stream, UINT32_MAX + 2ull); /* likewise */
    if (options->valueBits == 0)
        return;
    DigestAdd(stream, options->valueBits);
    if (options->positions)
        DigestAdd(stream, UINT32_MAX + 1ull); /* no number of bits, as of fingerprints */
    Hash64Add(stream, options->values, keyCount * (options->valueBits / 8));
}

/* Adds the program: another build of it makes another table, even of equal functions. */
static void DigestAddModule(Hash64Stream *stream, const TableModule *module)
{
    if (module == NULL)
        return;
    DigestAdd(stream, UINT32_MAX + 3ull); /* likewise */
    Hash64Add(stream, module, sizeof *module);
}

uint64_t OptionsDigest(const SolveOptions *options, size_t keyCount)
{
    Hash64Stream stream;
    Hash64Begin(&stream, SolverRevision);
    DigestAdd(&stream, options->hashFunction != 0 ? options->hashFunction : HashQuadx);
    DigestAdd(&stream, options->fallbackHashFunction);
    DigestAdd(&stream, options->layout);
    DigestAdd(&stream, options->rngSeed);
    DigestAdd(&stream, options->maxTableResizes);
    DigestAdd(&stream, options->omitKeys);
    DigestAdd(&stream, options->maxAttempts);
    DigestAdd(&stream, options->fixedAttempts);
    DigestAdd(&stream, options->seedCount);
    for (uint32_t i = 0; i < options->seedCount; i++)
        DigestAdd(&stream, options->seeds[i]);
    DigestAddBest(&stream, options);
    DigestAddValues(&stream, options, keyCount);
    DigestAddModule(&stream, options->module);
    const uint64_t digest = Hash64End(&stream);
    return digest != 0 ? digest : 1;
}
