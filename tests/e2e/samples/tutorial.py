"""tutorial.py PAGE [LANGUAGE]: runs a page of docs as a reader would, in the current folder, and compares what its commands print.

A block of code behind a line that names a file, alone or with more behind a comma, is that file; PERFECTHASH_VERSION in it is the product's version. In a block of `console` (or LANGUAGE) a line that begins with "> " is a command, and the lines up to the next
one are what it prints. The lines of an excerpt are lines of files that the commands before it wrote.
Commands are run by Wine's cmd, except gcc, which is the cross compiler, and `start /b`, which is run in the background.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ["ROOT"])
VERSION = re.search(r'^#define PRODUCT_VERSION "(.*)"$', (ROOT / "src/version.h").read_text(encoding="utf-8"), re.M).group(1)
WINE = [os.environ["WINE"], "--test"]


def windows(command):
    """Returns the words that run a command: it is in a file, so that its quotes reach cmd as they are."""
    script = pathlib.Path(tempfile.mkdtemp(dir=os.environ["SCRIPTS"])) / "command.cmd"
    script.write_text(f"@{command}\r\n", encoding="utf-8")
    return [*WINE, "cmd.exe", "/d", "/c", "Z:" + str(script).replace("/", "\\")]


def printed_by(command):
    """Returns what a command prints, by lines."""
    if command.startswith("gcc "):
        words = ["x86_64-w64-mingw32-gcc", *command.split()[1:]]
    elif command.startswith("start /b "):
        with open(os.devnull, "r+b") as null:
            subprocess.Popen(windows(command.removeprefix("start /b ")), stdin=null, stdout=null, stderr=null)
        return []
    else:
        words = windows(command)
    ran = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    text = re.sub(r"^(sendmsg: .*|wine client error:.*)\n", "", ran.stdout.replace("\r", ""), flags=re.M)
    return text.splitlines()


def blocks(page):
    """Yields the file's name or None, the language and the lines of each block."""
    named = None
    lines = iter(page.read_text(encoding="utf-8").splitlines())
    for line in lines:
        file = re.fullmatch(r"`([^`]+)`(?:, .*)?:", line)
        if file:
            named = file.group(1)
        elif line.startswith("```"):
            block = []
            for inner in lines:
                if inner == "```":
                    break
                block.append(inner)
            yield named, line[3:], block
            named = None
        elif line:
            named = None


def commands(block):
    """Returns [command, lines that it prints] of a console's block."""
    found = []
    for line in block:
        if line.startswith("> "):
            found.append([line[2:], []])
        else:
            found[-1][1].append(line)
    return found


def main():
    ran = 0
    console = sys.argv[2] if len(sys.argv) > 2 else "console"
    for named, language, block in blocks(pathlib.Path(sys.argv[1])):
        if language.endswith(" excerpt") and console == "console":
            written = {line for path in pathlib.Path(".").rglob("*") if path.is_file() for line in path.read_bytes().decode("utf-8", "replace").splitlines()}
            for line in block:
                if line not in written:
                    sys.exit(f"no file has the line {line}")
        if named is not None:
            path = pathlib.Path(named.replace("\\", "/"))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join(block).replace("PERFECTHASH_VERSION", VERSION) + "\n", encoding="utf-8")
        for command, expected in commands(block) if language == console else []:
            printed = printed_by(command)
            ran += 1
            if printed != expected:
                sys.exit("\n".join([f"> {command}", "prints", *printed, "and not", *expected]))
    if ran == 0:
        sys.exit("no command was found")


main()
