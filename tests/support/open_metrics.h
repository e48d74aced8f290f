// A strict reader of the OpenMetrics text format, version 1.0: what a server gives must be valid
// by the specification, whatever a lenient scraper would take.
#pragma once

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

struct OpenMetrics {
    const std::string text;
    std::string fault;                        // the first line that is wrong, and why; empty: none
    std::map<std::string, std::string> types; // by family
    std::map<std::string, double> samples;    // by name and labels, as they stand
    double at(const std::string &sample) const { return samples.count(sample) != 0 ? samples.at(sample) : -1; }
    explicit OpenMetrics(const std::string &text) : text(text) { Read(); }

private:
    struct Series { // of a histogram's labels except le
        std::vector<std::pair<double, double>> buckets;
        double count = -1, sum = -1;
    };
    std::string family, type, unit;
    bool sampled = false, helped = false;
    std::map<std::string, Series> series;

    bool Wrong(const std::string &line, const char *why)
    {
        if (fault.empty())
            fault = why + (": " + line);
        return false;
    }

    bool CloseFamily(const std::string &line)
    {
        if (!family.empty() && (!sampled || !helped || types[family].empty()))
            return Wrong(line, "a family without a type, a help text or a sample comes before");
        for (const auto &[labels, each] : series) {
            if (each.buckets.empty() || each.buckets.back().first != HUGE_VAL)
                return Wrong(line, "a histogram without a bucket +Inf comes before");
            if (each.count != each.buckets.back().second || each.sum < 0)
                return Wrong(line, "a histogram whose count is not its last bucket, or without a sum, comes before");
        }
        series.clear();
        return true;
    }

    static bool IsDigit(char c) { return c >= '0' && c <= '9'; }

    // A letter, or one of the others, and behind it digits, too.
    static bool IsName(const std::string &name, const char *others)
    {
        for (const char c : name)
            if (!std::isalpha(static_cast<unsigned char>(c)) && (c == 0 || !std::strchr(others, c)) && !IsDigit(c))
                return false;
        return !name.empty() && !IsDigit(name[0]);
    }

    // Digits without a zero before others, and perhaps a point and more digits.
    static bool IsNumber(const std::string &number)
    {
        const size_t point = number.find('.'), whole = std::min(point, number.size());
        const auto isDigits = [&](size_t from, size_t to) {
            return from != to && std::all_of(number.begin() + static_cast<std::ptrdiff_t>(from),
                                             number.begin() + static_cast<std::ptrdiff_t>(to), IsDigit);
        };
        return isDigits(0, whole) && (number[0] != '0' || whole == 1) &&
               (point == std::string::npos || isDigits(point + 1, number.size()));
    }

    // One with a point, and no zero at its end except a single one.
    static bool IsCanonical(const std::string &number)
    {
        const size_t point = number.find('.');
        return IsNumber(number) && point != std::string::npos && (number.back() != '0' || point + 2 == number.size());
    }

    bool Metadata(const std::string &line)
    {
        const size_t name = line.find(' ', 2) + 1, rest = name == 0 ? 0 : line.find(' ', name) + 1;
        if (rest == 0 || rest == line.size() || line[1] != ' ' || !IsName(line.substr(name, rest - 1 - name), "_:"))
            return Wrong(line, "no metadata");
        const std::string kind = line.substr(2, name - 3), of = line.substr(name, rest - 1 - name);
        const std::string value = line.substr(rest);
        if (of != family) {
            if (!CloseFamily(line))
                return false;
            if (types.count(of) != 0)
                return Wrong(line, "a family comes twice");
            family = of;
            type = unit = "";
            sampled = helped = false;
            types[family] = "";
        }
        if (sampled)
            return Wrong(line, "metadata behind a sample of its family");
        if (kind == "TYPE") {
            if (!type.empty() || std::set<std::string>{"counter", "gauge", "histogram", "info"}.count(value) == 0)
                return Wrong(line, "not one type");
            type = types[family] = value;
        } else if (kind == "UNIT") {
            unit = value;
            if (family.size() <= unit.size() + 1 || family.substr(family.size() - unit.size() - 1) != "_" + unit)
                return Wrong(line, "a family's name does not end with its unit");
        } else if (kind != "HELP") {
            return Wrong(line, "no metadata");
        } else if (helped || value.find_first_of("\\\"") != std::string::npos) {
            return Wrong(line, "not one help text without escapes");
        } else {
            helped = true;
        }
        return true;
    }

