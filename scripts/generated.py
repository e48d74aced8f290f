"""What generators of committed files share: scripts/NAME writes its files, and scripts/NAME --check names those that differ from what would be written."""
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def write_or_check(usage, files):
    """Ends the program. FILES has the path below the root, the function that makes the text and, where that takes too much for a check, one that tells
    from the text that is there whether it is the right one."""
    words, stale = sys.argv[1:], 0
    if words not in ([], ["--check"]):
        sys.exit(usage)
    for path, text, *fresh in files:
        file = ROOT / path
        is_fresh = fresh[0] if fresh else lambda old, text=text: old == text()
        if not words:
            file.write_text(text(), encoding="utf-8", newline="\n")
        elif not file.exists() or not is_fresh(file.read_text(encoding="utf-8")):
            print(f"{path} is stale: scripts/{pathlib.Path(sys.argv[0]).name} writes it")
            stale = 1
    sys.exit(stale)
