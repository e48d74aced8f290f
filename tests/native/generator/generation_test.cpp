/*
 * Makes tables by the native generator in a folder of its own. A table is written, and is left
 * alone with its time when it would be the same again. Each allocation fails once, for keys of each
 * kind: the generation then fails for want of memory, and leaves no file and no block behind.
 */
#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "PerfectHashErrors.h"
#include "native/generator/command.h"
#include "native/generator/failure_text.h"
#include "native/generator/generation.h"
#include "support/out_of_memory.h"
#include "support/wide_text.h"

namespace {

namespace fs = std::filesystem;

struct Folder {
    Folder()
    {
        std::string name = (fs::temp_directory_path() / "perfecthash-XXXXXX").string();
        path = mkdtemp(name.data());
    }
    ~Folder() { fs::remove_all(path); }
    std::string Put(const char *name, const std::string &bytes) const
    {
        const fs::path file = path / name;
        std::ofstream(file, std::ios::binary) << bytes;
        return file.string();
    }
    size_t Files() const
    {
        size_t count = 0;
        const fs::path out = path / "out";
        if (fs::exists(out))
            for (const auto &entry : fs::recursive_directory_iterator(out))
                count += entry.is_regular_file();
        return count;
    }
    fs::path path;
};

std::string Bytes(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

struct Made {
    HRESULT code;
    std::string text; // of a failure
};

Made Make(const std::vector<std::string> &words)
{
    std::vector<char *> argv;
    for (const std::string &word : words)
        argv.push_back(const_cast<char *>(word.c_str()));
    NativeCommand command;
    Failure failure;
    Made made = {NativeCommandParse(int(argv.size()), argv.data(), &command, &failure), ""};
    if (SUCCEEDED(made.code)) {
        Generation generation;
        made.code = GenerationRun(&generation, &command.table, command.depFile, &failure);
        GenerationFree(&generation);
    }
    NativeCommandFree(&command);
    if (FAILED(made.code)) {
        wchar_t text[FAILURE_TEXT_CHARS];
        FailureMessage(&failure, text, FAILURE_TEXT_CHARS);
        made.text = ToUtf8(text);
    }
    return made;
}

// Keys of each kind, and an option that they need.
struct Kind {
    const char *name;
    std::string bytes;
    const char *option;
};
const Kind kinds[] = {
    {"numbers.txt", "404\n200\n0x1F4\n", "--Contains"},
    {"packed.keys", std::string("\1\0\0\0\2\0\0\0\7\0\0\0", 12), "--Ranges"},
    {"words.txt", "if\nelse\nwhile\n", "--IgnoreCase"},
    {"utf16.txt",
     std::string("\xff\xfe"
                 "1\0\n\0"
                 "2\0\n\0",
                 10),
     "--Durable"},
    {"rows.csv", "name,port:u16\nhttp,80\nssh,22\n", "--KeyColumn=name"},
    {"months.gperf", "%%\njanuary\nfebruary\n%%\n", "--RngSeed=1"},
};

} // namespace

TEST_CASE("a table is written, and is left alone when it would be the same again")
{
    const Folder folder;
    const std::string keys = folder.Put("codes.txt", "404\n200\n500\n"), out = (folder.path / "out").string();
    REQUIRE(Make({keys, out}).code == S_OK);
    CHECK(folder.Files() == 2);
    const fs::path header = folder.path / "out/codes_Chm01_Quadx_And/codes.h";
    const auto early = fs::file_time_type::clock::now() - std::chrono::hours(1);
    fs::last_write_time(header, early);
    REQUIRE(Make({keys, out}).code == S_OK);
    CHECK(fs::last_write_time(header) == early);
    fs::permissions(header, fs::perms::owner_read | fs::perms::owner_write);
    folder.Put("codes.txt", "404\n200\n501\n");
    REQUIRE(Make({keys, out}).code == S_OK);
    CHECK(fs::last_write_time(header) != early);
    CHECK(fs::status(header).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(folder.Files() == 2);
}

TEST_CASE("what can't be read or written is named")
{
    const Folder folder;
    const std::string keys = folder.Put("codes.txt", "404\n200\n500\n"), missing = (folder.path / "no.txt").string();
    CHECK(Make({missing}).text == missing + ": there is no such keys file.");
    CHECK(Make({folder.path.string()}).code == PERFECTHASH_E_KEYS_IS_DIRECTORY);
    const Made below = Make({keys, keys});
    CHECK(below.code == PERFECTHASH_E_OUTPUT_DIRECTORY);
    CHECK(below.text.find("codes.txt") != std::string::npos);
    fs::create_directories(folder.path / "out/codes_Chm01_Quadx_And/codes.pht");
    const Made inWay = Make({keys, (folder.path / "out").string()});
    CHECK(inWay.code == PERFECTHASH_E_OUTPUT_WRITE);
    CHECK(inWay.text.find("codes.pht") != std::string::npos);
    CHECK(folder.Files() == 0);
}

TEST_CASE("an option of the runtime or the server is refused by its name")
{
    for (const char *option : {"--IocpConcurrency=2", "--maxperfileconcurrency", "--Endpoint=x", "--Lookup=1"}) {
        const Made made = Make({"keys.txt", option});
        CHECK(made.code == PERFECTHASH_E_OPTION_VALUE);
        CHECK(made.text.rfind(std::string(option) + ": it is an option of ", 0) == 0);
    }
    const Made lanes = Make({"keys.txt", "out", "Chm01", "Quadx", "And", "3"});
    CHECK(lanes.text.rfind("CONCURRENCY: this argument is of the runtime", 0) == 0);
    CHECK(Make({"keys.txt", "--Rngseeds=1"}).code == PERFECTHASH_E_OPTION_UNKNOWN);
    CHECK(Make({"--", "--Endpoint"}).code == PERFECTHASH_E_KEYS_NOT_FOUND);
}

TEST_CASE("a licence is the first line of what is written as source code")
{
    const Folder folder;
    const std::string line = "/* SPDX-License-Identifier: MIT */\n", header = (folder.path / "made.h").string();
    const std::string inputs[] = {folder.Put("codes.txt", "404\n200\n"), folder.Put("words.txt", "GET\nPUT\n"),
                                  folder.Put("words.gperf", "GET\nPUT\n")};
    for (const std::string &keys : inputs) {
        REQUIRE(Make({keys, "-o", header, "--License=MIT"}).code == S_OK);
        std::string read(line.size(), 0);
        std::ifstream(header).read(&read[0], static_cast<std::streamsize>(read.size()));
        CHECK(read == line);
    }
    CHECK(Make({inputs[0], "--License=MIT or X"}).code == PERFECTHASH_E_OPTION_VALUE);
}

TEST_CASE("-o names the one file that is written")
{
    const Folder folder;
    const std::string keys = folder.Put("codes.txt", "404\n200\n500\n"),
                      header = (folder.path / "out/in here/codes.h").string();
    REQUIRE(Make({keys, "-o", header}).code == S_OK);
    CHECK(folder.Files() == 1);
    CHECK(fs::exists(header));
    REQUIRE(Make({"-o", (folder.path / "out/codes.pht").string(), keys}).code == S_OK);
    CHECK(fs::file_size(folder.path / "out/codes.pht") >= 512);
    CHECK(folder.Files() == 2);
    CHECK(Make({keys, "-o"}).text.find("-o: expected the path of a file, or - for standard output") == 0);
    CHECK(Make({keys, "-o", header, "--Outputs=Header,Rust"}).text.find("-o: it needs one output, and --Outputs") == 0);
    CHECK(Make({keys, folder.path.string(), "-o", header}).text ==
          "-o: it can't be used together with an output directory.");
    CHECK(Make({keys, "-o", header, "--Outputs=None"}).code == PERFECTHASH_E_OPTION_VALUE);
    CHECK(Make({keys, "-o", header, "--HeaderWithoutData"}).code == PERFECTHASH_E_OPTION_VALUE);
    CHECK(Make({keys, "-o", keys, "--Outputs=Header"}).text.find("-o: the file is the one that the keys") == 0);
    const std::string others = "-o: its extension stands for no output; name one by --Outputs or by "
                               ".h .pht .cs .hpp .cppm .rs .go .java .mjs .d.mts .py .psm1.";
    for (const char *name : {"x.ts", "x.js", "x.mts", "x.c", "x.cpp", "x.", "x.h.txt"}) {
        const std::string path = (folder.path / "no" / name).string();
        CHECK(Make({keys, "-o", path}).text == others);
        CHECK(!fs::exists(folder.path / "no"));
    }
    CHECK(Make({keys, "-o", (folder.path / "x.js").string(), "--Outputs=JavaScript"}).code == S_OK);
    CHECK(Make({keys, "-o", (folder.path / "a.b" / "header").string()}).code == S_OK);
    const std::string foo = (folder.path / "Foo.java").string(), codes = (folder.path / "Codes.java").string();
    CHECK(Make({keys, "-o", foo}).text ==
          "-o: the public class of this table has to be in Codes.java; --Name names the table.");
    CHECK(!fs::exists(foo));
    CHECK(Make({keys, "-o", foo, "--Name=Foo"}).code == S_OK);
    CHECK(Make({keys, "-o", codes}).code == S_OK);
    CHECK(Bytes(codes).find("public final class Codes ") != std::string::npos);
    CHECK(Make({keys, "-o", codes, "--Prefix=My_"}).text.find("My_codes.java") != std::string::npos);
    const std::string gperf = folder.Put("words.gperf", "if\nelse\n");
    CHECK(Make({gperf, "-o", (folder.path / "words.c").string()}).code == S_OK);
    CHECK(fs::file_size(keys) == 12);
    const fs::path link = folder.path / "link.h", target = folder.path / "target.h";
    std::ofstream(target) << "old";
    fs::create_symlink(target, link);
    REQUIRE(Make({keys, "-o", link.string()}).code == S_OK);
    CHECK(fs::is_symlink(link));
    CHECK(fs::file_size(target) == fs::file_size(header));
    const Made inWay = Make({keys, "-o", folder.path.string()});
    CHECK(inWay.code == PERFECTHASH_E_OUTPUT_WRITE);
    CHECK(inWay.text.find(folder.path.string() + ": ") == 0);
    for (const char *name : {"nd/x/", "nd/x/.", "nd/x/..", "nd\\"}) {
        const Made made = Make({keys, "-o", folder.path.string() + "/" + name});
        CHECK(made.text == "-o: the path names a folder; expected the path of a file.");
    }
    CHECK(!fs::exists(folder.path / "nd"));
}

TEST_CASE("--DepFile writes a makefile's rule of the files and of what they are made of")
{
    const Folder folder;
    const std::string keys = folder.Put("a b#c$d.txt", "404\n200\n500\n"), rule = (folder.path / "rule.d").string();
    folder.Put("a b#c$d.txt.values", "123");
    const std::string quoted = folder.path.string() + "/a\\ b\\#c$$d", made = (folder.path / "x.h").string();
    REQUIRE(Make({keys, "-o", made, "--DepFile=" + rule, "--ValueBits=8"}).code == S_OK);
    CHECK(Bytes(rule) == made + ": " + quoted + ".txt " + quoted + ".txt.values\n");
    const std::string out = (folder.path / "out").string(), in = out + "/K_Chm01_Quadx_And/K";
    REQUIRE(Make({keys, out, "--DepFile=" + rule, "--Name=K"}).code == S_OK);
    CHECK(Bytes(rule) == in + ".h " + in + ".pht: " + quoted + ".txt\n");
    CHECK(Make({keys, "-o", made, "--DepFile=" + made}).text == "--DepFile: -o names the same file.");
    CHECK(Make({keys, "-o", made, "--DepFile=" + keys}).text.find("the file is one that the rule is about") == 11);
    CHECK(Bytes(keys) == "404\n200\n500\n");
    CHECK(Make({keys, "--DepFile=" + rule}).text.find("no file is written") == 11);
    CHECK(Make({keys, "-o", "-", "--DepFile=" + rule}).text.find("no file is written") == 11);
    CHECK(Make({keys, "-o", made, "--DepFile="}).code == PERFECTHASH_E_OPTION_VALUE);
    CHECK(Make({keys, "-o", "-", "--DepFile=-"}).text.find("expected the path of a file") == 11);
}

TEST_CASE("a rule that can't be written is told before anything is")
{
    const Folder folder;
    const std::string keys = folder.Put("k.txt", "404\n200\n500\n"), path = folder.path.string();
    const std::string made = path + "/out/x.h";
    for (const std::string &rule : {keys + "/x", path, path + "/./out/x.h", path + "/out/../k.txt"}) {
        CHECK(Make({keys, "-o", made, "--DepFile=" + rule}).text != "");
        CHECK(!std::filesystem::exists(made));
        std::filesystem::create_directory(path + "/out");
    }
    CHECK(Make({keys, "-o", path + "/new/x.h", "--DepFile=" + path + "/new/x.d"}).code == S_OK);
    CHECK(Bytes(path + "/new/x.d") == path + "/new/x.h: " + keys + "\n");
}

TEST_CASE("what no argument can be is told with what is expected")
{
    const Folder folder;
    const std::string keys = folder.Put("k.txt", "404\n200\n500\n");
    CHECK(Make({keys, ""}).text == "OUTDIR: the argument is empty.");
    CHECK(Make({keys, folder.path.string(), "b.txt"}).text.find("b.txt: the third argument is the algorithm, Chm01") ==
          0);
    CHECK(Make({keys, "-o=x.h"}).text == "-o=x.h: there is no such option; it is written -o FILE.");
    CHECK(Make({keys, "-ox.h"}).text == "-ox.h: there is no such option; it is written -o FILE.");
    CHECK(Make({keys, "-x"}).text.find("-x: there is no such option; an option begins with --") == 0);
}

// Runs a step in a process of its own and returns how that ended.
template <typename Step> int EndOf(Step step)
{
    const pid_t child = fork();
    if (child == 0)
        _exit(step());
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    return status;
}

TEST_CASE("a signal removes the temporary file and ends the program, and a limit of sizes is told")
{
    const Folder folder;
    std::string path = folder.Put("a.h", "old");
    SystemFile file = {path.data(), nullptr};
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        const int status = EndOf([&] {
            SystemCatchSignals();
            return SystemReplaceBegin(&file, "new", 4, false) == 0 && file.temporary != nullptr ? raise(number) : 1;
        });
        CHECK(WIFSIGNALED(status));
        CHECK(WTERMSIG(status) == number);
    }
    const int limited = EndOf([&] {
        const rlimit limit = {2, 2};
        SystemCatchSignals();
        setrlimit(RLIMIT_FSIZE, &limit);
        return SystemReplaceBegin(&file, "new", 4, false);
    });
    CHECK(WIFEXITED(limited));
    CHECK(WEXITSTATUS(limited) == EFBIG);
    CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()) == 1);
    CHECK(Bytes(path) == "old");
}

