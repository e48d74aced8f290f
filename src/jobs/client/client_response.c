#include "client_response.h"

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
