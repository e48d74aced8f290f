/*
 * These tests write metrics and read them strictly. A histogram has its cumulative buckets, count
 * and sum; seconds are decimal numbers; the reader refuses what the format does not allow, so that
 * a text that it takes is valid.
 */
#include "jobs/text/metrics_text.h"

#include <doctest/doctest.h>

#include <memory>

#include "support/open_metrics.h"

namespace {

struct Text {
    Utf8Text of = {};
    ~Text() { Utf8Free(&of); }
    std::string text() const { return std::string(of.bytes, of.length); }
};

} // namespace

TEST_CASE("families of each type are valid by the specification")
{
    Text out;
    const std::unique_ptr<Histogram> histogram(new Histogram());
    for (const uint64_t microseconds : {0, 100, 101, 1500000, 1500000})
        HistogramAdd(histogram.get(), microseconds);
    HistogramAdd(histogram.get(), 6000000000);
    MetricsFamily(&out.of, "a_bytes", "counter", "bytes", "Bytes.");
    MetricsSample(&out.of, "a_bytes", "_total", "kind=\"x\"", 18446744073709551615u);
    MetricsFamily(&out.of, "b_seconds", "gauge", "seconds", "A time.");
    MetricsSeconds(&out.of, "b_seconds", "", nullptr, 1234500);
    MetricsFamily(&out.of, "c_seconds", "histogram", "seconds", "Times.");
    MetricsHistogram(&out.of, "c_seconds", "kind=\"x\"", histogram.get());
    MetricsEnd(&out.of);
    const OpenMetrics read(out.text());
    CHECK_MESSAGE(read.fault.empty(), read.fault);
    CHECK(out.text().find("# TYPE a_bytes counter\n# UNIT a_bytes bytes\n# HELP a_bytes Bytes.\n"
                          "a_bytes_total{kind=\"x\"} 18446744073709551615\n") == 0);
    CHECK(out.text().find("\nb_seconds 1.2345\n") != std::string::npos);
    CHECK(out.text().find("\nc_seconds_sum{kind=\"x\"} 6003.000201\n# EOF\n") != std::string::npos);
    CHECK(read.at("c_seconds_bucket{kind=\"x\",le=\"0.0001\"}") == 2);
    CHECK(read.at("c_seconds_bucket{kind=\"x\",le=\"0.0005\"}") == 3);
    CHECK(read.at("c_seconds_bucket{kind=\"x\",le=\"1.0\"}") == 3);
    CHECK(read.at("c_seconds_bucket{kind=\"x\",le=\"5.0\"}") == 5);
    CHECK(read.at("c_seconds_bucket{kind=\"x\",le=\"5000.0\"}") == 5);
    CHECK(read.at("c_seconds_bucket{kind=\"x\",le=\"+Inf\"}") == 6);
    CHECK(read.at("c_seconds_count{kind=\"x\"}") == 6);
}

TEST_CASE("the reader refuses what the format does not allow")
{
    const std::string good = "# TYPE a counter\n# HELP a Text.\na_total 1\n# EOF\n";
    CHECK(OpenMetrics(good).fault.empty());
    for (const char *bad : {
             "",
             "# EOF",
             "# TYPE a counter\n# HELP a Text.\na_total 1\n",
             "# TYPE a counter\n# HELP a Text.\na_total 1\n# EOF\n\n",
             "# TYPE a counter\n# HELP a Text.\na 1\n# EOF\n",
             "# TYPE a counter\na_total 1\n# EOF\n",
             "# TYPE a counter\n# HELP a Text.\n# EOF\n",
             "# TYPE a counter\n# HELP a Text.\na_total 1\na_total 1\n# EOF\n",
             "# TYPE a counter\n# HELP a Text.\na_total -1\n# EOF\n",
             "# TYPE a counter\n# HELP a Text.\na_total 01\n# EOF\n",
             "# TYPE a counter\n# HELP a Text.\na_total 1.\n# EOF\n",
             "# TYPE a counter\n# HELP a Text.\na_total  1\n# EOF\n",
             "#TYPE a counter\n# HELP a Text.\na_total 1\n# EOF\n",
             "# TYPE a counter\n# KIND a Text.\n# HELP a Text.\na_total 1\n# EOF\n",
             "# TYPE 1a counter\n# HELP 1a Text.\n1a_total 1\n# EOF\n",
             "# TYPE a counter\n# HELP a Text.\na_total{x=\"1\" 1\n# EOF\n",
             "# TYPE a counter\n# HELP a Text.\na_total{x=\"1\"\"} 1\n# EOF\n",
             "# TYPE a counter\n# HELP a Text.\na_total{x=1} 1\n# EOF\n",
             "# TYPE a counter\n# HELP a Text.\na_total{x=\"1\",} 1\n# EOF\n",
             "# TYPE a counter\n# HELP a Text.\n\na_total 1\n# EOF\n",
             "# TYPE a counter\n# HELP a Text.\nb_total 1\n# EOF\n",
             "# TYPE a counter\n# UNIT a bytes\n# HELP a Text.\na_total 1\n# EOF\n",
             "# TYPE a gauge\n# HELP a Text.\na_total 1\n# EOF\n",
             "# TYPE a gauge\n# HELP a Text.\na 1\n# TYPE b gauge\n# HELP b Text.\nb 1\n# TYPE a gauge\n# EOF\n",
             "# TYPE a histogram\n# HELP a Text.\na_bucket{le=\"1.0\"} 1\na_count 1\na_sum 1.0\n# EOF\n",
             "# TYPE a histogram\n# HELP a Text.\na_bucket{le=\"1.0\"} 2\n"
             "a_bucket{le=\"+Inf\"} 1\na_count 1\na_sum 1.0\n# EOF\n",
             "# TYPE a histogram\n# HELP a Text.\na_bucket{le=\"+Inf\"} 1\na_count 2\na_sum 1.0\n# EOF\n",
             "# TYPE a histogram\n# HELP a Text.\na_bucket{le=\"1\"} 1\n"
             "a_bucket{le=\"+Inf\"} 1\na_count 1\na_sum 1.0\n# EOF\n",
             "# TYPE a histogram\n# HELP a Text.\na_bucket{le=\"+Inf\"} 1\na_count 1\n# EOF\n",
         }) {
        CAPTURE(bad);
        CHECK_FALSE(OpenMetrics(bad).fault.empty());
    }
}
