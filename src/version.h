/*
 * The product's version, once. The code, the resources and the IDL include this file and CMake
 * reads it. tests/repo/version.sh compares the two manifests, which can do neither, and rejects
 * other copies. Each line is the form that one kind of reader needs; the check compares the lines,
 * too.
 */
#ifndef VERSION_H
#define VERSION_H

#define PRODUCT_VERSION "0.1.0"
#define PRODUCT_VERSION_NUMBERS 0, 1, 0, 0
#define PRODUCT_VERSION_PACKED 0x000100 /* major << 16 | minor << 8 | patch */
#define PRODUCT_TYPE_LIBRARY "PerfectHash 0.1.0 Type Library"

/*
 * The version of the type library: registrations and references name it, so it changes with the
 * contract and not with each release.
 */
#define TYPE_LIBRARY_VERSION 1.0
#define TYPE_LIBRARY_VERSION_TEXT "1.0"
#define TYPE_LIBRARY_MAJOR 1
#define TYPE_LIBRARY_MINOR 0

#endif
