#include "size_class.h"

int SizeClassOf(size_t bytes)
{
    int shift = SizeClassFirstShift;
    if (bytes > (size_t)1 << SizeClassLimitShift)
        return SizeClassNone;
    while ((size_t)1 << shift < bytes)
        shift++;
    return shift - SizeClassFirstShift;
}

size_t SizeClassBytes(int sizeClass)
{
    return (size_t)1 << (sizeClass + SizeClassFirstShift);
}
