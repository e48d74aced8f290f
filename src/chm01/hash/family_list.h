/*
 * The hash functions, written once: X(number, Name). The number stands in table files, so it never
 * changes; Name makes HashName, familyName (family_*.c) and the word that users write. A new family
 * is a line here and a file: docs/how-to/add-a-hash-function.md.
 */
#ifndef CHM01_FAMILY_LIST_H
#define CHM01_FAMILY_LIST_H

#define FAMILY_LIST(X)    \
    X(1, Quadx)           \
    X(2, MultiplyShiftR)  \
    X(3, MultiplyShiftRX) \
    X(4, Mulshrolate1RX)  \
    X(5, Mulshrolate2RX)  \
    X(6, Mulshrolate3RX)  \
    X(7, Mulshrolate4RX)

#define HASH_FUNCTION_ID(number, name) Hash##name = number,
typedef enum HashFunctionId { FAMILY_LIST(HASH_FUNCTION_ID) } HashFunctionId;
#undef HASH_FUNCTION_ID

#define TABLE_MAX_SEEDS 6u /* of any function */

#endif
