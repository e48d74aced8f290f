// Any bytes as CSV: the fields lie in their record as they must, and a field's text is what its
// bytes say, and is written as one that gives the same text. And any texts as a record: what is
// written is read again.
#include <cstring>
#include <vector>

#include "aligned.h"
#include "jobs/text/csv.h"
#include "jobs/text/text.h"
#include "jobs/text/utf8_text.h"
#include "must.h"
#include "support/wide_text.h"

enum { MostFields = 8 };

static std::string Bytes(const Utf8Text &text)
{
    return std::string(text.length != 0 ? text.bytes : "", text.length);
}

// The texts of a record that this is, and nothing behind it.
static std::vector<WideText> Read(const std::string &record)
{
    const Aligned bytes(reinterpret_cast<const uint8_t *>(record.data()), record.size());
    const char *const from = reinterpret_cast<const char *>(bytes.data());
    CsvText text = {from, from + bytes.size()};
    std::vector<CsvField> fields(record.size() + 1);
    size_t count;
    Must(CsvNext(&text, fields.data(), fields.size(), &count) == CsvRecord && text.at == text.end &&
         count <= fields.size());
    std::vector<WideText> texts;
    for (size_t i = 0; i < count; i++) {
        bool sound = false;
        wchar_t *const each = CsvFieldText(&fields[i], &sound);
        Must(sound && each != nullptr);
        texts.push_back(each);
        TextFree(each);
    }
    return texts;
}

static std::string Write(const std::vector<WideText> &texts)
{
    Utf8Text out = {};
    for (size_t i = 0; i < texts.size(); i++) {
        Utf8Put(&out, i != 0 ? "," : "");
        Utf8PutCsv(&out, texts[i].c_str());
    }
    Utf8Put(&out, "\n");
    const std::string bytes = Bytes(out);
    Utf8Free(&out);
    return bytes;
}

// The bytes of a field without the second of two quotes.
static std::string Plain(const CsvField &field)
{
    std::string plain(field.bytes, field.length);
    for (size_t at = 0; (at = plain.find('"', at)) != std::string::npos; at++) {
        Must(plain.compare(at, 2, "\"\"") == 0);
        plain.erase(at, 1);
    }
    return plain;
}

static void TryField(const CsvField &field)
{
    const std::string plain = Plain(field);
    bool sound = false;
    wchar_t *const text = CsvFieldText(&field, &sound);
    Must(sound == (text != nullptr));
    if (text == nullptr)
        return;
    // An apostrophe before a formula was only its guard.
    const bool guarded = plain[0] == '\'' && CsvIsFormula(text);
    Must((guarded ? "'" : "") + ToUtf8(text) == plain && plain.find('\0') == std::string::npos);
    Must(Read(Write({text})) == std::vector<WideText>{text});
    TextFree(text);
}

static void TryBytes(const char *bytes, size_t size)
{
    CsvText text = {bytes, bytes + size};
    CsvAnswer answer;
    do {
        CsvField fields[MostFields];
        size_t count;
        const char *const start = text.at;
        answer = CsvNext(&text, fields, MostFields, &count);
        Must(text.at >= start && text.at <= text.end && (answer != CsvEnd || start == text.end));
        if (answer != CsvRecord)
            continue;
        Must(count != 0 && text.at[-1] == '\n');
        const char *at = start; // where the next field begins
        for (size_t i = 0; i < count && i < MostFields; i++) {
            const bool quoted = *at == '"';
            Must(fields[i].bytes == at + quoted);
            at = fields[i].bytes + fields[i].length;
            Must(!quoted || *at++ == '"');
            Must(*at == (i + 1 < count ? ',' : at[0] == '\r' ? '\r' : '\n'));
            at++;
            TryField(fields[i]);
        }
        Must(count > MostFields || at == text.at || (at[-1] == '\r' && at + 1 == text.at));
    } while (answer == CsvRecord);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Aligned bytes(data, size);
    TryBytes(reinterpret_cast<const char *>(bytes.data()), size);

    std::vector<WideText> texts(1);
    for (const wchar_t c : FromUtf8(reinterpret_cast<const char *>(data), size)) {
        if (c == L'|')
            texts.emplace_back();
        else
            texts.back() += c;
    }
    Must(Read(Write(texts)) == texts);
    return 0;
}
