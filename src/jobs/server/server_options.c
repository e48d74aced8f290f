/*
 * The options of a server as data: every one stands once, in the table below or in that of its
 * runtime.
 */
#include <stddef.h>

#include "jobs/text/option.h"
#include "server.h"

#define FIELD(member) OPTION_FIELD(ServerOptions, member)
#define SWITCH(member) OptionSwitch, FIELD(member), .maximum = 1
#define STRING(member) OptionText, FIELD(member), .maximum = 1

/* Limits that a machine can keep. */
enum { MostRequests = 65536, MostConnections = 65536 };

/* clang-format off */
static const Option serverOptions[] = {
    {{L"Endpoint", L"NAME", L"of the pipe (PerfectHash)", SectionClients}, STRING(endpoint),
     .otherwise = PIPE_DEFAULT_ENDPOINT},
    {{L"LocalOnly", L"true|false", L"false: clients of other machines too (true)", SectionClients}, SWITCH(localOnly)},
    {{L"AllowUser", L"USER", L"besides this user: an account or a SID", SectionClients}, STRING(allowUser)},
    {{L"AllowedRoot", L"DIR;...", L"paths must lie below; may be repeated", SectionClients}, OptionTexts,
     FIELD(allowedRoots[0]), .maximum = ServerMostRoots, .countOffset = offsetof(ServerOptions, allowedRootCount)},
    {{L"BaseOutputDirectory", L"DIR", L"where tables go when a request doesn't say", SectionClients},
     STRING(baseOutputDirectory)},
    {{L"NoFileIo", NULL, L"no request writes files", SectionClients}, SWITCH(noFileIo)},
    {{L"MaxRequests", L"N", L"jobs at once; more are refused (256)", SectionLimits}, OptionNumber, FIELD(maxRequests),
     .minimum = 1, .maximum = MostRequests},
    {{L"MaxConnections", L"N", L"clients at once (256)", SectionLimits}, OptionNumber, FIELD(maxConnections),
     .minimum = 1, .maximum = MostConnections},
    {{L"MaxConnectionsPerClient", L"N", L"of one process (64)", SectionLimits}, OptionNumber,
     FIELD(maxConnectionsPerClient), .minimum = 1, .maximum = MostConnections},
    {{L"MaxRequestsPerUser", L"N", L"jobs of one user, except this one (half)", SectionLimits}, OptionNumber,
     FIELD(maxRequestsPerUser), .maximum = MostRequests},
    {{L"MaxDetachedPerUser", L"N", L"detached ones (half of these)", SectionLimits}, OptionNumber,
     FIELD(maxDetachedPerUser), .maximum = MostRequests},
    {{L"MaxConnectionsPerUser", L"N", L"of one user, except this one (half)", SectionLimits}, OptionNumber,
     FIELD(maxConnectionsPerUser), .maximum = MostConnections},
    {{L"MaxMemoryPerUser", L"N", L"bytes that tables of one user take (half)", SectionLimits}, OptionNumber,
     FIELD(maxMemoryPerUser), .maximum = 1ull << 53, .unit = L"bytes"},
    {{L"MaxJobSeconds", L"N", L"a job that takes longer fails (0: no limit)", SectionLimits}, OptionNumber,
     FIELD(maxJobSeconds), .maximum = INT32_MAX / 1000, .unit = L"seconds"},
    {{L"DrainTimeout", L"MS", L"for running jobs at a shutdown (30,000)", SectionLimits}, OptionNumber,
     FIELD(drainTimeoutMs), .maximum = INT32_MAX, .unit = L"milliseconds"},
};
/* clang-format on */

void ServerOptionsDefault(ServerOptions *options)
{
    memset(options, 0, sizeof *options);
    options->localOnly = TRUE;
    options->maxRequests = ServerDefaultRequests;
    options->maxConnections = ServerDefaultConnections;
    options->maxConnectionsPerClient = ServerDefaultConnectionsPerClient;
    options->drainTimeoutMs = ServerDefaultDrainMs;
}

OptionGroup ServerOptionsGroup(ServerOptions *options)
{
    const OptionGroup group = {serverOptions, ARRAYSIZE(serverOptions), options};
    return group;
}
