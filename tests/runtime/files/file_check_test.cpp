/*
 * A check sees a large file piece by piece before it is read whole: all of its bytes in order, or
 * as many as it wants; a file that it refuses is not read on. A small file is read at once. Between
 * the last piece and the whole the read may be parked, where it is resumed or cancelled as any. An
 * owner that has room for the whole is asked then, and may take its time.
 */
#include <doctest/doctest.h>

#include "runtime/base/win32_calls.h"
#include "support/runtime/fixture.h"

namespace {

// A read with a check that keeps what it sees, until it has `most` bytes.
struct CheckedRead {
    FileRead read;
    DWORD error = ERROR_IO_PENDING;
    Signal done;
    std::string seen;
    size_t pieces = 0, most = SIZE_MAX;
    FileCheckAnswer last = FileCheckMore; // the answer to the piece that reaches `most`

    DWORD Start(Node *node, const std::wstring &path,
                FileReadRange range = {FALSE, FALSE, 0, 1 << 30, nullptr, nullptr, FALSE})
    {
        const FileCheck check = {Piece, this};
        return FileReadCheckedStart(&read, node, path.c_str(), &range, &check,
                                    [](FileRead *of, Worker *, DWORD result) {
                                        CheckedRead *self = CONTAINING_RECORD(of, CheckedRead, read);
                                        self->error = result;
                                        self->done.Set();
                                    });
    }
    std::string Whole(Node *node, const std::wstring &path,
                      FileReadRange range = {FALSE, FALSE, 0, 1 << 30, nullptr, nullptr, FALSE})
    {
        REQUIRE(Start(node, path, range) == ERROR_SUCCESS);
        done.Wait();
        if (error != ERROR_SUCCESS)
            return "";
        const std::string content((const char *)BufferData(read.buffer), BufferLength(read.buffer));
        BufferRelease(read.buffer);
        return content;
    }

private:
    static FileCheckAnswer Piece(void *context, const void *bytes, size_t count, ULONGLONG)
    {
        auto *self = static_cast<CheckedRead *>(context);
        self->seen.append((const char *)bytes, count);
        self->pieces++;
        return self->seen.size() >= self->most ? self->last : FileCheckMore;
    }
};

RuntimeOptions WithBudget(ULONGLONG bytes)
{
    RuntimeOptions options = {};
    options.bufferBudgetBytes = bytes;
    return options;
}

struct Checked {
    TestFolder folder;
    std::string content;
    const std::wstring path = folder / L"file";
    Checked()
    {
        for (int line = 0; content.size() < 900000; line++)
            content += std::to_string(line) + '\n';
        WriteWhole(path, content);
    }
};

} // namespace

TEST_CASE_FIXTURE(Checked, "a check sees all bytes in order, and then they are read whole")
{
    for (const IoMode mode : {IoOverlapped, IoMapped}) {
        RuntimeOptions options = {};
        options.ioMode = mode;
        TestRuntime runtime(options);
        CheckedRead read;
        CHECK((read.Whole(runtime.AnyNode(), path) == content));
        CHECK((read.seen == content));
        CHECK(read.pieces == 4);
        CHECK(runtime.Statistics().bytesRead == 2 * content.size());
        CHECK(runtime.Statistics().filesRead == 1);
        CHECK(runtime.Statistics().buffersInUse == 0);
    }
}

TEST_CASE_FIXTURE(Checked, "of a part of a file the check sees that part")
{
    TestRuntime runtime;
    CheckedRead read;
    CHECK((read.Whole(runtime.AnyNode(), path, {TRUE, TRUE, 1000, 500000, nullptr, nullptr, FALSE}) ==
           content.substr(1000, 500000)));
    CHECK((read.seen == content.substr(1000, 500000)));
}

TEST_CASE_FIXTURE(Checked, "a file that is small is read at once")
{
    TestRuntime runtime;
    WriteWhole(path, content.substr(0, FileCheckBytes));
    CheckedRead read;
    CHECK((read.Whole(runtime.AnyNode(), path) == content.substr(0, FileCheckBytes)));
    CHECK(read.pieces == 0);
}

TEST_CASE_FIXTURE(Checked, "a check that has seen enough, or refuses, sees no more")
{
    TestRuntime runtime;
    CheckedRead enough, refused;
    enough.most = refused.most = 1;
    enough.last = FileCheckEnough;
    refused.last = FileCheckRefused;
    CHECK((enough.Whole(runtime.AnyNode(), path) == content));
    CHECK(enough.pieces == 1);
    CHECK(runtime.Statistics().bytesRead == content.size() + FileCheckBytes);
    CHECK(refused.Whole(runtime.AnyNode(), path) == "");
    CHECK(refused.error == ERROR_INVALID_DATA);
    CHECK(refused.pieces == 1);
    CHECK(refused.read.buffer == nullptr);
    CHECK(runtime.Statistics().bytesRead == content.size() + 2 * FileCheckBytes);
    CHECK(runtime.Statistics().buffersInUse == 0);
}

