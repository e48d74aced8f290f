// What the runtime's tests share: a runtime that is stopped at the end of its scope, folders that
// vanish, events to wait for.
#pragma once

#include <string>
#include <vector>

#include "runtime/engine/runtime.h"
#include "runtime/files/file.h"
#include "support/handle_count.h"
#include "support/patience.h"
#include "support/runtime/deadline.h"

// Waits for something that must come; fails the test when patience ends before.
class Signal {
public:
    Signal();
    ~Signal();
    Signal(const Signal &) = delete;
    Signal &operator=(const Signal &) = delete;
    void Set();
    void Wait();
    bool IsSet(DWORD withinMs = 0);

private:
    HANDLE event;
};

class TestRuntime {
public:
    explicit TestRuntime(const RuntimeOptions &options = {});
    ~TestRuntime();
    TestRuntime(const TestRuntime &) = delete;
    TestRuntime &operator=(const TestRuntime &) = delete;
    void Stop();
    void Forget(); // somebody else has stopped it
    Runtime *operator*() const { return runtime; }
    Node *AnyNode() const { return RuntimeNode(runtime, TRUE); }
    RuntimeStatistics Statistics() const;

private:
    Runtime *runtime;
    DeadlineWatch *watch;
};

// Stops a runtime on a thread of its own.
class Stopper {
public:
    explicit Stopper(TestRuntime &runtime);
    ~Stopper();
    Stopper(const Stopper &) = delete;
    Stopper &operator=(const Stopper &) = delete;
    bool Ended() const; // before patience ends

private:
    HANDLE thread;
};

// An item that keeps a worker until it is let go.
struct Blocker {
    WorkItem item;
    Signal began, release;
    void Post(Node *node);
};

class TestFolder {
public:
    TestFolder();
    ~TestFolder();
    TestFolder(const TestFolder &) = delete;
    TestFolder &operator=(const TestFolder &) = delete;
    std::wstring operator/(const std::wstring &name) const { return path + L"\\" + name; }
    const std::wstring &Path() const { return path; }
    std::vector<std::wstring> Names() const; // of the files and folders in it, sorted

private:
    std::wstring path;
};

void WriteWhole(const std::wstring &path, const std::string &content);
std::string ReadWhole(const std::wstring &path); // "<none>" when it can't be opened
void DeleteTree(const std::wstring &path);

// A finished read or write, waited for.
struct ReadResult {
    DWORD error;
    std::string content;
};
ReadResult ReadFileThrough(Node *node, const std::wstring &path, size_t maxBytes = 1 << 30);
DWORD WriteFileThrough(Node *node, const std::wstring &path, const std::string &content);
// what is written is what is read
void CheckRoundTrip(Node *node, const std::wstring &path, const std::string &content);

// The same by objects that may be watched and cancelled meanwhile.
struct PendingRead {
    FileRead read;
    DWORD error = ERROR_IO_PENDING;
    Signal done;
    DWORD Start(Node *node, const std::wstring &path, size_t maxBytes = 1 << 30);
};
struct PendingWrite {
    FileWrite write;
    DWORD error = ERROR_IO_PENDING;
    Signal done;
    DWORD Start(Node *node, const std::wstring &path, const std::string &content);
    DWORD Prepare(Node *node, const FileWriter &writer, const std::wstring &path, const std::string &content);
};

DWORD ThreadCount(); // of this process
