"""prose.py ROOT: STYLE.md's rules of English hold in what users and contributors read: no such phrases, no sentence of more than 35 words, no comment that
begins with a word before which the noun is missing, and no line of README.md or of a page of docs with two sentences. Names each place where they don't; prose.py ROOT KIND names those of one kind."""
import os
import re
import subprocess
import sys

os.chdir(sys.argv[1])
LONGEST = 35
PHRASES = re.compile(r"\b(?:(?:is|are) wanted|not to be had|but for|parted by|in place of|so many|means nothing|who wants|goes away|hears?|lets? go of|of late|"
                     r"tells? of|else(?=[.;]))\b", re.I)
BEGINS = re.compile(r"(Of|What|Who|Whose|Whether)\b")
ONE_OF_MANY = re.compile(r"(?<![\d.,])1 (?:keys|tables|attempts|files|bytes|bits|slots|jobs|lines|columns|records|threads|nodes)\b")
# A sentence ends before a blank and a capital, a number, code, a link or a quotation.
ENDS = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\bvs)[.!?][\"')*_]*\s+(?=[(*_\[]*(?:[A-Z0-9`]|\"\w))")
WIDEST = 150
found = {}


def note(kind, where, what):
    found.setdefault(kind, []).append(f"{where}: {what}")


def sentences(text):
    return re.split(r"(?<=[.!?:])\s+(?=[A-Z`\[\"(])", text)


def words(sentence):
    return sum(1 for word in re.sub(r"`[^`]*`", "code", sentence).split() if re.search(r"\w", word))


def look(kind, where, text):
    for phrase in PHRASES.finditer(text):
        note(f"{kind} phrase", where, phrase.group(0))
    for phrase in ONE_OF_MANY.finditer(text):
        note(f"{kind} plural", where, phrase.group(0))
    for sentence in sentences(text):
        if words(sentence) > LONGEST:
            note(f"{kind} long", where, f"{words(sentence)} words: {sentence[:80]}")


def paragraphs(text):
    """Yields the line and the text of each paragraph, list item and cell of Markdown, without code."""
    lines, start, inside = [], 0, False
    for number, line in enumerate(text.split("\n") + [""], 1):
        if line.lstrip().startswith("```"):
            inside = not inside
            line = ""
        elif inside or line.startswith("    "):
            line = ""
        if line.startswith("|"):
            for cell in line.strip("|").split("|"):
                yield number, cell.strip()
            line = ""
        item = re.match(r"\s*(?:[-*]|\d+\.)\s+", line)
        if lines and (not line.strip() or item or line.startswith("#")):
            yield start, " ".join(lines)
            lines = []
        if line.strip() and not line.startswith("#"):
            start = start if lines else number
            lines.append(line[item.end():] if item else line.strip())


def crowded(line, item):
    """Tells whether a line has more sentences than it may: one, or two of an item that is one line or of a cell."""
    plain = re.sub(r"`[^`]*`", "`", re.sub(r"\]\([^)]*\)", "]", line))
    return len(ENDS.findall(plain)) > (1 if item else 0)


def look_at_lines(path, text):
    lines, inside = text.split("\n"), False
    for number, line in enumerate(lines, 1):
        inside ^= line.lstrip().startswith("```")
        item = re.match(r"\s*(?:[-*]|\d+\.)\s+", line)
        if inside or line.startswith("#") or line.startswith("    ") and not item and not lines[number - 2].strip():
            continue
        said = line[item.end():] if item else line.strip()
        alone = item and len(said) <= WIDEST and not re.match(r"\s+[^\s\-*\d]", lines[number] if number < len(lines) else "")
        if any(crowded(part, alone or line.startswith("|")) for part in (line.split("|") if line.startswith("|") else [said])):
            note("docs line", f"{path}:{number}", f"more than one sentence: {said[:80]}")


def look_at_page(path, text):
    if re.match(r"docs/|README\.md$", path):
        look_at_lines(path, text)
    for number, paragraph in paragraphs(text):
        look("docs", f"{path}:{number}", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", paragraph))


def look_at_code(path, text):
    code = re.sub(r'"(?:[^"\\\n]|\\.)*"', lambda literal: '"' + " " * (len(literal.group(0)) - 2) + '"', text)
    for comment in re.finditer(r"/\*(.*?)\*/", code, re.S):
        where = f"{path}:{text.count(chr(10), 0, comment.start()) + 1}"
        # A line that is indented or has blanks in a row is a formula or a drawing.
        said = re.sub(r"\n *\*(?: {2,}|[^\n]*?\S {2,})[^\n]*", "\n * .", comment.group(1))
        said = re.sub(r"\n *\* ?", " ", said).strip()
        look("comments", where, said)
        if BEGINS.match(said):
            note("comments begin", where, said[:60])
    for literal in re.finditer(r'"((?:[^"\\\n]|\\.)*)"', text):
        look("strings", f"{path}:{text.count(chr(10), 0, literal.start()) + 1}", literal.group(1))
    if path.endswith(".mc"):
        for number, line in enumerate(text.split("\n"), 1):
            look("strings", f"{path}:{number}", line)


def main():
    listed = subprocess.run(["git", "ls-files"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.split("\n")[:-1]
    if not listed:
        listed = [os.path.relpath(os.path.join(folder, name)) for folder, _, names in os.walk(".") for name in names]
    for path in listed:
        page = path.endswith(".md") and path != "STYLE.md"
        if os.path.isfile(path) and path != "idl/PerfectHashEvents.h" and (page or re.match(r"(src|idl)/.*\.(c|h|idl|mc)$", path)):
            with open(path, encoding="utf-8") as file:
                (look_at_page if page else look_at_code)(path, file.read())
    if len(sys.argv) > 2:
        sys.exit("\n".join(found.get(sys.argv[2], [])) or 0)
    sys.exit("\n".join(f"{kind}: {place}" for kind in sorted(found) for place in found[kind]) or 0)


main()
