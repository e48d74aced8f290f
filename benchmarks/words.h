// The words of a benchmark's command line: options, which it takes out, and the rest.
#pragma once

#include <string>
#include <vector>

class Words {
public:
    Words(int argc, char **argv) : words(argv + 1, argv + argc) {}

    // Whether the option is there.
    bool take(const std::string &option)
    {
        bool there = false;
        std::vector<std::string> left;
        for (const std::string &word : words)
            if (word == option)
                there = true;
            else
                left.push_back(word);
        words = left;
        return there;
    }

    // What follows `start` ("--rounds=") in the last word that begins so; `otherwise` without one.
    std::string text(const std::string &start, const std::string &otherwise)
    {
        std::string found = otherwise;
        std::vector<std::string> left;
        for (const std::string &word : words)
            if (word.rfind(start, 0) == 0)
                found = word.substr(start.size());
            else
                left.push_back(word);
        words = left;
        return found;
    }
    int number(const std::string &start, int otherwise) { return std::stoi(text(start, std::to_string(otherwise))); }

    // The words that were not taken, or these when there are none.
    std::vector<std::string> rest(const std::vector<std::string> &otherwise = {}) const
    {
        return words.empty() ? otherwise : words;
    }

private:
    std::vector<std::string> words;
};
