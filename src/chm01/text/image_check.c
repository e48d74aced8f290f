/* See image_check.h. */
#include "image_check.h"

#include <string.h>

#include "chm01/hash/hash64_lines.h"
#include "chm01/table/table_file.h"
#include "text_image.h"

void ImageCheckBegin(const void *image, size_t imageBytes, ImageCheck *out)
{
    memset(out, 0, sizeof *out);
    out->image = image;
    out->imageBytes = imageBytes;
    Hash64Begin(&out->hash, 0);
}

/* The checksum is of an image that says of itself how long it is. */
static ChmStatus ImageCheckSum(ImageCheck *check, Work *work, ChmError *error)
{
    TableHeader header;
    if (check->imageBytes < sizeof header)
        return ChmFail(error, ChmTableMalformed, "it is shorter than a table file's header", check->imageBytes, 0, 0);
    memcpy(&header, check->image, sizeof header);
    const ChmStatus status = TableFileCheck(&header, check->imageBytes, error);
    if (status != ChmOk)
        return status;
    if (!Hash64Lines(&check->hash, work, &check->sum, check->image, check->imageBytes - TABLE_CHECKSUM_BYTES))
        return ChmContinue;
    return TableFileSumIs(check->image, check->imageBytes, Hash64End(&check->hash), error);
}

/* Lookups of text keys believe what an image holds. */
static ChmStatus ImageCheckOpens(ImageCheck *check, ChmError *error)
{
    return TextImageIs(check->image, check->imageBytes)
               ? TextImageOpenSealed(check->image, check->imageBytes, &check->text, error)
               : ChmOk;
}

ChmStatus ImageCheckOn(ImageCheck *check, Work *work, ChmError *error)
{
    ChmStatus status = ChmOk;
    if (check->sum.loop == 0) {
        status = ImageCheckSum(check, work, error);
        if (status == ChmOk)
            status = ImageCheckOpens(check, error);
    }
    return status == ChmOk && check->text.image != NULL ? TextContentsOn(&check->text, &check->contents, work, error)
                                                        : status;
}
