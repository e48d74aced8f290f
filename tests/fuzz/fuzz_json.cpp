// Any bytes as JSON: what is taken for it is, without its blanks, what going through its members
// tells of it. And what is made by the rules is taken, with blanks anywhere; texts that are written
// are read again.
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "aligned.h"
#include "jobs/text/json_scan.h"
#include "jobs/text/text.h"
#include "jobs/text/utf8_text.h"
#include "must.h"
#include "support/wide_text.h"

static bool IsBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static std::string Bytes(const JsonSlice &slice)
{
    return std::string(slice.bytes, slice.length);
}

static std::string WithoutBlanks(const char *bytes, size_t size)
{
    std::string out;
    bool text = false;
    for (size_t i = 0; i < size; i++) {
        if (text || !IsBlank(bytes[i]))
            out += bytes[i];
        if (text && bytes[i] == '\\')
            out += bytes[++i];
        else if (bytes[i] == '"')
            text = !text;
    }
    return out;
}

// The text that these bytes are as a JSON string, which they must be when `must`.
static bool ReadText(const JsonSlice &slice, WideText *out, bool must)
{
    bool sound = false;
    wchar_t *const text = JsonText(&slice, &sound);
    Must(sound == (text != nullptr) && (sound || !must));
    if (text != nullptr)
        *out = text;
    TextFree(text);
    return sound;
}

static void TryText(const JsonSlice &slice)
{
    WideText text, again;
    if (!ReadText(slice, &text, false))
        return;
    // A surrogate alone, which an escape can be, is none in UTF-8: it becomes U+FFFD.
    const std::string utf8 = ToUtf8(text);
    text = FromUtf8(utf8.data(), utf8.size());
    Utf8Text out = {};
    Utf8PutJson(&out, text.c_str());
    const Aligned bytes(reinterpret_cast<const uint8_t *>(out.bytes), out.length);
    Utf8Free(&out);
    JsonSlice written;
    Must(JsonWhole(reinterpret_cast<const char *>(bytes.data()), bytes.size(), &written) &&
         written.length == bytes.size());
    ReadText(written, &again, true);
    Must(again == text);
}

static void TryNumber(const JsonSlice &slice)
{
    const std::string digits = Bytes(slice);
    uint64_t number;
    errno = 0;
    const bool whole = digits.find_first_not_of("0123456789") == std::string::npos;
    const unsigned long long value = whole ? std::strtoull(digits.c_str(), nullptr, 10) : 0;
    Must(JsonNumber(&slice, &number) == (whole && errno == 0) && (!whole || errno != 0 || number == value));
}

// The value without blanks, as its members tell it.
static std::string Told(const JsonSlice &value)
{
    JsonMembers members = JsonMembersOf(&value);
    JsonSlice name, each, found;
    std::string told;
    TryNumber(value);
    if (*value.bytes == '{') {
        while (JsonNextMember(&members, &name, &each)) {
            TryText(name);
            const std::string plain(name.bytes + 1, name.length - 2);
            Must(plain.find('\0') != std::string::npos ||
                 (JsonNameIs(&name, plain.c_str()) && JsonFind(&value, plain.c_str(), &found)));
            told += (told.empty() ? "" : ",") + Bytes(name) + ":" + Told(each);
        }
        return "{" + told + "}";
    }
    Must(!JsonFind(&value, "", &found));
    if (*value.bytes == '[') {
        while (JsonNextElement(&members, &each))
            told += (told.empty() ? "" : ",") + Told(each);
        return "[" + told + "]";
    }
    Must(!JsonNextElement(&members, &each));
    TryText(value);
    return Bytes(value);
}

static bool Take(const std::string &json, std::string *told)
{
    const Aligned bytes(reinterpret_cast<const uint8_t *>(json.data()), json.size());
    const char *const from = reinterpret_cast<const char *>(bytes.data());
    JsonSlice value;
    JsonScan scan;
    JsonScanAnswer inSlices = JsonScanMore;
    JsonScanBegin(&scan, from, bytes.size(), true, nullptr, 0);
    while (inSlices == JsonScanMore)
        inSlices = JsonScanOn(&scan, 1 + bytes.size() % 5);
    const bool sound = JsonWhole(from, bytes.size(), &value);
    Must(sound == (inSlices == JsonScanSound));
    if (!sound)
        return false;
    Must(scan.value.bytes == value.bytes && scan.value.length == value.length);
    Must(value.bytes >= from && value.bytes + value.length <= from + bytes.size() && value.length != 0);
    *told = Told(value);
    return true;
}

// Makes JSON as the bytes say.
struct Maker {
    const uint8_t *at, *end;

    unsigned next() { return at == end ? 0 : *at++; }
    std::string blanks()
    {
        const unsigned which = next();
        return std::string(which % 4 == 0 ? which / 4 % 3 : 0, " \t\r\n"[which / 16 % 4]);
    }
    std::string text()
    {
        std::string made = "\"";
        for (unsigned more = next() % 6; more != 0; more--) {
            const unsigned c = next();
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\u%02X%02x", c, next());
            made += c % 4 == 0   ? escape
                    : c % 4 == 1 ? std::string("\\") + "\"\\/bfnrt"[c / 4 % 8]
                                 : std::string(1, char('a' + c % 26));
        }
        return made + "\"";
    }
    std::string number()
    {
        std::string made = next() % 2 ? "-" : "";
        const unsigned kind = next();
        made += kind % 4 ? std::to_string(next() * 0x123456789abcdull + 1) : "0";
        made += kind / 4 % 2 ? "." + std::to_string(next()) : "";
        return made + (kind / 8 % 2 ? std::string(kind / 16 % 2 ? "e" : "E") +
                                          (kind / 32 % 2   ? "+"
                                           : kind / 64 % 2 ? "-"
                                                           : "") +
                                          std::to_string(next())
                                    : "");
    }
    std::string value(unsigned depth)
    {
        const unsigned kind = next() % (depth < 15 ? 8 : 6); // 16 are allowed in each other
        if (kind < 6)
            return blanks() +
                   (kind == 0   ? "true"
                    : kind == 1 ? "false"
                    : kind == 2 ? "null"
                    : kind == 3 ? text()
                                : number()) +
                   blanks();
        std::string made;
        for (unsigned more = next() % 4; more != 0; more--)
            made +=
                (made.empty() ? "" : ",") + (kind == 6 ? blanks() + text() + blanks() + ":" : "") + value(depth + 1);
        made = made.empty() ? blanks() : made;
        return blanks() + (kind == 6 ? "{" + made + "}" : "[" + made + "]") + blanks();
    }
};

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    std::string told, again;
    if (Take(std::string(reinterpret_cast<const char *>(data), size), &told)) {
        Must(told == WithoutBlanks(reinterpret_cast<const char *>(data), size));
        Must(Take(told, &again) && again == told);
    }
    const std::string made = Maker{data, data + size}.value(0);
    Must(Take(made, &told) && told == WithoutBlanks(made.data(), made.size()));

    const WideText text = FromUtf8(reinterpret_cast<const char *>(data), size);
    Utf8Text out = {};
    WideText read;
    Utf8PutJson(&out, text.c_str());
    JsonSlice written;
    Must(JsonWhole(out.bytes, out.length, &written));
    ReadText(written, &read, true);
    Must(read == text);
    Utf8Free(&out);
    return 0;
}
