/*
 * A file that is never whole in memory is written from pieces. All pieces are in it in their order,
 * whatever their sizes and however short transfers are. A source that fails leaves nothing. Whether
 * the target has the same bytes is told without them.
 */
#include <doctest/doctest.h>

#include "runtime/base/win32_calls.h"
#include "runtime/files/file_compare.h"
#include "support/runtime/fixture.h"

namespace {

// Gives pieces from one place in memory, each over the one before; then, with an error, fails.
struct Pieces {
    std::vector<size_t> sizes;
    DWORD error;
    std::string piece, all;
    size_t given = 0;

    explicit Pieces(const std::vector<size_t> &of, DWORD with = ERROR_SUCCESS) : sizes(of), error(with) {}

    static DWORD Next(void *context, const void **bytes, size_t *count)
    {
        Pieces *self = static_cast<Pieces *>(context);
        self->piece.assign(self->piece.size(), '?'); // what was given before is gone
        *count = 0;
        if (self->given == self->sizes.size())
            return self->error;
        self->piece.resize(self->sizes[self->given++]);
        for (char &c : self->piece)
            c = static_cast<char>((self->all.size() + (&c - self->piece.data())) * 2654435761u >> 13);
        self->all += self->piece;
        *bytes = self->piece.data();
        *count = self->piece.size();
        return ERROR_SUCCESS;
    }
};

struct Prepared {
    FileWrite write = {};
    DWORD error = ERROR_IO_PENDING;
    Signal done;

    Prepared(Node *node, const std::wstring &path, Pieces &pieces)
    {
        const FileWriteSource source = {Pieces::Next, &pieces};
        const DWORD started = FileWritePrepareFrom(&write, node, {ReadyInteractive, FALSE, nullptr}, path.c_str(),
                                                   &source, [](FileWrite *of, Worker *, DWORD result) {
                                                       Prepared *self = CONTAINING_RECORD(of, Prepared, write);
                                                       self->error = result;
                                                       self->done.Set();
                                                   });
        if (started == ERROR_SUCCESS)
            done.Wait();
        else
            error = started;
    }
};

void CheckWritten(TestRuntime &runtime, const TestFolder &folder, const std::vector<size_t> &sizes)
{
    Pieces pieces(sizes);
    Prepared prepared(runtime.AnyNode(), folder / L"file", pieces);
    REQUIRE(prepared.error == ERROR_SUCCESS);
    CHECK(prepared.write.size == pieces.all.size());
    CHECK(FileWriteCommit(&prepared.write) == ERROR_SUCCESS);
    CHECK((ReadWhole(folder / L"file") == pieces.all));
}

} // namespace

TEST_CASE("a file has all pieces of its source, in both modes")
{
    TestFolder folder;
    for (const IoMode mode : {IoOverlapped, IoMapped}) {
        RuntimeOptions options = {};
        options.ioMode = mode;
        TestRuntime runtime(options);
        for (const std::vector<size_t> &sizes : {std::vector<size_t>{1},
                                                 {3, 1, 2},
                                                 {4096, 70000, 1},
                                                 {FileChunkBytes + 5, 7},
                                                 std::vector<size_t>(300, 999)})
            CheckWritten(runtime, folder, sizes);
    }
    CHECK(folder.Names() == std::vector<std::wstring>{L"file"});
}

TEST_CASE("a source that fails, at once or later, leaves the target as it was")
{
    TestFolder folder;
    TestRuntime runtime;
    WriteWhole(folder / L"file", "old");
    for (const std::vector<size_t> &sizes : {std::vector<size_t>{}, {10}, {10, 20000, 30}}) {
        Pieces pieces(sizes, ERROR_NOT_ENOUGH_MEMORY);
        CHECK(Prepared(runtime.AnyNode(), folder / L"file", pieces).error == ERROR_NOT_ENOUGH_MEMORY);
        CHECK(ReadWhole(folder / L"file") == "old");
        CHECK(folder.Names() == std::vector<std::wstring>{L"file"});
    }
}

TEST_CASE("the target is compared with what a source has given")
{
    TestFolder folder;
    TestRuntime runtime;
    for (const bool same : {true, false}) {
        Pieces pieces({1000, 200000, 30}), before = pieces;
        const void *bytes;
        for (size_t count = 1; count != 0;)
            REQUIRE(Pieces::Next(&before, &bytes, &count) == ERROR_SUCCESS);
        before.all[150000] = static_cast<char>(before.all[150000] + !same);
        WriteWhole(folder / L"file", before.all);
        Prepared prepared(runtime.AnyNode(), folder / L"file", pieces);
        FileCompare compare = {};
        Rundown none;
        FileWriteCompare(&prepared.write, &compare);
        CHECK_FALSE(FileCompareGoesOn(&compare, &none));
        CHECK(compare.answer == (same ? FileCompareSame : FileCompareOther));
        FileCompareClose(&compare);
        FileWriteDiscard(&prepared.write);
    }
}

#ifndef NDEBUG
TEST_CASE("short transfers of pieces are continued")
{
    TestFolder folder;
    TestRuntime runtime;
    Win32LimitTransfers(777);
    CheckWritten(runtime, folder, {1, 5000, 776, 778, 777, 20000});
    Win32LimitTransfers(-1);
}
#endif
