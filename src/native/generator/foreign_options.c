/* See foreign_options.h. */
#include "foreign_options.h"

#include "PerfectHashErrors.h"
#include "jobs/text/text.h"

/* The reasons why options are refused, and their names with a blank before each. */
static const struct {
    const wchar_t *reason, *names;
} foreign[] = {
    {L"it is an option of the runtime, and perfecthash has none: it works in one thread",
     L" BufferGuardPages IncreaseConcurrencyAfterMilliseconds InitialPerFileConcurrency IocpBufferGuardPages"
     L" IocpConcurrency IoMode MaxConcurrency MaxPerFileConcurrency MaxThreads NumaNodes SimulatedNumaNodes"},
    {L"it is an option of the server and its clients; perfecthash makes a table by itself",
     L" AllowedRoot AllowUser BaseOutputDirectory BulkCreate BulkCreateDirectory Cancel ConnectTimeout Detach"
     L" DrainTimeout Endpoint Install Jobs LocalOnly LocalService Log LogBytes LogFiles MaxConnections"
     L" MaxConnectionsPerClient MaxConnectionsPerUser MaxDetachedPerUser MaxJobSeconds MaxMemoryPerUser MaxRequests"
     L" MaxRequestsPerUser Metrics Ping Rings Service ServiceAccount ServiceName Shutdown Statistics Status"
     L" TableCreate Uninstall Verbose WaitForServer"},
    {L"it is an option of PerfectHashBulkCreate; perfecthash makes one table",
     L" Exclude Include MaximumConcurrency Merge NoSummary Pack Recursive Resume Shard"},
    {L"it is an option of the programs for Windows; perfecthash writes no page", L" Report"},
    {L"it is an option of the programs for Windows; perfecthash prints no colours", L" Color"},
    {L"it is an option of arrays, for keys that a program gives; perfecthash reads files", L" ByteKeys"},
    {L"it is an option of PerfectHashCreate, which looks at tables; perfecthash makes them",
     L" Info ListKeys Lookup Table Verify"},
};

enum { ForeignCount = sizeof foreign / sizeof *foreign, ForeignNameChars = 64 };

/* Is the name, in any case of letters, one of the names? */
static bool ForeignHas(const wchar_t *names, const wchar_t *name)
{
    while (*names != 0) {
        wchar_t one[ForeignNameChars];
        TextLine line = TextLineIn(one, ForeignNameChars);
        const size_t length = TextUntil(++names, L' ');
        TextAddMost(&line, names, length);
        if (TextSame(one, name))
            return true;
        names += length;
    }
    return false;
}

/* Returns which kind of options it is of; ForeignCount: none. */
static size_t ForeignAt(const wchar_t *name)
{
    size_t at = 0;
    while (at < ForeignCount && !ForeignHas(foreign[at].names, name))
        at++;
    return at;
}

bool ForeignOptionIs(const wchar_t *name)
{
    return ForeignAt(name) < ForeignCount;
}

HRESULT ForeignOptionsRefuse(int count, const wchar_t *const *words, Failure *failure)
{
    for (int i = 0; i < count && !TextEqual(words[i], L"--"); i++) {
        wchar_t name[ForeignNameChars];
        TextLine line = TextLineIn(name, ForeignNameChars);
        if (words[i][0] != L'-' || words[i][1] != L'-')
            continue;
        TextAddMost(&line, words[i] + 2, TextUntil(words[i] + 2, L'='));
        const size_t at = ForeignAt(name);
        if (at < ForeignCount)
            return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, words[i], foreign[at].reason, 0, 0, 0);
    }
    return S_OK;
}
