/*
 * These tests change a key of the test's own below HKEY_CURRENT_USER. What a hive changed is undone
 * wholly or stays, values and keys, and a tree comes back as it was. The first failure ends it all.
 */
#include <doctest/doctest.h>

#include <windows.h>

#include <string>

#include "runtime/base/hive.h"

namespace {
const wchar_t *const testKey = L"Software\\PerfectHashHiveTest";

// A hive over HKEY_CURRENT_USER, and the test's key, which goes with it.
struct TestHive {
    Hive hive = {HKEY_CURRENT_USER, KEY_WOW64_64KEY, ERROR_SUCCESS, nullptr};
    ~TestHive()
    {
        HiveEnd(&hive, FALSE);
        hive.error = ERROR_SUCCESS;
        HiveRemoveTree(&hive, testKey);
        HiveEnd(&hive, FALSE);
    }
    std::wstring path(const wchar_t *below) const { return std::wstring(testKey) + below; }
    std::wstring text(const wchar_t *below, const wchar_t *name)
    {
        wchar_t out[64];
        return HiveText(&hive, path(below).c_str(), name, out, 64) ? out : L"(none)";
    }
};
}

TEST_CASE("what a hive has put is undone with its keys, or stays")
{
    TestHive test;
    wchar_t name[HivePathChars];
    HivePut(&test.hive, test.path(L"\\a\\b").c_str(), L"name", L"first");
    CHECK(test.text(L"\\a\\b", L"name") == L"first");
    HiveEnd(&test.hive, TRUE);
    CHECK_FALSE(HiveChild(&test.hive, testKey, 0, name));
    HivePut(&test.hive, test.path(L"\\a\\b").c_str(), L"name", L"first");
    HiveEnd(&test.hive, FALSE);
    HivePut(&test.hive, test.path(L"\\a\\b").c_str(), L"name", L"second");
    CHECK(test.text(L"\\a\\b", L"name") == L"second");
    HiveEnd(&test.hive, TRUE);
    CHECK(test.text(L"\\a\\b", L"name") == L"first");
    CHECK(test.hive.error == ERROR_SUCCESS);
}

TEST_CASE("a tree that a hive has removed comes back as it was, and one with keys below it is not empty")
{
    TestHive test;
    HivePut(&test.hive, test.path(L"\\a").c_str(), nullptr, L"default");
    HivePut(&test.hive, test.path(L"\\a\\b").c_str(), L"name", L"deep");
    HiveEnd(&test.hive, FALSE);
    HiveRemoveEmpty(&test.hive, test.path(L"\\a").c_str());
    CHECK(test.text(L"\\a", nullptr) == L"default");
    HiveRemoveTree(&test.hive, test.path(L"\\a").c_str());
    CHECK(test.text(L"\\a\\b", L"name") == L"(none)");
    HiveEnd(&test.hive, TRUE);
    CHECK(test.text(L"\\a\\b", L"name") == L"deep");
    CHECK(test.text(L"\\a", nullptr) == L"default");
}

TEST_CASE("after its first failure a hive changes nothing more")
{
    TestHive test;
    test.hive.error = ERROR_ACCESS_DENIED;
    HivePut(&test.hive, test.path(L"\\a").c_str(), L"name", L"text");
    test.hive.error = ERROR_SUCCESS;
    CHECK(test.text(L"\\a", L"name") == L"(none)");
}
