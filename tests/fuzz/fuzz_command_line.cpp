// Any text as a command line: its words, joined, are split into the same words. And its words as
// options of every kind: what they have come to is written as options that come to the same.
#include <cstring>
#include <vector>

#include "jobs/text/command_line.h"
#include "jobs/text/option_text.h"
#include "jobs/text/text.h"
#include "must.h"
#include "support/option_table.h"
#include "support/wide_text.h"

using Words = std::vector<WideText>;

// The last one may be repeated, which is not written again.
enum { WrittenOptions = sizeof table / sizeof *table - 1 };

static std::vector<const wchar_t *> Pointers(const Words &words)
{
    std::vector<const wchar_t *> pointers;
    for (const WideText &word : words)
        pointers.push_back(word.c_str());
    return pointers;
}

static Words Split(const WideText &line)
{
    // Of its own size, so that the sanitizer sees a step too far.
    const std::vector<wchar_t> exact(line.c_str(), line.c_str() + line.size() + 1);
    int count;
    wchar_t **const split = CommandLineSplit(exact.data(), &count);
    Must(split != nullptr && count >= 0 && split[count] == nullptr);
    const Words words(split, split + count);
    CommandLineFree(split);
    return words;
}

static WideText Join(const Words &words)
{
    wchar_t *const line = CommandLineJoin(int(words.size()), Pointers(words).data());
    Must(line != nullptr);
    const WideText copy = line;
    TextFree(line);
    return copy;
}

// False: they are wrong. *others: the words that are no options. The target's texts are of the
// words.
static bool Parse(const Words &words, Target *target, Words *others)
{
    const std::vector<const wchar_t *> argv = Pointers(words);
    const OptionGroup group = {table, WrittenOptions, target};
    OptionLine line = {&group, 1, int(argv.size()), argv.data(), 0, false};
    OptionError error;
    const wchar_t *word = nullptr;
    std::memset(&error, '?', sizeof error);
    for (;;) {
        const int before = line.at;
        Target unchanged;
        std::memcpy(&unchanged, target, sizeof unchanged);
        const OptionStatus status = OptionNext(&line, &word, &error);
        Must(line.at >= before && line.at <= line.argc);
        if (status == OptionEnd)
            return true;
        if (status == OptionWordTaken) {
            others->push_back(word);
        } else if (status != OptionTaken) {
            Must(error.status == status && TextLength(error.subject) != 0 &&
                 TextLength(error.reason) < OPTION_REASON_CHARS);
            Must(std::memcmp(&unchanged, target, sizeof unchanged) == 0);
            return false;
        }
    }
}

static void TryOptions(const Words &words)
{
    const Target nothing = {};
    Target target = {}, again = {};
    Words others, othersAgain, written;
    if (!Parse(words, &target, &others))
        return;
    for (size_t i = 0; i < WrittenOptions; i++) {
        if (!OptionDiffers(&table[i], &target, &nothing))
            continue;
        wchar_t *const text = OptionWrite(&table[i], &target);
        Must(text != nullptr);
        written.push_back(text);
        TextFree(text);
    }
    written.push_back(L"--");
    written.insert(written.end(), others.begin(), others.end());
    const Words split = Split(Join(written));
    Must(split == written && Parse(split, &again, &othersAgain) && othersAgain == others);
    for (size_t i = 0; i < WrittenOptions; i++)
        Must(!OptionDiffers(&table[i], &again, &target));
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const WideText text = FromUtf8(reinterpret_cast<const char *>(data), size);
    const Words words = Split(text);
    Must(Split(Join(words)) == words);
    TryOptions(words);

    Words lines(1); // words that hold blanks and quotes as they are
    for (const wchar_t c : text) {
        if (c == L'\n')
            lines.emplace_back();
        else
            lines.back() += c;
    }
    Must(Split(Join(lines)) == lines);
    TryOptions(lines);
    return 0;
}
