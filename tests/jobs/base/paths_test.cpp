// Whole paths as Windows completes them, at any length.
#include "jobs/base/paths.h"
#include "jobs/text/text.h"
#include "support/jobs/fixture.h"

namespace {

std::wstring Take(wchar_t *text)
{
    REQUIRE(text != nullptr);
    const std::wstring copy = text;
    TextFree(text);
    return copy;
}

} // namespace

TEST_CASE("whole and extended paths")
{
    CHECK(Take(PathExtended(L"C:\\a\\..\\b")) == L"\\\\?\\C:\\b");
    CHECK(Take(PathExtended(L"\\\\server\\share\\x")) == L"\\\\?\\UNC\\server\\share\\x");
    CHECK(Take(PathExtended(L"\\\\?\\C:\\b")) == L"\\\\?\\C:\\b");
    CHECK(Take(PathFull(L"C:/a/b")) == L"C:\\a\\b");
    CHECK(PathFull(L"") == nullptr);
    CHECK(Take(PathJoin(L"a", L"b")) == L"a\\b");
    CHECK(Take(PathJoin(L"a\\", L"b")) == L"a\\b");
}
