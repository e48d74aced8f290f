/*
 * A key that occurs twice in a text of numbers is told by its lines and as the text has it, for
 * which the job reads the text again. These tests prove that for numbers, UTF-16 and GUIDs, for
 * texts of many slices, and that positions are told where the text has changed or gone meanwhile.
 */
#include "doctest/doctest.h"

#include <functional>

#include "PerfectHashErrors.h"
#ifndef NDEBUG
#include "support/jobs/each_call_fails.h"
#endif
#include "support/jobs/fixture.h"

namespace {

struct Twice {
    Folder folder;
    TestRuntime runtime;
    std::wstring path = folder / L"twice.txt";
    std::function<void()> solved; // once the keys are read and looked at

    static void Moved(TableJob *job, void *context)
    {
        auto *const twice = static_cast<Twice *>(context);
        if (TableJobProgress(job) >= 0.2 && twice->solved) {
            twice->solved();
            twice->solved = nullptr;
        }
    }
    std::wstring told(DWORD valueBits = 0)
    {
        Request request = FileRequest(path, L"");
        request.moved = Moved;
        request.options.solve.valueBits = valueBits;
        TableJob *job = nullptr;
        REQUIRE(TableJobStart(runtime, &request, nullptr, this, &job, nullptr) == S_OK);
        const Outcome outcome = Wait(job);
        CHECK(outcome.code == PERFECTHASH_E_KEYS_DUPLICATE);
        const std::wstring before = path + L": the key ";
        CHECK(outcome.text.substr(0, before.size()) == before);
        return outcome.text.substr(before.size());
    }
};

std::string Wide(const std::string &text)
{
    std::string wide = "\xFF\xFE";
    for (const char c : text)
        wide += std::string{c, 0};
    return wide;
}

} // namespace

TEST_CASE_FIXTURE(Twice, "a number that occurs twice is told by its lines, and as they write it")
{
    for (const std::string &text :
         {std::string("# keys\r\n\r\n52083\n0xCB73 # again\n7"), Wide("#\n\n52083\n0xCB73\n")}) {
        WriteText(path, text);
        CHECK(told() ==
              L"52083 occurs twice, on lines 3 and 4 (there as 0xCB73); --KeyType=Text makes every line a text key.");
    }
    WriteText(path, "0xCB73\n0xCB73\n");
    CHECK(told() == L"0xCB73 occurs twice, on lines 1 and 2.");
    WriteText(path, "{00112233-4455-6677-8899-aabbccddeeff}\n\n00112233-4455-6677-8899-AABBCCDDEEFF\n");
    CHECK(told() == L"{00112233-4455-6677-8899-aabbccddeeff} occurs twice, on lines 1 and 3 (there as "
                    L"00112233-4455-6677-8899-AABBCCDDEEFF); --KeyType=Text makes every line a text key.");
    WriteText(path, "1\n2\n01\n");
    CHECK(told() == L"1 occurs twice, on lines 1 and 3 (there as 01); --KeyType=Text makes every line a text key.");
}

TEST_CASE_FIXTURE(Twice, "in a large text, and beside values, too")
{
    std::string text;
    for (int key = 0; key < 300000; key++)
        text += std::to_string(key) + "\n";
    for (const std::string &twice : {text + "299999\n", Wide(text + "299999\n")}) {
        WriteText(path, twice);
        CHECK(told() == L"299999 occurs twice, on lines 300000 and 300001.");
    }
    WriteText(path, "5\n6\n5\n");
    WriteText(path + L".values", "abc");
    CHECK(told(8) == L"5 occurs twice, on lines 1 and 3.");
}

TEST_CASE_FIXTURE(Twice, "positions are told of a text that has gone, or that has other keys now")
{
    const auto rewritten = [&](const std::string &text) {
        WriteText(path, "5\n6\n0x5\n");
        solved = [&, text] { WriteText(path, text); };
        return told();
    };
    const std::wstring positions = L"5 occurs twice, at positions 0 and 2.";
    for (const char *text : {"5\n6\n7\n", "5\n", "5\n6\nfive\n", "five\nsix\nfive\n", ""})
        CHECK(rewritten(text) == positions);
    CHECK(rewritten("\n5\n6\n5\n") == L"5 occurs twice, on lines 2 and 4.");
    WriteText(path, "5\n6\n5\n");
    solved = [&] { CHECK(DeleteFileW(path.c_str())); };
    CHECK(told() == positions);
    WriteText(path, "{00112233-4455-6677-8899-aabbccddeeff}\n{00112233-4455-6677-8899-aabbccddeeff}\n");
    solved = [&] { WriteText(path, "7\n8\n"); };
    CHECK(told() == L"00112233-4455-6677-8899-aabbccddeeff occurs twice, at positions 0 and 1.");
}

#ifndef NDEBUG
TEST_CASE("whichever Win32 call fails, a key is told by its lines or its positions, or the failure is")
{
    Folder folder;
    int lines = 0, positions = 0;
    const std::wstring path = folder / L"twice.txt";
    WriteText(path, "5\n6\n0x5\n");
    EachCallFails([&](Runtime *runtime) {
        const Outcome outcome = Run(runtime, FileRequest(path, L""));
        CHECK(FAILED(outcome.code));
        CHECK_FALSE(outcome.text.empty());
        lines += Contains(outcome.text, L"on lines 1 and 3");
        positions += Contains(outcome.text, L"at positions 0 and 2");
    });
    CHECK(lines >= 3);
    CHECK(positions != 0);
}
#endif
