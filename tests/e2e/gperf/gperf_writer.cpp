// gperf_writer [--questions] INPUT [OPTION...]: does what gperf does with a file and options: it
// writes the source to the standard output, and what is wrong to the standard error. With
// --questions it writes the keywords and 10,000 other words, each behind its length of 4 bytes.
#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include "chm01/base/line_count.h"
#include "chm01/base/rng.h"
#include "chm01/emit/source_gperf.h"
#include "support/chm01/table_maker.h"

namespace {

std::string Contents(const char *path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw std::runtime_error(std::string("can't read ") + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

[[noreturn]] void Fail(const std::string &input, const ChmError &error)
{
    const std::string where = input + ":" + std::to_string(error.numbers[0]) + ":" + std::to_string(error.numbers[1]);
    throw std::runtime_error(where + ": " + (error.reason != nullptr ? error.reason : "no keywords"));
}

// A word as the line of options has it.
std::string Quoted(const std::string &word)
{
    return word.find('\'') == std::string::npos ? "'" + word + "'" : "\"" + word + "\"";
}

// A file that was read, with what it lies in.
struct Input {
    std::string path, text, line;
    GperfOptions options{};
    GperfFile file{};
    AlignedBytes memory;

    Input(const std::string &path_, const std::string &line_)
        : path(path_), text(Contents(path_.c_str())), line(line_),
          memory(GperfBound(text.size(), LineEndsOf(text.data(), text.size())))
    {
        ChmError error{};
        const char *word;
        if (GperfOptionsRead(&line[0], &options, &word, &error) != ChmOk)
            throw std::runtime_error(std::string(word) + ": " + error.reason);
        if (GperfRead(text.data(), text.size(), &options, memory.data(), memory.size(), &file, &error) != ChmOk)
            Fail(path, error);
    }
};

// One word that is hardly another one than a keyword, or any word.
std::string Other(const std::string &keyword, uint64_t i, bool ascii)
{
    std::string other = keyword;
    const size_t at = RngDraw(1, 1, i) % other.size();
    switch (RngDraw(1, 2, i) % 7) {
    case 0: other.erase(at, 1); break;
    case 1: other.insert(at, 1, other[at]); break;
    case 2: other[at] = static_cast<char>(other[at] ^ 0x20); break;
    case 3: other[at] = static_cast<char>(other[at] ^ 1 << RngDraw(1, 3, i) % 7); break;
    case 4: std::swap(other[at], other[other.size() - 1 - at]); break;
    case 5: other += static_cast<char>('a' + RngDraw(1, 4, i) % 26); break;
    default:
        for (size_t k = 0; k < other.size(); k++)
            other[k] = static_cast<char>(ascii ? ' ' + RngDraw(k, 5, i) % 95 : RngDraw(k, 5, i));
    }
    return other;
}

std::string QuestionsOf(const Input &input)
{
    const TextKeys &keys = input.file.keywords;
    const bool ascii = (input.options.flags & GperfSevenBit) != 0,
               nuls = (input.file.options.flags & GperfLengths) != 0;
    std::string questions;
    const auto ask = [&](const std::string &word) {
        for (int shift = 0; shift < 32; shift += 8)
            questions += static_cast<char>(word.size() >> shift);
        questions += word;
    };
    const auto keyword = [&](size_t i) {
        return std::string(reinterpret_cast<const char *>(TextKeysAt(&keys, i)), keys.lengths[i]);
    };
    for (size_t i = 0; i < keys.count; i++)
        ask(keyword(i));
    for (size_t i = 0, asked = 0; asked < 10000; i++) {
        const std::string other = Other(keyword(i % keys.count), i, ascii);
        if (!nuls && other.find('\0') != std::string::npos)
            continue; // gperf would read a shorter word
        ask(other);
        asked++;
    }
    return questions;
}

std::string SourceOf(const Input &input)
{
    const GperfFile &file = input.file;
    ChmError error{};
    TextKeys keys = file.keywords;
    keys.count = file.distinct;
    const TextTableOptions tableOptions = {(file.options.flags & GperfIgnoreCase) != 0, 0};
    AlignedBytes tableMemory(TextTableBound(&keys, tableOptions.ignoreCase));
    TextTable table;
    if (TextTableBuild(&keys, &tableOptions, tableMemory.data(), tableMemory.size(), &table, &error) != ChmOk) {
        error.reason = "the keyword occurs twice";
        error.numbers[0] = file.lines[error.numbers[1]];
        error.numbers[1] = file.lines[error.numbers[2]];
        Fail(input.path, error);
    }
    const SourceGperf source = {&file, &table, input.path.c_str(), nullptr};
    std::string out(SourceGperfBound(&source), ' ');
    SourceText text{};
    text.out = &out[0];
    Work work = WorkAll();
    if (!SourceGperfWriteOn(&source, &work, &text) || text.length > out.size())
        throw std::runtime_error("the source is longer than its bound");
    out.resize(text.length);
    return out;
}

}

int main(int argumentCount, char **arguments)
{
    const bool asks = argumentCount > 1 && std::string(arguments[1]) == "--questions";
    const int first = asks ? 2 : 1;
    if (argumentCount <= first)
        return 2;
    std::string line;
    for (int i = first + 1; i < argumentCount; i++)
        line += Quoted(arguments[i]) + " ";
    try {
        const Input input(arguments[first], line);
        const std::string out = asks ? QuestionsOf(input) : SourceOf(input);
        std::fwrite(out.data(), 1, out.size(), stdout);
    } catch (const std::exception &failure) {
        std::cerr << "gperf_writer: " << failure.what() << "\n";
        return 1;
    }
    return 0;
}
