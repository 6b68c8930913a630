"""
Prints as JSON what Airflow has. `list_names.py arguments`: the arguments of a DAG. `list_names.py group`: those of a task group.
`list_names.py context`: what it gives a function when the task runs. `list_names.py names`: the public names of its modules,
`module.name`, but for providers, of the modules that can be imported. `list_names.py gone FILE`: which names of a JSON list can be imported.
`list_names.py operators`: what the operators of Airflow and its standard provider take, `!` where it must be given.
`list_names.py accepted FILE`: which values of a JSON table, that are said to be refused, are not.
"""

import contextlib
import datetime
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


def group():
    from airflow.utils.task_group import TaskGroup

    return [name for name in inspect.signature(TaskGroup.__init__).parameters if name != "self"]


def context():
    with contextlib.suppress(ImportError):
        from airflow.sdk.bases.decorator import KNOWN_CONTEXT_KEYS

        return sorted(KNOWN_CONTEXT_KEYS)
    from airflow.decorators.base import KNOWN_CONTEXT_KEYS

    return sorted(KNOWN_CONTEXT_KEYS)


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


def operators():
    base = base_operator()
    roots = ["airflow.providers.standard.operators", "airflow.providers.standard.sensors", "airflow.operators", "airflow.sensors"]
    found = {"BaseOperator": [base]}
    for root in roots:
        with contextlib.suppress(ImportError):
            for module in pkgutil.iter_modules(importlib.import_module(root).__path__, f"{root}."):
                with contextlib.suppress(Exception):
                    for name, one in vars(importlib.import_module(module.name)).items():
                        if inspect.isclass(one) and issubclass(one, base) and one.__module__ == module.name:
                            found.setdefault(name, []).append(one)
    return {name: sorted({text for one in ones for text in taken(one, base)}) for name, ones in found.items()}


def base_operator():
    with contextlib.suppress(ImportError):
        from airflow.sdk import BaseOperator

        return BaseOperator
    from airflow.models.baseoperator import BaseOperator

    return BaseOperator


def taken(one, base):
    names = {}
    for part in one.__mro__:
        if "__init__" in vars(part) and issubclass(part, base):
            init = vars(part)["__init__"]
            parameters = list(inspect.signature(getattr(init, "__wrapped__", init)).parameters.values())[1:]
            for each in parameters:
                if each.kind not in (each.VAR_KEYWORD, each.VAR_POSITIONAL):
                    names.setdefault(each.name, each.default is each.empty)
    return [f"{name}!" if is_required else name for name, is_required in names.items()]


def accepted(file):
    from airflow import DAG
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.providers.standard.operators.python import PythonOperator
    from airflow.providers.standard.sensors.filesystem import FileSensor
    from airflow.utils.task_group import TaskGroup

    def of_some(name, value):
        if name == "python_callable":
            PythonOperator(task_id="a", python_callable=value)
        else:
            FileSensor(task_id="a", filepath="a", **{name: value})

    def of_group(name, value):
        with TaskGroup("a", **{name: value}):
            EmptyOperator(task_id="a")

    makers = {
        "ofTask": lambda name, value: EmptyOperator(**{"task_id": "a", name: value}),
        "ofMapped": lambda name, value: BashOperator.partial(task_id="a", **{name: value}).expand(bash_command=["a"]),
        "ofSome": of_some,
        "ofGroup": of_group,
        "ofDag": lambda name, value: DAG(**{"dag_id": "a", "schedule": None, name: value}),
    }
    with open(file) as given:
        tables = json.load(given)
    return [
        f"{table} {name} {kind}"
        for table, arguments in tables.items()
        for name, kinds in arguments.items()
        for kind in kinds
        if is_taken(lambda: within(makers[table], name, kind))  # noqa: B023
    ]


def within(make, name, kind):
    from airflow import DAG

    values = {
        "text": "x",
        "digits": "3",
        "integer": 3,
        "float": 1.5,
        "boolean": True,
        "none": None,
        "list": ["x"],
        "dict": {"a": 1},
        "timedelta": datetime.timedelta(1),
        "datetime": datetime.datetime(2026, 1, 1),
        "function": within,
    }
    with DAG("of", schedule=None):
        make(name, values[kind])


def is_taken(run):
    try:
        run()
    except Exception:
        return False
    return True


with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    asked, *rest = sys.argv[1:]
    answer = {"arguments": arguments, "group": group, "context": context, "names": names, "gone": there, "operators": operators, "accepted": accepted}[asked](*rest)
sys.stdout.write("\n@@@\n" + json.dumps(answer) + "\n")
