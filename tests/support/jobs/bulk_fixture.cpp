#include "support/jobs/bulk_fixture.h"

#include <cstdio>

#include "jobs/bulk/bulk_text.h"

Bulk::Bulk(const std::wstring &keysDirectory, const std::wstring &outputDirectory)
    : keys(keysDirectory), out(outputDirectory)
{
    BulkOptionsDefault(&options);
}

BulkRequest Bulk::request()
{
    BulkRequest request = {};
    options.include = include.empty() ? nullptr : include.c_str();
    options.exclude = exclude.empty() ? nullptr : exclude.c_str();
    options.pack = pack.empty() ? nullptr : pack.c_str();
    options.merge = merge.empty() ? nullptr : merge.c_str();
    request.keysDirectory = keys.c_str();
    request.outputDirectory = out.empty() ? nullptr : out.c_str();
    request.options = options;
    request.noLinks = noLinks;
    request.linkRule = linkRule;
    request.packInside = packInside;
    return request;
}

BulkOutcome::BulkOutcome(BulkOutcome &&other) noexcept
    : code(other.code), state(other.state), text(other.text), result(other.result), progress(other.progress)
{
    other.result = nullptr;
}

const BulkRow &BulkOutcome::row(const std::wstring &keysPath) const
{
    REQUIRE(result != nullptr);
    for (size_t i = 0; i < result->rowCount; i++) {
        if (keysPath == result->rows[i].keysPath)
            return result->rows[i];
    }
    FAIL("no such row");
    return result->rows[0];
}

std::string BulkOutcome::csv(bool withoutTimes) const
{
    REQUIRE(result != nullptr);
    Utf8Text text = {};
    for (size_t row = 0; row == 0 || row < result->rowCount; row++)
        BulkCsvPut(result, row, &text);
    const std::string csv(text.bytes, text.length);
    Utf8Free(&text);
    return withoutTimes ? CsvWithoutTimes(csv) : csv;
}

std::string CsvWithoutTimes(std::string csv)
{
    for (size_t end = csv.find("\r\n"); end != std::string::npos; end = csv.find("\r\n", end)) {
        size_t comma = end; // SolveMicroseconds and what is behind it
        for (int column = 0; column < 11; column++)
            comma = csv.rfind(',', comma - 1);
        csv.erase(comma, end - comma);
        end = comma + 2;
    }
    return csv;
}

BulkJob *StartBulk(Runtime *runtime, Bulk &bulk)
{
    BulkJob *job = nullptr;
    Failure failure = {};
    const BulkRequest request = bulk.request();
    const HRESULT code = BulkJobStart(runtime, &request, nullptr, nullptr, nullptr, &job, &failure);
    REQUIRE_MESSAGE(code == S_OK, TextOf(failure));
    return job;
}

BulkOutcome WaitBulk(BulkJob *job)
{
    BulkOutcome outcome;
    Failure failure = {};
    MustEnd(BulkJobEvent(job));
    BulkJobSnapshot(job, &outcome.progress);
    outcome.state = outcome.progress.state;
    CHECK(outcome.state != JobRunning);
    CHECK((outcome.progress.fraction == 1.0 || (outcome.state != JobSucceeded && outcome.progress.fraction < 1.0)));
    outcome.code = BulkJobTake(job, &outcome.result, &failure);
    if (FAILED(outcome.code)) {
        CHECK(failure.code == outcome.code);
        outcome.text = TextOf(failure);
    } else {
        const BulkResult *result = outcome.result;
        CHECK(result->succeeded + result->failed + result->skipped + result->withoutFunctions == result->rowCount);
        CHECK(outcome.progress.completed == result->rowCount);
        CHECK(outcome.progress.failed == result->failed);
        CHECK(outcome.progress.total == result->rowCount);
        for (size_t i = 1; i < result->rowCount; i++)
            CHECK(wcscmp(result->rows[i - 1].keysPath, result->rows[i].keysPath) < 0);
    }
    BulkJobRelease(job);
    return outcome;
}

void CancelMustEnd(BulkJob *job)
{
    BulkJobCancel(job);
    const BulkOutcome outcome = WaitBulk(job);
    CHECK_MESSAGE(outcome.code == PERFECTHASH_E_CANCELLED, outcome.text);
}

BulkOutcome RunBulk(Runtime *runtime, Bulk &bulk)
{
    return WaitBulk(StartBulk(runtime, bulk));
}

BulkOutcome RunBulkInSteps(Runtime *runtime, Bulk &bulk, const std::function<void(size_t)> &between)
{
    struct Steps {
        HANDLE ended = CreateEventW(nullptr, FALSE, FALSE, nullptr), go = CreateEventW(nullptr, FALSE, FALSE, nullptr);
        volatile bool free = false;
        ~Steps() { CloseHandle(ended), CloseHandle(go); }
    } steps;
    const auto table = [](BulkJob *, const BulkRow *, void *context) {
        const Steps *self = static_cast<const Steps *>(context);
        if (!self->free)
            SignalObjectAndWait(self->ended, self->go, INFINITE, FALSE);
    };
    BulkJob *job = nullptr;
    Failure failure = {};
    bulk.options.maximumConcurrency = 1;
    const BulkRequest request = bulk.request();
    const HRESULT code = BulkJobStart(runtime, &request, nullptr, table, &steps, &job, &failure);
    REQUIRE_MESSAGE(code == S_OK, TextOf(failure));
    const HANDLE events[] = {steps.ended, BulkJobEvent(job)};
    for (size_t ended = 1; WaitForMultipleObjects(2, events, FALSE, 60000) == WAIT_OBJECT_0; ended++) {
        try {
            between(ended);
        } catch (...) { // what the test requires does not hold: the run goes on alone
            steps.free = true;
            SetEvent(steps.go);
            MustEnd(BulkJobEvent(job));
            BulkJobRelease(job);
            throw;
        }
        SetEvent(steps.go);
    }
    return WaitBulk(job);
}

std::vector<std::wstring> WriteSets(const std::wstring &folder, size_t count, size_t mostKeys)
{
    std::vector<std::wstring> paths;
    for (size_t i = 0; i < count; i++) {
        wchar_t name[32];
        swprintf(name, 32, L"%04u-set.keys", (unsigned)i);
        paths.push_back(folder + L"\\" + name);
        WriteKeys(paths.back(), SomeKeys(1 + i * 7919 % mostKeys, (uint32_t)i));
    }
    return paths;
}

void MakeFolder(const std::wstring &path)
{
    REQUIRE(CreateDirectoryW(path.c_str(), nullptr));
}

std::vector<std::pair<std::wstring, Bytes>> Tables(const std::wstring &folder)
{
    std::vector<std::pair<std::wstring, Bytes>> tables;
    for (const std::wstring &file : FilesBelow(folder)) {
        if (!Contains(file, L"PerfectHashBulkCreate"))
            tables.emplace_back(file, ReadBytes(folder + L"\\" + file));
    }
    return tables;
}
