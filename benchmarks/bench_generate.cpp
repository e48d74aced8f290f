// ./bench generate [--json] [--rounds=N] [--wine]: whole processes of perfecthash, the native
// generator: the first one, which writes the header and the table file, and one that would write
// the same again and leaves both alone. Keys are 1,000 words, 31,016 and 1,000,000 numbers. Of the
// rounds the median and the slowest are printed, in milliseconds. With --wine the processes are
// those of PerfectHashCreate, and of PerfectHashClient, which asks a server that runs.
//   --program=WORDS, --client=WORDS   a program's words, between blanks; the client's endpoint is
//                                     among them
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "key_sets.h"
#include "words.h"

extern char **environ;

namespace {

namespace fs = std::filesystem;

bool json = false;
int rounds = 51;
std::vector<std::string> program = {PERFECTHASH};
bool isClient = false;

struct Times {
    double median, slowest; // ms
};

// One process, from its start to its end.
double Generate(const std::string &keys, const std::string &out)
{
    std::vector<std::string> words = program;
    if (isClient)
        words.push_back("--TableCreate=" + keys + " " + out);
    else
        words.insert(words.end(), {keys, out});
    words.emplace_back("--Quiet");
    std::vector<char *> argv;
    for (std::string &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    const auto start = std::chrono::steady_clock::now();
    pid_t process;
    int status = 1;
    if (posix_spawnp(&process, argv[0], nullptr, nullptr, argv.data(), environ) == 0)
        waitpid(process, &status, 0);
    if (status != 0) {
        std::fprintf(stderr, "bench_generate: %s %s fails\n", argv[0], keys.c_str());
        std::exit(1);
    }
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

Times TimesOf(std::vector<double> &times)
{
    std::sort(times.begin(), times.end());
    return {times[times.size() / 2], times.back()};
}

void Compare(const fs::path &folder, const char *name, const char *file, const std::string &bytes)
{
    const fs::path keys = folder / file, out = folder / "out";
    std::ofstream(keys, std::ios::binary) << bytes;
    std::vector<double> first, again;
    for (int round = 0; round < rounds; round++) {
        fs::remove_all(out);
        first.push_back(Generate(keys, out));
        again.push_back(Generate(keys, out));
    }
    const Times one = TimesOf(first), same = TimesOf(again);
    std::printf(
        json ? "{\"bench\":\"generate\",\"keys\":\"%s\",\"firstMs\":%.2f,\"firstSlowestMs\":%.2f,\"sameMs\":%.2f,"
               "\"sameSlowestMs\":%.2f}\n"
             : "%-18s first %7.2f ms (slowest %7.2f)   unchanged %7.2f ms (slowest %7.2f)\n",
        name, one.median, one.slowest, same.median, same.slowest);
}

std::string Numbers(const char *word)
{
    const BenchKeys keys = LoadBenchKeys(word);
    return std::string(static_cast<const char *>(keys.set.keys), keys.set.count * keys.set.keySizeInBytes);
}

std::string WordLines()
{
    std::string text;
    for (int i = 0; i < 1000; i++)
        text += "word" + std::to_string(i * 7919 % 100003) + "\n";
    return text;
}

} // namespace

int main(int argc, char **argv)
{
    Words words(argc, argv);
    json = words.take("--json");
    words.take("--wine"); // is for the script
    rounds = std::max(1, words.number("--rounds=", rounds));
    for (const char *option : {"--program=", "--client="}) {
        std::istringstream given(words.text(option, ""));
        const std::vector<std::string> named{std::istream_iterator<std::string>(given), {}};
        if (!named.empty()) {
            program = named;
            isClient = option[2] == 'c';
        }
    }
    const fs::path folder = fs::temp_directory_path() / ("generate-" + std::to_string(getpid()));
    fs::create_directories(folder);
    Compare(folder, "1,000 words", "words.txt", WordLines());
    Compare(folder, "31,016 numbers", "numbers.keys", Numbers("rnd:31016"));
    Compare(folder, "1,000,000 numbers", "million.keys", Numbers("rnd:1000000"));
    fs::remove_all(folder);
    return 0;
}
