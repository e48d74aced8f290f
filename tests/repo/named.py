"""named.py ROOT: what the documents name is there. That is each file below tests, each case that is quoted behind one, each test of CTest, each `./bench NAME` and
each `./test NAME`, and the command that makes a table of figures on the pages that compare. Names each that is not so."""
import os
import pathlib
import re
import sys

os.chdir(sys.argv[1])
PAGES = [path for path in [*sorted(pathlib.Path("docs").rglob("*.md")), pathlib.Path("README.md"), pathlib.Path("CONTRIBUTING.md"), pathlib.Path("SECURITY.md")]
         if path.exists()]
COMPARED = ("docs/explanation/comparison.md",)
LAYERS = "repo|samples|packages|platforms|windows|native|e2e|languages|debug|programs|report|readers"
complaints = []
seen = 0


def text_of(path):
    return path.read_text(encoding="utf-8")


lists = "\n".join(text_of(path) for path in pathlib.Path("tests").rglob("CMakeLists.txt"))
benchmarks = {path.stem.removeprefix("bench_") for path in pathlib.Path("benchmarks").glob("bench_*.c*")} | {"languages", "powershell"}
stages = set(re.findall(r"^# \./test ([a-z]+)", text_of(pathlib.Path("test")), re.M)) if pathlib.Path("test").exists() else set()


def complain(page, what):
    complaints.append(f"{page}: {what}")


def is_test(name):
    layer, _, rest = name.partition(".")
    return f'"{name}"' in lists or re.search(rf'_test\("?{re.escape(name)}\b', lists) or re.search(rf'_test\("?{re.escape(rest)}\b', lists) \
        or layer == "repo" and os.path.exists(f"tests/repo/{rest}.sh") or os.path.exists(f"tests/e2e/{layer}/{rest}.sh") or f'"{layer}.${{' in lists


for page in PAGES:
    text = text_of(page)
    for path, cases in re.findall(r'`(tests/[\w./-]+)`((?:: "[^"\n]*"(?:, "[^"\n]*")*)?)', text):
        seen += 1
        if not os.path.exists(path):
            complain(page, f"there is no {path}")
        for case in re.findall(r'"([^"]*)"', cases):
            seen += 1
            if os.path.isfile(path) and f'"{case}"' not in text_of(pathlib.Path(path)):
                complain(page, f"{path} has no case {case}")
    for name in re.findall(rf"`((?:{LAYERS})\.[a-z_][a-z_0-9]*)`", text):
        if not re.search(r"\.(md|txt|js|json|py|sh|html|cmake|prom|exe|config)$", name):
            seen += 1
            if not is_test(name):
                complain(page, f"there is no test {name}")
    for folder in re.findall(r"`((?:chm01|runtime|jobs|com|exe)\.[a-z]+/[a-z_]+)`", text):
        seen += 1
        if not os.path.exists(f"tests/{folder.replace('.', '/', 1)}_test.cpp"):
            complain(page, f"there is no test {folder}")
    for name in re.findall(r"`(?:[A-Z_]+=[^ `]* )*\./bench ([a-z]+)", text):
        seen += 1
        if name not in benchmarks:
            complain(page, f"there is no ./bench {name}")
    for name in re.findall(r"`(?:[A-Z_]+=[^ `]* )*\./test ([a-z]+)", text):
        seen += 1
        if name not in stages:
            complain(page, f"there is no ./test {name}")
    if str(page) in COMPARED:
        for section in re.split(r"\n(?=#+ )", text):
            rows = [line for line in section.split("\n") if line.startswith("|")]
            if any(re.search(r"\| *[~<]?\d", line) for line in rows) and not re.search(r"`\./bench [a-z]+|\]\(https://", section):
                complain(page, f"figures without a command or a source: {section.split(chr(10))[0]}")
if not seen:
    complaints.append("nothing that is named was found")
sys.exit("\n".join(complaints) or 0)
