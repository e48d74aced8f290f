/*
 * An error's file, line and column stand where build systems look for them. These tests prove that
 * in both forms, for errors with and without a line, and for messages that only seem to name one.
 */
#include "jobs/text/diagnostic.h"
#include "support/text_check.h"

namespace {

constexpr uint32_t text = 0x80041007, notFound = 0x80041000, memory = 0x8007000E;

WideText Put(DiagnosticFormat format, uint32_t code, const wchar_t *message, const wchar_t *subject = L"k.txt")
{
    wchar_t out[300];
    TextLine line = TextLineIn(out, 300);
    DiagnosticAdd(&line, format, L"tool", subject, code, message);
    return out;
}

} // namespace

TEST_CASE("file and line of an error are where compilers have theirs")
{
    const wchar_t *const message = L"C:\\a b\\k.txt: line 30, column 4: \"x\" is no number.";
    CHECK(Put(DiagnosticMsvc, text, message) == L"C:\\a b\\k.txt(30): error PH1007: \"x\" is no number.");
    CHECK(Put(DiagnosticGnu, text, message) == L"C:\\a b\\k.txt:30:4: error: PH1007: \"x\" is no number.");
    CHECK(Put(DiagnosticPlain, text, message) == L"tool: C:\\a b\\k.txt: line 30, column 4: \"x\" is no number.");
    CHECK(Put(DiagnosticMsvc, text, L"k.csv: line 2: a row is short.") == L"k.csv(2): error PH1007: a row is short.");
    CHECK(Put(DiagnosticGnu, text, L"k.csv: line 2: a row is short.") == L"k.csv:2:1: error: PH1007: a row is short.");
    CHECK(Put(DiagnosticGnu, text, L"k.csv: line 2, column x: it.") ==
          L"k.csv:2:1: error: PH1007: line 2, column x: it.");
}

TEST_CASE("of a record's column the name alone stands before the reason")
{
    for (const DiagnosticFormat format : {DiagnosticMsvc, DiagnosticGnu}) {
        const WideText place = format == DiagnosticMsvc ? L"k.csv(2): error PH1007: " : L"k.csv:2:3: error: PH1007: ";
        CHECK(Put(format, text, L"k.csv: line 2, column 3 (\"code\"): no u8: \"3 (\"): \".") ==
              place + L"column \"code\": no u8: \"3 (\"): \".");
        CHECK(Put(format, text, L"k.csv: line 2, column 3 (\"code): no") == place + L"line 2, column 3 (\"code): no");
    }
}

TEST_CASE("a key that occurs twice is where it does so for the second time")
{
    const wchar_t *const message = L"k.txt: 5 occurs twice, on lines 3 and 17.";
    CHECK(Put(DiagnosticMsvc, 0x80041006, message) == L"k.txt(17): error PH1006: 5 occurs twice, on lines 3 and 17.");
    CHECK(Put(DiagnosticGnu, 0x80041006, message) == L"k.txt:17:1: error: PH1006: 5 occurs twice, on lines 3 and 17.");
}

TEST_CASE("an error without a line names the file, or the program")
{
    CHECK(Put(DiagnosticMsvc, notFound, L"k.txt: there is none.") == L"k.txt : error PH1000: there is none.");
    CHECK(Put(DiagnosticGnu, notFound, L"k.txt: there is none.") == L"k.txt: error: PH1000: there is none.");
    CHECK(Put(DiagnosticMsvc, notFound, L"--Seeds=x: wrong.") == L"tool : error PH1000: --Seeds=x: wrong.");
    CHECK(Put(DiagnosticGnu, memory, L"nothing left", nullptr) == L"tool: error: PH8007000E: nothing left");
    CHECK(Put(DiagnosticMsvc, notFound, L"k.txt", L"") == L"tool : error PH1000: k.txt");
    CHECK(Put(DiagnosticMsvc, notFound, L"k.txt2: x, on lines 1 and 2") ==
          L"tool : error PH1000: k.txt2: x, on lines 1 and 2");
    CHECK(Put(DiagnosticMsvc, notFound, L"") == L"tool : error PH1000: ");
}

TEST_CASE("what looks like a line and is none is left alone")
{
    for (const wchar_t *message : {L"k.txt: line x: it", L"k.txt: line 99999999999999999999: it", L"k.txt: line ",
                                   L"k.txt: on lines 1 and", L"k.txt: a, on lines 1 and x"}) {
        const WideText told = Put(DiagnosticMsvc, notFound, message);
        CHECK(told == WideText(L"k.txt : error PH1000: ") + (message + 7));
    }
}
