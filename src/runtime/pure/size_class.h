/*
 * The size classes of pooled buffers: powers of two from 4 KiB to 16 MiB, and above them one class
 * for each next power of two, made when first asked for. Pure.
 */
#ifndef RUNTIME_SIZE_CLASS_H
#define RUNTIME_SIZE_CLASS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    SizeClassFirstShift = 12,                            /* 4 KiB */
    SizeClassLastShift = 24,                             /* 16 MiB: the last fixed class */
    SizeClassLimitShift = sizeof(size_t) == 8 ? 46 : 31, /* 64 TiB, or 2 GiB: no payload is larger */
    SizeClassFixed = SizeClassLastShift - SizeClassFirstShift + 1,
    SizeClassCount = SizeClassLimitShift - SizeClassFirstShift + 1,
    SizeClassNone = -1
};

int SizeClassOf(size_t bytes);        /* the smallest class that holds them; SizeClassNone: there is none */
size_t SizeClassBytes(int sizeClass); /* payload bytes of its buffers */

#ifdef __cplusplus
}
#endif
#endif
