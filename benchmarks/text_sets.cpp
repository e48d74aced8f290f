// See text_sets.h.
#include "text_sets.h"

#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <unordered_map>

#include "chm01/base/rng.h"

namespace {

std::vector<std::string> LinesOf(const std::string &path)
{
    std::vector<std::string> lines;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);)
        lines.push_back(line);
    if (lines.empty()) {
        std::fprintf(stderr, "%s has no words\n", path.c_str());
        std::exit(1);
    }
    return lines;
}

// Each step-th of all words is a key, the others are none.
TextSetOf WordSet(const std::vector<std::string> &words, size_t step)
{
    TextSetOf set;
    for (size_t i = 0; i < words.size(); i++)
        (i % step == 0 ? set.keys : set.others).push_back(words[i]);
    set.name = "words-" + std::to_string(set.keys.size());
    return set;
}

std::string RandomLetters(uint64_t stream, uint64_t draw, size_t length)
{
    std::string letters(length, ' ');
    for (size_t i = 0; i < length; i++)
        letters[i] = static_cast<char>('a' + RngDraw(stream, draw, i) % 26);
    return letters;
}

template <class Make> TextSetOf RandomSet(const std::string &name, size_t count, Make make)
{
    TextSetOf set;
    std::unordered_map<std::string, bool> seen;
    set.name = name;
    for (uint64_t draw = 0; set.others.size() < 10000; draw++) {
        const std::string text = make(draw);
        if (seen.emplace(text, true).second)
            (set.keys.size() < count ? set.keys : set.others).push_back(text);
    }
    return set;
}

} // namespace

std::string FoldedFor(const TextSetOf &set, std::string text)
{
    for (char &c : text)
        if (set.ignoreCase && c >= 'A' && c <= 'Z')
            c = static_cast<char>(c | 0x20);
    return text;
}

std::vector<TextSetOf> WordSets(const std::string &folder)
{
    const std::vector<std::string> words = LinesOf(folder + "/words.txt");
    std::vector<TextSetOf> sets;
    for (const std::string name : {"c", "rust", "cpp", "sql", "http"})
        sets.push_back({name, LinesOf(folder + "/" + name + ".txt"), words, false});
    sets.push_back({"http, ignoring case", sets.back().keys, words, true});
    sets.push_back({"html", LinesOf(folder + "/html.txt"), words, false});
    sets.push_back(WordSet(words, 6));
    sets.push_back(WordSet(words, 2));
    return sets;
}

TextSetOf Dictionary(const std::string &path)
{
    return {"dictionary", LinesOf(path), RandomWords(10000).others, false};
}

TextSetOf RandomWords(size_t count)
{
    return RandomSet("random words", count,
                     [](uint64_t draw) { return RandomLetters(31, draw, 3 + RngDraw(32, 0, draw) % 12); });
}

TextSetOf RandomPaths(size_t count)
{
    return RandomSet("paths", count, [](uint64_t draw) {
        std::string path = "/usr";
        for (uint64_t depth = 0; depth <= 2 + RngDraw(33, 0, draw) % 5; depth++) // a folder has a few names
            path += "/" + RandomLetters(34 + depth, RngDraw(35, depth, draw) % 40, 4 + RngDraw(36, depth, draw) % 6);
        return path + "/" + RandomLetters(37, draw, 4 + RngDraw(38, 0, draw) % 10) + ".h";
    });
}

namespace {

class QueryMaker {
public:
    explicit QueryMaker(const TextSetOf &set_) : set(set_)
    {
        for (size_t i = 0; i < set.keys.size(); i++)
            positions[FoldedFor(set, set.keys[i])] = static_cast<int32_t>(i);
    }
    TextQueries Make(TextAsked asked, size_t count)
    {
        TextQueries queries;
        for (uint64_t i = 0; i < count; i++)
            Add(queries, Asked(asked, i), i);
        queries.pool.append(64, '\0');
        return queries;
    }

private:
    std::string Asked(TextAsked asked, uint64_t i) const
    {
        if (asked == TextAsked::Mixed)
            asked = RngDraw(44, 0, i) % 2 == 0 ? TextAsked::Members : TextAsked::Changed;
        const std::vector<std::string> &from = asked == TextAsked::Others ? set.others : set.keys;
        std::string text = from[RngDraw(41, static_cast<uint64_t>(asked), i) % from.size()];
        if (asked != TextAsked::Changed || text.empty())
            return text;
        char &letter = text[RngDraw(42, 0, i) % text.size()];
        letter = letter == 'q' ? 'z' : 'q';
        return text;
    }
    // Each fourth letter is written the other way, where case is ignored.
    void Add(TextQueries &queries, std::string text, uint64_t i)
    {
        for (size_t at = 0; at < text.size(); at++)
            if (set.ignoreCase && std::isalpha(static_cast<unsigned char>(text[at])) && RngDraw(43, i, at) % 4 == 0)
                text[at] = static_cast<char>(text[at] ^ 0x20);
        const auto found = positions.find(FoldedFor(set, text));
        queries.starts.push_back(static_cast<uint32_t>(queries.pool.size()));
        queries.lengths.push_back(static_cast<uint32_t>(text.size()));
        queries.answers.push_back(found == positions.end() ? -1 : found->second);
        queries.pool += text;
        queries.pool += '\0'; // gperf's strings end so
    }

    const TextSetOf &set;
    std::unordered_map<std::string, int32_t> positions;
};

} // namespace

TextQueries QueriesOf(const TextSetOf &set, TextAsked asked, size_t count)
{
    return QueryMaker(set).Make(asked, count);
}
