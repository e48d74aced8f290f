// A process of the tests' own program that runs one test case until it is killed. The case finds
// its folder in the environment, and does nothing without it.
#pragma once

#include "support/jobs/fixture.h"

class KilledChild {
public:
    KilledChild(const std::wstring &testCase, const wchar_t *variable, const std::wstring &folder);
    ~KilledChild(); // kills it
    KilledChild(const KilledChild &) = delete;
    KilledChild &operator=(const KilledChild &) = delete;

private:
    HANDLE process;
};

// The folder that the variable names; empty: there is none.
std::wstring ChildFolder(const wchar_t *variable);

// Sets a time that no run of today gives a file, and tells whether the file has it still.
void MakeOld(const std::wstring &path);
bool IsOld(const std::wstring &path);
