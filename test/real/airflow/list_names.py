"""
Prints as JSON what Airflow has. `list_names.py arguments`: the arguments of a DAG. `list_names.py names`: the public names of its modules,
`module.name`, but for providers, of the modules that can be imported. `list_names.py gone FILE`: which names of a JSON list can be imported.
"""

import contextlib
import functools
import importlib
import inspect
import io
import json
import pkgutil
import sys
import warnings

warnings.simplefilter("ignore")
skipped = ("airflow.providers", "airflow.migrations", "airflow.example_dags", "airflow.www", "airflow.ui", "airflow.__main__")


def arguments():
    from airflow import DAG

    return [name for name in inspect.signature(DAG.__init__).parameters if name not in ("self", "kwargs")]


def names():
    import airflow

    for module in pkgutil.walk_packages(airflow.__path__, "airflow.", onerror=lambda _: None):
        if not module.name.startswith(skipped):
            with contextlib.suppress(BaseException):
                importlib.import_module(module.name)
    own = {path: module for path, module in sys.modules.items() if path.startswith("airflow.") and not path.startswith(skipped)}
    return sorted(f"{path}.{name}" for path, module in own.items() for name in {*vars(module), *former(module)} if name.isidentifier() and name[0] != "_")


def former(module):
    """The names that `add_deprecated_classes` of Airflow 2 gave it, which are looked up when somebody asks for them."""
    lazy = vars(module).get("__getattr__")
    return lazy.args[0] if isinstance(lazy, functools.partial) else ()


def can_be_imported(path):
    module, name = path.rsplit(".", 1)
    try:
        exec(f"from {module} import {name}", {})
    except ImportError:
        return False
    return True


def there(file):
    with open(file) as given:
        return [path for path in json.load(given) if can_be_imported(path)]


with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    asked, *rest = sys.argv[1:]
    answer = {"arguments": arguments, "names": names, "gone": there}[asked](*rest)
sys.stdout.write("\n@@@\n" + json.dumps(answer) + "\n")