TEST_CASE_FIXTURE(Checked, "between the check and the whole a read is parked at the budget, and resumed or cancelled")
{
    for (const bool cancels : {false, true}) {
        CAPTURE(cancels);
        TestRuntime runtime(WithBudget(1400000));
        Node *node = runtime.AnyNode();
        Buffer *held = BufferAcquire(node, 500000);
        CheckedRead read;
        REQUIRE(read.Start(node, path) == ERROR_SUCCESS);
        CHECK(Eventually([&] { return runtime.Statistics().parked != 0; }));
        CHECK_FALSE(read.done.IsSet(0));
        CHECK(read.seen.size() == content.size());
        if (cancels)
            FileCancel(&read.read.operation);
        else
            BufferRelease(held);
        read.done.Wait();
        CHECK(read.error == (cancels ? (DWORD)ERROR_OPERATION_ABORTED : (DWORD)ERROR_SUCCESS));
        CHECK((read.read.buffer == nullptr) == cancels);
        BufferRelease(read.read.buffer);
        if (cancels)
            BufferRelease(held);
    }
}

namespace {

// Room that its owner has at once, later, or not.
struct Roomy : CheckedRead {
    std::string room;
    size_t asked = 0;
    DWORD answer = ERROR_SUCCESS;
    Signal waits;
    FileReadRange range() const { return {FALSE, FALSE, 0, 1 << 30, nullptr, Make, FALSE}; }
    void take()
    {
        room.resize(asked);
        read.memory = &room[0];
    }

private:
    static DWORD Make(FileRead *of, size_t bytes)
    {
        Roomy *self = static_cast<Roomy *>(CONTAINING_RECORD(of, CheckedRead, read));
        self->asked += bytes;
        if (self->answer == ERROR_SUCCESS)
            self->take();
        const DWORD answer = self->answer;
        self->waits.Set(); // the read may be gone then
        return answer;
    }
};

// A worker's call of FileReadRoomMade.
struct RoomComes {
    WorkItem item;
    FileRead *read;
    DWORD error;
    RoomComes(FileRead *of, Node *node, DWORD with) : read(of), error(with)
    {
        WorkItemInit(&item, [](WorkItem *at, Worker *worker, DWORD, DWORD) {
            RoomComes *self = CONTAINING_RECORD(at, RoomComes, item);
            FileReadRoomMade(self->read, worker, self->error);
        });
        REQUIRE(NodePost(node, &item) == ERROR_SUCCESS);
    }
};

} // namespace

TEST_CASE_FIXTURE(Checked, "a file is read into its owner's room, which may come late or never")
{
    const DWORD answers[] = {ERROR_SUCCESS, ERROR_IO_PENDING, ERROR_NOT_ENOUGH_QUOTA};
    for (const DWORD answer : answers) {
        for (const DWORD later : {ERROR_SUCCESS, ERROR_OPERATION_ABORTED}) {
            CAPTURE(answer);
            CAPTURE(later);
            TestRuntime runtime;
            Roomy read;
            read.answer = answer;
            REQUIRE(read.Start(runtime.AnyNode(), path, read.range()) == ERROR_SUCCESS);
            read.waits.Wait();
            CHECK((read.seen == content));
            CHECK(read.asked == content.size());
            const DWORD expected = answer == ERROR_IO_PENDING ? later : answer;
            if (answer == ERROR_IO_PENDING) {
                CHECK_FALSE(read.done.IsSet(10));
                read.take();
                const RoomComes comes(&read.read, runtime.AnyNode(), later);
                read.done.Wait();
            }
            read.done.Wait();
            CHECK(read.error == expected);
            CHECK(read.read.buffer == nullptr);
            if (expected == ERROR_SUCCESS)
                CHECK((read.room == content));
            CHECK(runtime.Statistics().buffersInUse == 0);
        }
    }
}

#ifndef NDEBUG
TEST_CASE_FIXTURE(Checked, "short transfers come as short pieces")
{
    TestRuntime runtime;
    Win32LimitTransfers(100000);
    CheckedRead read;
    CHECK((read.Whole(runtime.AnyNode(), path) == content));
    Win32LimitTransfers(-1);
    CHECK((read.seen == content));
    CHECK(read.pieces == (content.size() + 99999) / 100000);
}
#endif
