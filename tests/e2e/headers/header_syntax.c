/* Every generated header and nothing else, for compilers that have no standard library here. Twice: the guards must hold. */
#include "headers.inc"
#include "headers.inc"

int main(void)
{
    return 0;
}
