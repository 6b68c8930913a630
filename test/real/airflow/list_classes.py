"""Prints as JSON which classes the modules of an inventory have, imported for real, that it does not tell: `list_classes.py INVENTORY`."""

import importlib
import json
import re
import sys

with open(sys.argv[1]) as file:
    packages = json.load(file)["packages"]
told = {module: names for one in packages for module, names in one.get("classes", {}).items() if names is not None}

untold, failed, checked = [], [], 0
for module, names in sorted(told.items()):
    try:
        found = importlib.import_module(module)
    except BaseException as problem:
        failed.append(f"{module}: {type(problem).__name__}")
        continue
    here = [name for name in vars(found) if re.match(r"[A-Z]\w*[a-z]", name)]
    checked += len(here)
    untold += [f"{module}.{name}" for name in here if name not in names]
answer = {"untold": untold, "failed": failed, "checked": checked, "modules": len(told)}
sys.stdout.write("\n@@@\n" + json.dumps(answer) + "\n")
