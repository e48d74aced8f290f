// What the layers' tests run by, but for the runtime's, which has a main of its own.
#include <doctest/doctest.h>

int main(int argc, char **argv)
{
    return doctest::Context(argc, argv).run();
}
