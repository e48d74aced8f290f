// Is a source text closed: does every string, comment and bracket of it end where its language ends
// it? A small reader of each language's lexical rules, which knows nothing of what wrote the text.
#pragma once

#include <cstring>
#include <string>

class Closed {
public:
    // extension: of the text's file, from its first dot on.
    Closed(const std::string &given, const std::string &extension) : text(given), kind(extension) {}

    bool IsIt()
    {
        for (const char c : text)
            if (c != '\n' && c != '\t' && (c < ' ' || c > '~'))
                return false;
        if (kind == ".vcxproj")
            return IsXml();
        if (kind == ".psm1")
            return IsScript();
        if (kind == ".java" && !TakeEscapes())
            return false;
        return IsCode();
    }

private:
    bool Is(const char *kinds) const
    {
        return (" " + std::string(kinds) + " ").find(" " + kind + " ") != std::string::npos;
    }
    bool Begins(const char *word) const { return text.compare(at, std::strlen(word), word) == 0; }

    // Goes behind the word; false: the text ends before it.
    bool Skip(const char *word)
    {
        const size_t found = text.find(word, at);
        at = found == std::string::npos ? text.size() : found + std::strlen(word);
        return found != std::string::npos;
    }

    // Java takes \u0022 for a quote before it looks for one.
    bool TakeEscapes()
    {
        std::string taken;
        for (size_t i = 0; i < text.size(); i++) {
            if (text[i] != '\\' || i + 1 == text.size()) {
                taken += text[i];
            } else if (text[i + 1] != 'u') {
                taken += text.substr(i++, 2);
            } else {
                size_t digits = 0;
                const std::string number = text.substr(i + 2, 4);
                const unsigned long unit = std::stoul("0" + number, &digits, 16);
                if (number.size() != 4 || digits != 5)
                    return false;
                taken += unit < 128 ? static_cast<char>(unit) : 'x';
                i += 5;
            }
        }
        text = taken;
        return true;
    }

    bool Comment()
    {
        size_t depth = 0;
        do {
            const bool isEnd = Begins("*/");
            depth += Begins("/*") && (depth == 0 || kind == ".rs");
            depth -= isEnd;
            at += Begins("/*") || isEnd ? 2 : 1;
        } while (depth != 0 && at < text.size());
        return depth == 0;
    }

    bool Quoted(char quote)
    {
        const bool continues = Is(".rs .mjs .d.mts"), isC = Is(".h .c");
        for (at++; at < text.size() && text[at] != quote; at++) {
            if (text[at] == '\\' && at + 1 < text.size() && (text[at + 1] != '\n' || continues))
                at++;
            else if (text[at] == '\n' || text[at] == '\\')
                return false;
            else if (isC && text.compare(at, 2, "\?\?") == 0) // a backslash may be written so
                return false;
        }
        return at++ < text.size();
    }

    // A character, or a lifetime of Rust.
    bool Single()
    {
        if (kind == ".rs" && text[at + 1] != '\\' && (at + 2 >= text.size() || text[at + 2] != '\'')) {
            at++;
            return true;
        }
        return Quoted('\'');
    }

    bool Raw()
    {
        at++;
        return kind == ".go" && Skip("`");
    }

    bool Bracket()
    {
        static const char brackets[] = "([{)]}";
        const char *const found = std::strchr(brackets, text[at++]);
        if (found == nullptr)
            return true;
        if (found < brackets + 3) {
            open += found[3];
            return true;
        }
        if (open.empty() || open.back() != *found)
            return false;
        open.pop_back();
        return true;
    }

    bool Token()
    {
        const bool isHash = Is(".py .txt .toml .psm1");
        if (isHash ? Begins("#") : Begins("//"))
            return Skip("\n");
        if (!isHash && Begins("/*"))
            return Comment();
        if (Begins("\"\"\"")) {
            at += 3;
            return kind == ".py" && Skip("\"\"\"");
        }
        return Begins("\"") ? Quoted('"') : Begins("'") ? Single() : Begins("`") ? Raw() : Bracket();
    }

    bool IsCode()
    {
        if (text.find("\?\?/\n") != std::string::npos) // which joins two lines, to some compilers
            return false;
        for (at = 0; at < text.size();)
            if (!Token())
                return false;
        return open.empty();
    }

    // A module of PowerShell: comments, and one text, which is C#.
    bool IsScript()
    {
        while (Begins("#"))
            if (!Skip("\n"))
                return false;
        if (!Skip("@'\n"))
            return false;
        const size_t from = at;
        if (!Skip("\n'@") || at + 1 != text.size())
            return false;
        return Closed(text.substr(from, at - from - 3) + "\n", ".cs").IsIt();
    }

    bool Tag()
    {
        const size_t from = ++at;
        bool isQuoted = false;
        for (; at < text.size() && (isQuoted || text[at] != '>'); at++) {
            isQuoted ^= text[at] == '"';
            if (text[at] == '<')
                return false;
        }
        if (at++ == text.size())
            return false;
        const std::string tag = text.substr(from, at - from - 1), name = tag.substr(0, tag.find(' '));
        if (tag[0] == '?' || tag.back() == '/')
            return true;
        if (tag[0] != '/')
            elements += "<" + name;
        else if (elements.size() < name.size() ||
                 elements.substr(elements.size() - name.size()) != "<" + name.substr(1))
            return false;
        else
            elements.resize(elements.size() - name.size());
        return true;
    }

    bool IsXml()
    {
        for (at = 0; at < text.size();) {
            if (Begins("<!--")) {
                at += 4;
                if (!Skip("--") || !Begins(">"))
                    return false;
            } else if (Begins("<")) {
                if (!Tag())
                    return false;
            } else if (text[at++] == '&') {
                return false;
            }
        }
        return elements.empty();
    }

    std::string text, kind, open, elements;
    size_t at = 0;
};
