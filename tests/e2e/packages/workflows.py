#!/usr/bin/python3
"""workflows.py ROOT: each workflow in .github/workflows is valid by schemas/workflow.json, which refuses spoilt copies, and runs scripts that are there.
PACKAGE_SCHEMAS=<folder> has the format's own schema, github-workflow.json (schemas/own.txt): by it they must be valid, and spoilt copies not, too."""
import json
import os
import pathlib
import re
import sys

import jsonschema
import yaml

root = pathlib.Path(sys.argv[1])
ours = json.loads((pathlib.Path(__file__).resolve().parent / "schemas" / "workflow.json").read_text())
bad = 0


def complain(text):
    global bad
    print("workflows.py:", text)
    bad = 1


def read(path):
    """Returns the workflow; YAML takes the key `on` for a truth value."""
    data = yaml.safe_load(path.read_text())
    if True in data:
        data["on"] = data.pop(True)
    return data


def errors(schema, data):
    return [error.message[:200] for error in jsonschema.Draft7Validator(schema).iter_errors(data)]


def spoilt(data):
    """Yields what was done, and the data with it done."""
    text = json.dumps(data)
    for name in ("name", "on", "permissions", "jobs"):
        yield f"{name} is missing", {key: value for key, value in data.items() if key != name}
    for old, new in (('"runs-on"', '"runs"'), ('"steps"', '"step"'), ('"run":', '"runs":'), ('"uses": "', '"uses": "./'), ('"contents": "read"', '"contents": "all"'),
                     ('"timeout-minutes": ', '"timeout-minutes": 10'), ('"path"', '"paths"')):
        if old in text:
            yield f"{old} is {new}", json.loads(text.replace(old, new))


paths = sorted((root / ".github" / "workflows").glob("*.yml"))
if len(paths) < 2:
    complain("there are not two workflows")
for path in paths:
    data = read(path)
    for error in errors(ours, data):
        complain(f"{path.name}: {error}")
    for what, other in spoilt(data):
        if not errors(ours, other):
            complain(f"{path.name}: it is valid although {what}")
    if "PACKAGE_SCHEMAS" in os.environ:
        own = json.loads((pathlib.Path(os.environ["PACKAGE_SCHEMAS"]) / "github-workflow.json").read_text())
        for error in errors(own, data):
            complain(f"{path.name}: by the format's own schema: {error}")
        if all(not errors(own, other) for what, other in spoilt(data)):
            complain(f"{path.name}: the format's own schema refuses no spoilt copy")
    for job in data["jobs"].values():
        for step in job["steps"]:
            for name in re.findall(r"(?:^|[\s])((?:\./|scripts[\\/]|regscripts[\\/]|samples[\\/]|packages[\\/])?[A-Za-z][\w\\/-]*(?:\.cmd|\.ps1|\.vbs|\.txt)|\./[a-z]+|scripts/[a-z]+)(?=\s|$)", step.get("run", "")):
                if not (root / name.replace("\\", "/")).exists():
                    complain(f"{path.name}: there is no {name}")
sys.exit(bad)
