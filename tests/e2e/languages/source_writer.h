// What language_writer and rows_writer share: a table's source code, which must be within its bound
// and the same again, and how a program of theirs ends.
#pragma once

#include <cstdio>
#include <cstring>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <string>

#include "chm01/language/language.h"

inline void Refuse(bool isBad, const std::string &reason)
{
    if (isBad)
        throw std::runtime_error(reason);
}

inline void WriteFile(const std::string &name, const std::string &bytes)
{
    std::ofstream file(name, std::ios::binary);
    file << bytes;
    Refuse(!file.flush(), "can't write " + name);
}

inline std::string SourceOf(const Language &language, const SourceInput &source)
{
    const char *const reason = LanguageRefuses(&language, &source);
    const std::string name = source.name;
    Refuse(reason != nullptr, name + ": " + (reason != nullptr ? reason : ""));
    std::string text(LanguageBound(&language, &source), '?');
    SourceText written{};
    written.out = text.data();
    Work work = WorkAll();
    LanguageWriteOn(&language, &source, &work, &written);
    Refuse(written.length > text.size(), name + " is longer than its bound");
    text.resize(written.length);
    Refuse(!LanguageIsSame(&language, &source, text.data(), text.size()), name + " is not the same again");
    return text;
}

// Returns the names of tables in the namespace that an argument says, which may be missing.
inline SourceNames NamesIn(int argumentCount, char **arguments, int at)
{
    SourceNames names = {"Apache-2.0 OR MIT", "", "", SourceAsIs};
    if (at < argumentCount)
        std::strncpy(names.namespaceOf, arguments[at], sizeof names.namespaceOf - 1);
    return names;
}

// Runs the body of a main function, whose first argument is a language; returns the exit code.
template <class Body> int Ended(const char *program, int argumentCount, char **arguments, int least, Body body)
{
    const Language *const language = argumentCount >= least ? LanguageNamed(arguments[1]) : nullptr;
    if (language == nullptr)
        return 2;
    try {
        body(*language);
    } catch (const std::exception &failure) {
        std::fprintf(stderr, "%s: %s\n", program, failure.what());
        return 1;
    }
    return 0;
}
