"""The contract, idl/PerfectHash.idl, as lists: what scripts/bindings and scripts/reference-contract read."""
import re
import sys


def comment(found):
    """Returns what is kept of a comment: paragraphs that begin with "Threads: ", "Errors: " and so on, as words before the attributes."""
    text = re.sub(r"\n *\* ?", "\n", found.group(1)).strip()
    paragraphs = re.split(r"\n(?=[A-Z][a-z-]+: )", text)
    if not all(re.match(r"[A-Z][a-z-]+: ", paragraph) for paragraph in paragraphs):
        return ""
    return " ".join('@ "' + " ".join(paragraph.split()) + '"' for paragraph in paragraphs)


class Tokens:
    """The words of an IDL file, without preprocessor lines, and of its comments what `comment` keeps."""

    def __init__(self, text):
        text = re.sub(r"/\*(.*?)\*/", comment, text, flags=re.S)
        text = re.sub(r"^\s*(#|import |midl_pragma ).*$", "", text, flags=re.M)
        self.words = re.findall(r'"[^"]*"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\w+|\S', text)
        self.at = 0

    def peek(self):
        return self.words[self.at] if self.at < len(self.words) else ""

    def next(self):
        self.at += 1
        return self.words[self.at - 1]

    def until(self, *ends):
        """Returns the words before one of ENDS, which is passed too."""
        start = self.at
        while self.next() not in ends:
            pass
        return self.words[start:self.at - 1]

    def expect(self, word):
        found = self.next()
        if found != word:
            sys.exit(f"idl/PerfectHash.idl: expected {word} before: {found} {' '.join(self.words[self.at:self.at + 8])}")

    def attributes(self):
        """Returns {name: argument} of a [...] list and of the notes before it, {} where there is none."""
        found = {}
        while self.peek() == "@":
            self.next()
            name, _, note = self.next().strip('"').partition(": ")
            found[name] = note
        if self.peek() == "[":
            self.next()
            while self.peek() != "]":
                name, argument = self.next(), ""
                if self.peek() == "(":
                    self.next()
                    argument = "".join(self.until(")"))
                found[name] = argument
                if self.peek() == ",":
                    self.next()
            self.next()
        return found


class Item:
    """An interface, a method, a parameter and so on: its attributes and what else belongs to its kind."""

    def __init__(self, kind, name, attributes, **more):
        self.kind, self.name, self.attributes = kind, name, attributes
        self.help = attributes.get("helpstring", "").strip('"')
        self.__dict__.update(more)


def parse_parameters(tokens):
    parameters = []
    while tokens.peek() != ")":
        attributes = tokens.attributes()
        words = [tokens.next()]
        while tokens.peek() not in (",", ")"):
            words.append(tokens.next())
        if words != ["void"]:
            parameters.append(Item("parameter", words[-1], attributes, type=" ".join(words[:-1])))
        if tokens.peek() == ",":
            tokens.next()
    return parameters


def parse_methods(tokens):
    methods = []
    while tokens.peek() != "}":
        if tokens.peek() in ("properties", "methods"):
            tokens.next()
            tokens.expect(":")
            continue
        attributes = tokens.attributes()
        *result, name = tokens.until("(")
        methods.append(Item("method", name, attributes, result=" ".join(result), parameters=parse_parameters(tokens)))
        tokens.expect(")")
        tokens.expect(";")
    tokens.next()
    return methods


def parse_typedef(tokens):
    attributes = tokens.attributes()
    kind, name = tokens.next(), tokens.next()
    tokens.expect("{")
    members = []
    while tokens.peek() != "}":
        words = tokens.until(",", ";") if kind == "struct" else None
        if kind == "enum":
            member = tokens.next()
            tokens.expect("=")
            members.append(Item("value", member, {}, value=tokens.next()))
            if tokens.peek() == ",":
                tokens.next()
        else:
            count = 0
            if words[-1] == "]":
                count, words = int(words[-2]), words[:-3]
            members.append(Item("field", words[-1], {}, type=" ".join(words[:-1]), count=count))
    tokens.until(";")
    return Item(kind, name, attributes, members=members)


def parse(text):
    """Returns the items of the contract in their order; a type that is only named again is left out."""
    tokens, items = Tokens(text), []
    while tokens.peek():
        if tokens.peek() == "}" or tokens.peek() == ";":
            tokens.next()
            continue
        attributes = tokens.attributes()
        kind = tokens.next()
        if kind == "typedef":
            items.append(parse_typedef(tokens))
        elif kind == "library":
            tokens.next()
            tokens.expect("{")
        elif kind == "importlib":
            tokens.until(";")
        elif kind == "coclass":
            name = tokens.next()
            words = tokens.until("}")
            items.append(Item(kind, name, attributes, default=words[words.index("interface") + 1]))
        else:
            name = tokens.next()
            if tokens.next() == ";":
                continue
            base = tokens.next() if tokens.peek() != "properties" else ""
            if base:
                tokens.expect("{")
            items.append(Item(kind, name, attributes, base=base, methods=parse_methods(tokens)))
    return items


def of_kind(items, *kinds):
    return [item for item in items if item.kind in kinds]


def retval(method):
    """Returns the parameter that is the result of an HRESULT method, or None."""
    return next((p for p in method.parameters if "retval" in p.attributes), None)


def arguments(method):
    return [p for p in method.parameters if "retval" not in p.attributes]


def prefix(method):
    return "get" if "propget" in method.attributes else "put" if "propput" in method.attributes else ""


def short(item, value):
    """Returns an enumeration's value without the words that it shares with its type: PerfectHashJobRunning is Running."""
    return value.removeprefix(item.name.removesuffix("State"))
