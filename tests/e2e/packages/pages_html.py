"""pages_html.py FOLDER: the pages in docs/html of an unpacked ZIP need nothing else. Each link and picture leads to a file of the ZIP and to an anchor that is there,
nothing is loaded from elsewhere, each page says its language and title, and each Markdown page of docs that the ZIP has as text is there. Names each that is not so."""
import html.parser
import pathlib
import sys
import urllib.parse

ROOT = pathlib.Path(sys.argv[1]).resolve()
complaints = []


class Page(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.path, self.ids, self.links, self.loaded, self.lang, self.open = path, set(), [], [], None, []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "html":
            self.lang = attrs.get("lang")
        if "id" in attrs:
            if attrs["id"] in self.ids:
                complaints.append(f"{self.path}: the id {attrs['id']} is there twice")
            self.ids.add(attrs["id"])
        if tag == "a":
            self.links.append(attrs.get("href", ""))
        for name in ("src", "srcset", "data"):
            if name in attrs:
                self.loaded.append(attrs[name])
        if tag == "link":
            self.loaded.append(attrs["href"])
        if tag == "img" and not attrs.get("alt"):
            complaints.append(f"{self.path}: a picture says nothing to those who can't see it")
        if tag in ("script", "iframe", "object", "form"):
            complaints.append(f"{self.path}: there is a <{tag}>")
        if tag not in ("meta", "link", "img", "br", "hr", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            complaints.append(f"{self.path}: </{tag}> ends another element")


pages = {path: Page(path) for path in sorted((ROOT / "docs/html").rglob("*.html"))}
links = 0
for path, page in pages.items():
    if page.lang != "en" or page.open:
        complaints.append(f"{path}: no lang, or an element without an end")
    for address in page.loaded:
        if urllib.parse.urlsplit(address).scheme or not (path.parent / address).is_file():
            complaints.append(f"{path}: it loads {address}")
    for address in page.links:
        parts = urllib.parse.urlsplit(address)
        if parts.scheme:
            continue
        links += 1
        to = (path.parent / urllib.parse.unquote(parts.path)).resolve() if parts.path else path
        if not to.exists() or ROOT not in to.parents:
            complaints.append(f"{path}: there is no {address}")
        elif parts.fragment and (to not in pages or urllib.parse.unquote(parts.fragment) not in pages[to].ids):
            complaints.append(f"{path}: there is no place {address}")
    if "url(" in path.read_text(encoding="utf-8").split("<body>")[0]:
        complaints.append(f"{path}: its style loads something")
texts = [text for text in (ROOT / "docs").rglob("*.txt")]
for text in texts:
    name = text.relative_to(ROOT / "docs").with_suffix(".html")
    name = name.with_name("index.html") if name.stem == "README" else name
    if ROOT / "docs/html" / name not in pages:
        complaints.append(f"docs/html: there is no {name}")
if "url(" in (ROOT / "docs/html/style.css").read_text() or "@import" in (ROOT / "docs/html/style.css").read_text():
    complaints.append("style.css loads something")
if len(pages) < 20 or links < 100 or not texts:
    complaints.append(f"{len(pages)} pages, {links} links and {len(texts)} texts are too few")
sys.exit("\n".join(map(str, complaints)) or 0)
