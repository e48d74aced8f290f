/* The keys of a program are the addresses of its functions, as RVAs: see chm01/program. */
#include <string.h>

#include "keys_formats.h"

/* From the last on, as each takes the room of two before it. */
static void KeysPeWiden(void *memory, size_t count)
{
    uint8_t *const bytes = memory;
    for (size_t i = count; i-- != 0;) {
        uint32_t narrow;
        memcpy(&narrow, bytes + i * sizeof narrow, sizeof narrow);
        const uint64_t wide = narrow;
        memcpy(bytes + i * sizeof wide, &wide, sizeof wide);
    }
}

ChmStatus KeysPeDecodeOn(KeysDecoding *decoding, Work *work, KeySet *out, ChmError *error)
{
    ProgramReading *const program = &decoding->program;
    ChmStatus status = ChmOk;
    if (!decoding->reads)
        status = ProgramReadBegin(program, decoding->bytes, decoding->size, decoding->functions, decoding->pieces,
                                  decoding->memory, error);
    decoding->reads = true;
    if (status == ChmOk)
        status = ProgramReadOn(program, work, error);
    if (status != ChmOk)
        return status;
    if (program->count > CHM_MAX_KEYS)
        return ChmFail(error, ChmTooManyKeys, NULL, program->count, CHM_MAX_KEYS, 0);
    if (decoding->keySizeInBytes == 8)
        KeysPeWiden(decoding->memory, program->count);
    out->keys = decoding->memory;
    out->count = program->count;
    out->keySizeInBytes = decoding->keySizeInBytes == 8 ? 8 : 4;
    return ChmOk;
}