    bool Sample(const std::string &line)
    {
        const size_t open = line.find_first_of("{ ");
        const bool isLabelled = open != std::string::npos && line[open] == '{';
        const size_t close = isLabelled ? line.find_first_of("{}", open + 1) : open;
        const size_t gap = isLabelled && close != std::string::npos ? close + 1 : close;
        if (gap == std::string::npos || line[gap] != ' ' || (isLabelled && line[close] != '}') ||
            !IsName(line.substr(0, open), "_:") || !IsNumber(line.substr(gap + 1)))
            return Wrong(line, "no sample");
        const std::string name = line.substr(0, open),
                          labels = isLabelled ? line.substr(open + 1, close - open - 1) : "";
        const std::string sample = line.substr(0, gap), number = line.substr(gap + 1);
        if (family.empty() || name.compare(0, family.size(), family) != 0)
            return Wrong(line, "a sample outside of its family");
        const std::string suffix = name.substr(family.size());
        sampled = true;
        if (!samples.emplace(sample, std::atof(number.c_str())).second)
            return Wrong(line, "a sample comes twice");
        std::string others;
        double bound = -1;
        if (isLabelled && !Labels(line, labels, &others, &bound))
            return false;
        if (type == "counter")
            return suffix == "_total" && bound < 0 ? true : Wrong(line, "no sample of a counter");
        if (type == "gauge")
            return suffix.empty() && bound < 0 ? true : Wrong(line, "no sample of a gauge");
        return type == "histogram" ? Histogram(line, suffix, others, bound, samples[sample])
                                   : Wrong(line, "a sample of no type");
    }

    bool Labels(const std::string &line, const std::string &labels, std::string *others, double *bound)
    {
        std::set<std::string> names;
        std::istringstream stream(labels);
        for (std::string label; std::getline(stream, label, ',');) {
            const size_t equals = std::min(label.find("=\""), label.size());
            const std::string name = label.substr(0, equals);
            const bool isWhole = equals + 3 <= label.size() && label.back() == '"';
            const std::string value = isWhole ? label.substr(equals + 2, label.size() - equals - 3) : "\\";
            if (!IsName(name, "_") || value.find_first_of("\"\\") != std::string::npos || !names.insert(name).second)
                return Wrong(line, "no label, or one that comes twice");
            if (name != "le") {
                *others += label + ",";
            } else if (value == "+Inf") {
                *bound = HUGE_VAL;
            } else if (IsCanonical(value)) {
                *bound = std::atof(value.c_str());
            } else {
                return Wrong(line, "no canonical bound");
            }
        }
        return !names.empty() && labels.back() != ',' ? true : Wrong(line, "no labels");
    }

    bool Histogram(const std::string &line, const std::string &suffix, const std::string &labels, double bound,
                   double value)
    {
        Series &of = series[labels];
        if (suffix == "_bucket" && bound >= 0) {
            if (value != static_cast<double>(static_cast<long long>(value)))
                return Wrong(line, "a bucket that is no whole number");
            if (!of.buckets.empty() && (of.buckets.back().first >= bound || of.buckets.back().second > value))
                return Wrong(line, "a bucket that goes back");
            of.buckets.emplace_back(bound, value);
        } else if (suffix == "_count" && bound < 0 && of.count < 0) {
            of.count = value;
        } else if (suffix == "_sum" && bound < 0 && of.sum < 0) {
            of.sum = value;
        } else {
            return Wrong(line, "no sample of a histogram");
        }
        return true;
    }

    void Read()
    {
        std::istringstream stream(text);
        bool ended = false;
        if (text.empty() || text.back() != '\n')
            Wrong(text, "the last line has no end");
        for (std::string line; std::getline(stream, line) && fault.empty();) {
            if (ended)
                Wrong(line, "something behind the end");
            else if (line == "# EOF")
                ended = CloseFamily(line);
            else if (line[0] == '#' ? !Metadata(line) : !Sample(line))
                return;
        }
        if (!ended)
            Wrong("", "there is no end");
    }
};
