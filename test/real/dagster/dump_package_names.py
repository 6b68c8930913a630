"""Prints as JSON the names that common modules and classes of Python's library, and of what Dagster itself needs, have."""

import importlib
import json
import sys
import warnings

warnings.simplefilter("ignore")

MODULES = """
abc argparse base64 calendar collections collections.abc contextlib copy csv dataclasses datetime decimal enum functools glob hashlib
inspect io itertools json logging math operator os os.path pathlib random re shutil statistics string subprocess sys tempfile textwrap
time types typing typing_extensions uuid warnings zoneinfo urllib.parse pydantic yaml
""".split()
CLASSES = """
datetime.date datetime.datetime datetime.time datetime.timedelta datetime.timezone pathlib.Path os.environ uuid.UUID decimal.Decimal
builtins.bool builtins.bytes builtins.dict builtins.float builtins.frozenset builtins.int builtins.list builtins.object builtins.set
builtins.str builtins.tuple
""".split()


def names_in(owner, is_module):
    """Other modules that one imports are left out, and constants, of which there are many that nobody needs."""
    for name in dir(owner):
        is_constant = name.isupper() and owner.__name__ not in ("typing", "re", "logging", "string") if is_module else False
        if not name.startswith("_") and not is_constant:
            yield name


found = {name: " ".join(names_in(importlib.import_module(name), True)) for name in MODULES}
for full in CLASSES:
    module, name = full.split(".")
    found[full] = " ".join(names_in(getattr(importlib.import_module(module), name), False))
print("\n@@@\n" + json.dumps({"python": ".".join(map(str, sys.version_info[:2])), "names": dict(sorted(found.items()))}))
