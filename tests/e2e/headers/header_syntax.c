/*
 * Every generated header and nothing else, for compilers that have no standard library here. Twice:
 * the guards must hold.
 */
/* clang-format off */
#include "headers.inc"
#include "headers.inc"
/* clang-format on */

int main(void)
{
    return 0;
}
