"""blocks.py ROOT: counts the blocks of commands in the documents that no test runs, which tests/repo/blocks.max allows. A block is indented, or fenced as console, sh,
bat or an excerpt. Tests run those of README.md, the console and the excerpts of pages in the list of tests/e2e/samples/CMakeLists.txt, the sh of the page on hash
functions, and the console of the page on other languages."""
import os
import pathlib
import re
import sys

os.chdir(sys.argv[1])
MOST = pathlib.Path("tests/repo/blocks.max")
RUN = {page: {"console", "excerpt"} for page in re.findall(r"\b(?:tutorial|how-to|reference)/[a-z0-9-]+", pathlib.Path("tests/e2e/samples/CMakeLists.txt").read_text(encoding="utf-8"))}
if pathlib.Path("docs/how-to/add-a-hash-function.md").exists():
    RUN["how-to/add-a-hash-function"] = {"sh"}
if pathlib.Path("docs/reference/languages.md").exists():
    RUN["reference/languages"] = {"console"}


def blocks(page):
    """Yields the line, the kind and the first line of text of each block of commands."""
    inside, before = None, ""
    for number, line in enumerate(page.read_text(encoding="utf-8").split("\n"), 1):
        if line.lstrip().startswith("```"):
            inside = None if inside is not None else line.strip()[3:]
            kind = (inside or "").split(" ")[-1]
            if kind in ("console", "sh", "bat", "excerpt"):
                yield number, kind, ""
        elif inside is None and line.startswith("    ") and not before.startswith("    ") and (not before.strip() or number == 1):
            yield number, "indented", line.strip()
        before = line


def main():
    pages = sorted(pathlib.Path("docs").rglob("*.md"))
    # Pages that are made of the contract have declarations, and their examples are run where they come from.
    pages = [page for page in pages if page.name not in ("com.md", "errors.md", "options.md")]
    if not pages:
        sys.exit("no pages found")
    found = [f"{page}:{number}: {text or kind}" for page in pages for number, kind, text in blocks(page)
             if kind not in RUN.get(str(page.relative_to("docs").with_suffix("")), ())]
    for page in RUN:
        if not pathlib.Path(f"docs/{page}.md").exists():
            found.append(f"docs/{page}.md: a test runs it, and it is not there")
    most = int(MOST.read_text() if MOST.exists() else 0)
    if len(found) != most:
        print(*found, sep="\n")
        sys.exit(f"{len(found)} blocks of commands are run by no test, and tests/repo/blocks.max says {most}")


main()
