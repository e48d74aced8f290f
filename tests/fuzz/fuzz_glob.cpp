// Patterns on the first line, a path on the others. The matcher answers as one by the book does,
// which tries everything, and counts patterns as it says.
#include <vector>

#include "jobs/text/glob.h"
#include "jobs/text/text.h"
#include "must.h"
#include "support/wide_text.h"

static bool IsSeparator(wchar_t c)
{
    return c == L'\\' || c == L'/';
}

static bool SameChar(wchar_t pattern, wchar_t c)
{
    return pattern == L'?' || TextLower(pattern) == TextLower(c) || (IsSeparator(pattern) && IsSeparator(c));
}

// matches[j]: the pattern so far matches the first j characters.
static bool MatchByTheBook(const WideText &pattern, const WideText &text)
{
    std::vector<bool> matches(text.size() + 1, false);
    matches[0] = true;
    for (const wchar_t p : pattern) {
        std::vector<bool> next(text.size() + 1, false);
        for (size_t j = 0; j <= text.size(); j++)
            next[j] = p == L'*' ? matches[j] || (j != 0 && next[j - 1])
                                : j != 0 && matches[j - 1] && SameChar(p, text[j - 1]);
        matches = next;
    }
    return matches[text.size()];
}

static std::vector<WideText> Parts(const WideText &patterns)
{
    std::vector<WideText> parts(1);
    for (const wchar_t c : patterns) {
        if (c == L';')
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const WideText text = FromUtf8(reinterpret_cast<const char *>(data), size);
    const size_t end = std::min(text.find(L'\n'), text.size());
    const WideText patterns = text.substr(0, end), path = text.substr(std::min(end + 1, text.size()));
    const size_t separator = path.find_last_of(L"\\/");
    const WideText name = separator == WideText::npos ? path : path.substr(separator + 1);

    const std::vector<WideText> parts = Parts(patterns);
    bool modest = parts.size() <= GlobMostPatterns, matches = false;
    for (const WideText &part : parts) {
        const bool whole = part.find_first_of(L"\\/") != WideText::npos;
        modest = modest && part.size() <= GlobMostChars;
        matches = matches || (!part.empty() && MatchByTheBook(part, whole ? path : name));
    }
    Must(GlobIsModest(patterns.c_str()) == modest);
    Must(GlobMatch(patterns.c_str(), path.c_str()) == matches);
    return 0;
}
