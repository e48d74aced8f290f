#!/usr/bin/python3
"""validate.py PACKAGES: each manifest in the folder is valid by its schema, and each way to spoil one is refused: a property that is missing, one too
many, a number for a text, and an empty text. PACKAGE_SCHEMAS=<folder> adds the formats' own schemas, as schemas/own.txt pins them, which must accept the manifests, too, and refuse spoilt ones."""
import copy
import hashlib
import json
import os
import pathlib
import sys
import warnings

import jsonschema
import yaml

warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).resolve().parent / "schemas"
# A manifest, our schema of it, and the name of the format's own.
MANIFESTS = (
    ("winget/PerfectHash.PerfectHash.yaml", "winget-version", "winget-version.json"),
    ("winget/PerfectHash.PerfectHash.locale.en-US.yaml", "winget-defaultLocale", "winget-defaultLocale.json"),
    ("winget/PerfectHash.PerfectHash.installer.yaml", "winget-installer", "winget-installer.json"),
    ("scoop/perfecthash.json", "scoop", "scoop.json"),
    ("vcpkg/ports/perfecthash/vcpkg.json", "vcpkg", "vcpkg.schema.json"),
    ("PerfectHash-*.cdx.json", "cyclonedx", "bom-1.6.schema.json"),
)
bad = 0


def complain(text):
    global bad
    print("validate.py:", text)
    bad = 1


def errors(schema, data, store):
    """Returns what is wrong with the data, a line each."""
    kind = jsonschema.validators.validator_for(schema)
    resolver = jsonschema.RefResolver(schema.get("$id", ""), schema, store=store)
    return [error.message[:200] for error in kind(schema, resolver=resolver).iter_errors(data)]


def spoilt(data):
    """Yields what was done and a copy of the data with one property spoilt, for each at any depth."""
    def places(value, path):
        if isinstance(value, dict):
            for key, inner in value.items():
                yield path + [key]
                yield from places(inner, path + [key])
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                yield from places(inner, path + [index])

    for path in places(data, []):
        for what in ("missing", "a number", "empty", "joined by another"):
            other = copy.deepcopy(data)
            owner = other
            for step in path[:-1]:
                owner = owner[step]
            if what == "missing":
                del owner[path[-1]]
            elif what == "joined by another":
                owner["another"] = owner[path[-1]]
            else:
                owner[path[-1]] = 7 if what == "a number" else ""
            yield f"{'.'.join(map(str, path))} is {what}", other


def own_schemas(folder):
    """Returns the formats' own schemas, which must be the pinned ones, by each name that one may call another by."""
    store = {}
    for line in (HERE / "own.txt").read_text().splitlines():
        if line.startswith("#"):
            continue
        pinned, name = line.split()[:2]
        path = pathlib.Path(folder) / name
        text = path.read_bytes()
        if hashlib.sha256(text).hexdigest() != pinned:
            complain(f"{path} is not the schema that own.txt pins")
        schema = json.loads(text)
        for name in (schema.get("$id", path.name), path.name, f"http://cyclonedx.org/schema/{path.name}",
                     f"https://raw.githubusercontent.com/microsoft/vcpkg-tool/main/docs/{path.name}"):
            store[name] = schema
    return store


def main(folder):
    theirs = os.environ.get("PACKAGE_SCHEMAS")
    store = own_schemas(theirs) if theirs else {}
    for pattern, ours, own in MANIFESTS:
        paths = list(pathlib.Path(folder).glob(pattern))
        if len(paths) != 1:
            complain(f"{pattern}: there is not one")
            continue
        text = paths[0].read_text()
        data = yaml.safe_load(text) if pattern.endswith("yaml") else json.loads(text)
        schema = json.loads((HERE / f"{ours}.json").read_text())
        for error in errors(schema, data, {}):
            complain(f"{pattern}: {error}")
        for what, other in spoilt(data):
            if not errors(schema, other, {}):
                complain(f"{pattern}: it is valid although {what}")
        if theirs:
            for error in errors(store[own], data, store):
                complain(f"{pattern}: by the format's own schema: {error}")
            if all(not errors(store[own], other, store) for what, other in spoilt(data)):
                complain(f"{pattern}: the format's own schema refuses no spoilt copy")


main(sys.argv[1])
sys.exit(bad)
