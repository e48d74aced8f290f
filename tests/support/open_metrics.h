// A strict reader of the OpenMetrics text format, version 1.0: what a server gives must be valid
// by the specification, whatever a lenient scraper would take.
#pragma once

#include <cmath>
#include <cstdlib>
#include <map>
#include <regex>
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

    bool Metadata(const std::string &line)
    {
        std::smatch part;
        if (!std::regex_match(line, part, std::regex("# (TYPE|UNIT|HELP) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)")))
            return Wrong(line, "no metadata");
        if (part[2] != family) {
            if (!CloseFamily(line))
                return false;
            if (types.count(part[2]) != 0)
                return Wrong(line, "a family comes twice");
            family = part[2];
            type = unit = "";
            sampled = helped = false;
            types[family] = "";
        }
        if (sampled)
            return Wrong(line, "metadata behind a sample of its family");
        if (part[1] == "TYPE") {
            if (!type.empty() || !std::regex_match(part[3].str(), std::regex("counter|gauge|histogram|info")))
                return Wrong(line, "not one type");
            type = types[family] = part[3];
        } else if (part[1] == "UNIT") {
            unit = part[3];
            if (family.size() <= unit.size() + 1 || family.substr(family.size() - unit.size() - 1) != "_" + unit)
                return Wrong(line, "a family's name does not end with its unit");
        } else if (helped || part[3].str().find_first_of("\\\"") != std::string::npos) {
            return Wrong(line, "not one help text without escapes");
        } else {
            helped = true;
        }
        return true;
    }

    bool Sample(const std::string &line)
    {
        std::smatch part;
        const std::regex sample("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{([^{}]*)\\})? (0|[1-9][0-9]*|(0|[1-9][0-9]*)\\.[0-9]+)");
        if (!std::regex_match(line, part, sample))
            return Wrong(line, "no sample");
        const std::string name = part[1], labels = part[3];
        if (family.empty() || name.compare(0, family.size(), family) != 0)
            return Wrong(line, "a sample outside of its family");
        const std::string suffix = name.substr(family.size());
        sampled = true;
        if (!samples.emplace(name + part[2].str(), std::atof(part[4].str().c_str())).second)
            return Wrong(line, "a sample comes twice");
        std::string others;
        double bound = -1;
        if (part[2].matched && !Labels(line, labels, &others, &bound))
            return false;
        if (type == "counter")
            return suffix == "_total" && bound < 0 ? true : Wrong(line, "no sample of a counter");
        if (type == "gauge")
            return suffix.empty() && bound < 0 ? true : Wrong(line, "no sample of a gauge");
        return type == "histogram" ? Histogram(line, suffix, others, bound, samples[name + part[2].str()])
                                   : Wrong(line, "a sample of no type");
    }

    bool Labels(const std::string &line, const std::string &labels, std::string *others, double *bound)
    {
        std::set<std::string> names;
        std::istringstream stream(labels);
        std::smatch part;
        for (std::string label; std::getline(stream, label, ',');) {
            if (!std::regex_match(label, part, std::regex("([a-zA-Z_][a-zA-Z0-9_]*)=\"([^\"\\\\]*)\"")) ||
                !names.insert(part[1]).second)
                return Wrong(line, "no label, or one that comes twice");
            if (part[1] != "le") {
                *others += label + ",";
            } else if (part[2] == "+Inf") {
                *bound = HUGE_VAL;
            } else if (std::regex_match(part[2].str(), std::regex("(0|[1-9][0-9]*)\\.([0-9]*[1-9]|0)"))) {
                *bound = std::atof(part[2].str().c_str());
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
