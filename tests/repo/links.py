"""links.py ROOT: each link of a Markdown file leads to a file of the repository and, behind a #, to a heading of it;
and the index, docs/README.md, leads to each page of docs. Names each that does not."""
import os
import re
import subprocess
import sys

os.chdir(sys.argv[1])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def pages():
    listed = subprocess.run(["git", "ls-files", "*.md"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.split("\n")
    found = [page for page in listed if page and os.path.isfile(page)]
    for folder, _, names in os.walk(".") if not found else []:
        found += [os.path.normpath(os.path.join(folder, name)) for name in names if name.endswith(".md")]
    return found


def prose(page):
    """Returns the lines of a page that are no block of code."""
    inside, lines = False, []
    with open(page, encoding="utf-8") as file:
        for line in file:
            if line.lstrip().startswith("```"):
                inside = not inside
            elif not inside and not line.startswith("    "):
                lines.append(line.rstrip("\n"))
    return lines


def anchors(page):
    """Returns the anchors that a page's headings have on GitHub."""
    found = set()
    for line in prose(page):
        heading = re.match(r"#+ (.*)", line)
        if heading:
            words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.group(1)).lower()
            anchor = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
            number = 1
            while anchor in found and f"{anchor}-{number}" in found:
                number += 1
            found.add(anchor if anchor not in found else f"{anchor}-{number}")
    return found


def wrong(page, target):
    if re.match(r"[a-z]+:", target):
        return None
    path, _, anchor = target.partition("#")
    path = os.path.normpath(os.path.join(os.path.dirname(page), path)) if path else page
    if not os.path.exists(path):
        return f"{page}: there is no {target}"
    if anchor and path.endswith(".md") and anchor not in anchors(path):
        return f"{page}: there is no heading {target}"
    return None


def unlisted():
    """Returns a complaint for each page of docs to which neither the index nor a README that it names has a link."""
    index = "docs/README.md"
    if not os.path.exists(index):
        return []
    listed = [index]
    for page in listed:
        if page.endswith("README.md"):
            to = [os.path.normpath(os.path.join(os.path.dirname(page), target.partition("#")[0])) for line in prose(page) for target in LINK.findall(line)]
            listed += [path for path in to if path.startswith("docs/") and path.endswith(".md") and path not in listed]
    return [f"{index}: there is no link to {page}" for page in pages() if page.startswith("docs/") and page not in listed]


def main():
    links = [(page, target) for page in pages() for line in prose(page) for target in LINK.findall(re.sub(r"`[^`]*`", "", line))]
    complaints = [said for said in (wrong(page, target) for page, target in links) if said] + unlisted()
    if not links:
        sys.exit("no links were found")
    sys.exit("\n".join(complaints) or 0)


main()
