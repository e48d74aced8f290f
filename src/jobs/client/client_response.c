#include "client_response.h"

#include <stddef.h>

#include "jobs/base/user_name.h"
#include "jobs/text/text.h"

void ClientResponseBegin(ClientResponse *response, const wchar_t *request, HRESULT hr, const ClientFailure *failure)
{
    Utf8Put(&response->text, "{\"request\": ");
    Utf8PutJson(&response->text, request);
    Utf8Put(&response->text, ", \"code\": \"");
    Utf8PutCode(&response->text, (uint32_t)hr);
    Utf8Put(&response->text, "\"");
    if (FAILED(hr)) {
        Utf8Put(&response->text, ", \"error\": ");
        Utf8PutJson(&response->text, failure->text);
    }
}

void ClientResponseNumber(ClientResponse *response, const char *name, ULONGLONG number)
{
    Utf8Put(&response->text, ", \"");
    Utf8Put(&response->text, name);
    Utf8Put(&response->text, "\": ");
    Utf8PutNumber(&response->text, number);
}

void ClientResponseStatistics(ClientResponse *response, const ProtocolServerStatistics *statistics)
{
    const struct {
        const char *name;
        ULONGLONG number;
    } fields[] = {
        {"nodes", statistics->nodes},
        {"threads", statistics->threads},
        {"itemsRun", statistics->itemsRun},
        {"filesRead", statistics->filesRead},
        {"filesWritten", statistics->filesWritten},
        {"bytesRead", statistics->bytesRead},
        {"bytesWritten", statistics->bytesWritten},
        {"bufferHits", statistics->bufferHits},
        {"bufferMisses", statistics->bufferMisses},
        {"buffersInUse", statistics->buffersInUse},
        {"buffersHighWater", statistics->buffersHighWater},
        {"bufferBytes", statistics->bufferBytes},
        {"connections", statistics->connections},
        {"requests", statistics->requests},
        {"jobsRunning", statistics->jobsRunning},
        {"jobsEnded", statistics->jobsEnded},
    };
    for (size_t i = 0; i < ARRAYSIZE(fields); i++)
        ClientResponseNumber(response, fields[i].name, fields[i].number);
}

void ClientResponseHealth(ClientResponse *response, const ProtocolServerHealth *health, BOOL waitsTold)
{
#define NUMBER(name, field)                         \
    {                                               \
        name, offsetof(ProtocolServerHealth, field) \
    }
    static const struct {
        const char *name;
        size_t offset;
    } numbers[] = {
        NUMBER("inFlight", inFlight),
        NUMBER("parked", parked),
        NUMBER("buffersExhausted", buffersExhausted),
        NUMBER("timersWaiting", timersWaiting),
        NUMBER("timersRun", timersRun),
        NUMBER("oldestCallbackMilliseconds", oldestCallbackMs),
        NUMBER("parkedForBuffers", parkedBuffers),
        NUMBER("parkedForMemory", parkedMemory),
        NUMBER("parkedForQuotas", parkedQuotas),
        NUMBER("parkedAsLarge", parkedLarge),
        NUMBER("reservedBytes", reservedBytes),
        NUMBER("budgetBytes", budgetBytes),
    };
#undef NUMBER
    const size_t told = waitsTold ? ARRAYSIZE(numbers) : ProtocolServerHealthBytes / sizeof(uint64_t);
    for (size_t i = 0; health != NULL && i < told; i++)
        ClientResponseNumber(response, numbers[i].name, *(const uint64_t *)((const char *)health + numbers[i].offset));
}

void ClientResponseHello(ClientResponse *response, const ProtocolHello *hello, ULONGLONG roundTripMicroseconds)
{
    ClientResponseNumber(response, "serverProcessId", hello->serverProcessId);
    ClientResponseNumber(response, "protocolVersion", hello->protocolVersion);
    ClientResponseNumber(response, "productMajor", hello->productVersion >> 16);
    ClientResponseNumber(response, "productMinor", hello->productVersion >> 8 & 0xFF);
    ClientResponseNumber(response, "productPatch", hello->productVersion & 0xFF);
    ClientResponseNumber(response, "uptimeMilliseconds", hello->uptimeMs);
    ClientResponseNumber(response, "roundTripMicroseconds", roundTripMicroseconds);
}

void ClientResponseText(ClientResponse *response, const char *name, const wchar_t *text)
{
    Utf8Put(&response->text, ", \"");
    Utf8Put(&response->text, name);
    Utf8Put(&response->text, "\": ");
    Utf8PutJson(&response->text, text);
}

static void ClientResponseJob(ClientResponse *response, const JobListItem *item)
{
    const JobEntry *entry = &item->entry;
    Utf8Put(&response->text, entry->kind == 1 ? "{\"kind\": \"table\"" : "{\"kind\": \"bulk\"");
    ClientResponseNumber(response, "requestId", entry->id);
    wchar_t *name = UserName(item->user);
    ClientResponseText(response, "user", name != NULL ? name : item->user);
    TextFree(name);
    ClientResponseText(response, "sid", item->user);
    ClientResponseNumber(response, "process", entry->processId);
    ClientResponseText(response, "input", item->input);
    ClientResponseText(response, "output", item->output);
    ClientResponseText(response, "step", item->step);
    ClientResponseText(response, "waitsFor", item->waits);
    ClientResponseNumber(response, "ageMilliseconds", entry->ageMs);
    ClientResponseNumber(response, "place", entry->place);
    ClientResponseNumber(response, "memoryBytes", entry->memoryBytes);
    ClientResponseNumber(response, "progressMillionths", entry->fractionMillionths);
    ClientResponseNumber(response, "completed", entry->completed);
    ClientResponseNumber(response, "failed", entry->failed);
    ClientResponseNumber(response, "total", entry->total);
    Utf8Put(&response->text, "}");
}

void ClientResponseJobs(ClientResponse *response, const JobList *jobs)
{
    Utf8Put(&response->text, ", \"jobs\": [");
    for (size_t i = 0; i < jobs->count; i++) {
        if (i != 0)
            Utf8Put(&response->text, ", ");
        ClientResponseJob(response, &jobs->items[i]);
    }
    Utf8Put(&response->text, "]");
}

wchar_t *ClientResponseEnd(ClientResponse *response)
{
    Utf8Put(&response->text, "}");
    wchar_t *wide = NULL;
    if (!response->text.failed) {
        char *terminated = HeapAlloc(GetProcessHeap(), 0, response->text.length + 1);
        if (terminated != NULL) {
            memcpy(terminated, response->text.bytes, response->text.length);
            terminated[response->text.length] = 0;
            wide = TextFromUtf8(terminated);
            HeapFree(GetProcessHeap(), 0, terminated);
        }
    }
    Utf8Free(&response->text);
    return wide;
}
