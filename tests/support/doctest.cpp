// Of doctest, what is not in its header's declarations; each layer's tests have a main of their
// own.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>
