/*
 * The check of a whole table image of either kind in slices: what TableOpen and TextImageOpen look
 * at beside what an image says of itself. An image that passes is opened without another look at
 * it, by TableOpenSealed or TextImageOpenSealed. One owner.
 */
#ifndef CHM01_IMAGE_CHECK_H
#define CHM01_IMAGE_CHECK_H

#include "text_contents.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ImageCheck {
    const uint8_t *image;
    size_t imageBytes;
    Hash64Stream hash;
    WorkPlace sum; /* loops: the checksum */
    TextView text;
    TextContents contents;
} ImageCheck;

/* The image must last until the check is over. */
void ImageCheckBegin(_In_reads_bytes_(imageBytes) const void *image, size_t imageBytes, _Out_ ImageCheck *out);
/* A step is 64 bytes. ChmContinue: there is more to do; ChmOk: it may be opened as a sealed one. */
ChmStatus ImageCheckOn(_Inout_ ImageCheck *check, _Inout_ Work *work, _Inout_opt_ ChmError *error);

#ifdef __cplusplus
}
#endif
#endif