#ifndef NDEBUG
TEST_CASE("each allocation may fail, and then nothing is left behind")
{
    for (const Kind &kind : kinds) {
        CAPTURE(kind.name);
        bool reached = true;
        for (long nth = 1; reached; nth++) {
            const Folder folder;
            const std::string keys = folder.Put(kind.name, kind.bytes), out = (folder.path / "out").string();
            const OutOfMemory memory(nth);
            const HRESULT code = Make({keys, out, kind.option}).code;
            reached = memory.Reached();
            CHECK((nth < 10) <= reached);
            REQUIRE((code == S_OK || (reached && code == PERFECTHASH_E_OUT_OF_MEMORY)));
            REQUIRE((folder.Files() != 0) == (code == S_OK));
        }
    }
}

TEST_CASE("each allocation of a rule may fail, too")
{
    bool reached = true;
    for (long nth = 1; reached; nth++) {
        const Folder folder;
        const std::string keys = folder.Put("codes.txt", "404\n200\n"), rule = (folder.path / "rule.d").string();
        const OutOfMemory memory(nth);
        const HRESULT code = Make({keys, "-o", (folder.path / "x.h").string(), "--DepFile=" + rule}).code;
        reached = memory.Reached();
        REQUIRE((code == S_OK || (reached && code == PERFECTHASH_E_OUT_OF_MEMORY)));
        REQUIRE(fs::exists(rule) == (code == S_OK));
    }
}
#endif
