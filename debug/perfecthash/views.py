"""Shows values as PerfectHash.natvis says, of which this is an interpreter: one file of views serves Visual Studio, WinDbg and gdb."""
import os
import re
import xml.etree.ElementTree

import gdb

from perfecthash.memory import name_of

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
ERRORS = os.path.join(FOLDER, "..", "idl", "PerfectHashErrors.mc")


def read_views():
    root = xml.etree.ElementTree.parse(os.path.join(FOLDER, "PerfectHash.natvis")).getroot()
    for element in root.iter():
        element.tag = element.tag.partition("}")[2]
    return {element.get("Name"): element for element in root.findall("Type")}


views = read_views()


def tag(value):
    return value.type.strip_typedefs().tag


# ---- expressions ----

def evaluate(value, expression, index=0):
    """Returns the value of an expression, which sees the fields of `value`, and $i."""
    fields = {field.name for field in value.type.strip_typedefs().fields()}

    def qualify(word):
        return "$ph->" + word[0] if word[0] in fields else word[0]

    text = re.sub(r"(?<![\w.$])(?<!->)[A-Za-z_]\w*", qualify, expression).replace("$i", str(index))
    gdb.set_convenience_variable("ph", value.address)
    return gdb.parse_and_eval(text)


def split_format(text):
    """Splits `expression,format`."""
    match = re.fullmatch(r"(.*),\s*([a-z]+)", text, re.DOTALL)
    return (match[1], match[2]) if match else (text, "")


def holds(value, element):
    condition = element.get("Condition")
    return condition is None or bool(evaluate(value, condition))


# ---- values as text ----

def code_name(code):
    """Returns the name of an HRESULT of the contract, or the number of any other code."""
    with open(ERRORS, encoding="utf-8") as file:
        for number, name in re.findall(r"MessageId=(0x\w+)\s.*?SymbolicName=(\w+)", file.read(), re.DOTALL):
            if code & 0xFFFFFFFF == 0x80040000 | int(number, 16):
                return name
    return str(code) if 0 <= code < 0x10000 else f"0x{code & 0xFFFFFFFF:08X}"


def wide_text(value, quote):
    if value.type.strip_typedefs().code == gdb.TYPE_CODE_PTR and int(value) == 0:
        return "NULL"
    return quote + value.string("utf-16-le", "replace") + quote


FORMATS = {
    "su": lambda value: wide_text(value, '"'),
    "sub": lambda value: wide_text(value, ""),
    "hr": lambda value: code_name(int(value)),
    "x": lambda value: hex(int(value)),
    "en": str,
}


def show(value, form=""):
    """Returns a value in one line."""
    if form:
        return FORMATS[form](value)
    kind = value.type.strip_typedefs()
    if kind.tag in views:
        return summary(value)
    if kind.code != gdb.TYPE_CODE_PTR:
        return value.format_string(raw=True)
    if int(value) == 0:
        return "NULL"
    return summary(value.dereference()) if kind.target().strip_typedefs().tag in views else name_of(int(value))


def show_expression(value, text):
    expression, form = split_format(text)
    return show(evaluate(value, expression), form)


def summary(value):
    """Returns what the view says of a value in one line."""
    line = next(line for line in views[tag(value)].findall("DisplayString") if holds(value, line))
    return re.sub(r"\{(.*?)\}", lambda match: show_expression(value, match[1]), line.text)


def opened(value):
    """Yields name and line of each item that the view shows when it is opened."""
    for element in views[tag(value)].findall("Expand/*"):
        if not holds(value, element):
            continue
        if element.tag == "Item":
            yield element.get("Name"), show_expression(value, element.text)
        else:
            node, pointer = element.findtext("ValueNode"), element.findtext("ValuePointer")
            text = node if pointer is None else f"({pointer})[$i]"
            for index in range(int(evaluate(value, element.findtext("Size")))):
                yield f"[{index}]", show(evaluate(value, text, index))


# ---- in gdb's print ----

class Printer:
    def __init__(self, value):
        self.value = value

    def to_string(self):
        return summary(self.value)

    def children(self):
        return opened(self.value)


def find_printer(value):
    return Printer(value) if tag(value) in views and value.address is not None else None
