"""Prints as JSON what Airflow's own DagBag makes of folders: `dump_dags.py [--each] FOLDER ...`. Works with Airflow 2.11 and 3."""

import contextlib
import datetime
import importlib
import json
import os
import sys

from airflow import __version__

is_three = int(__version__.split(".")[0]) >= 3
if is_three:
    from airflow.dag_processing.dagbag import DagBag
else:
    from airflow.models.dagbag import DagBag


def dump_task(task):
    mapped = "MappedOperator" in type(task).__name__
    rule = task.trigger_rule
    return {
        "task_id": task.task_id,
        "mapped": mapped,
        "trigger_rule": str(getattr(rule, "value", rule)),
        "owner": task.owner,
        "is_setup": bool(task.is_setup),
        "is_teardown": bool(task.is_teardown),
        "downstream": sorted(task.downstream_task_ids),
    }


def dump_schedule(dag):
    if is_three:
        value = dag.schedule
    else:
        value = dag.schedule_interval
    timetable = dag.timetable
    return {"text": value if isinstance(value, str) else None, "type": type(value).__name__, "timetable": type(timetable).__name__}


def dump_start(start):
    """`recent`: what is so near to now was most likely counted from it, and is another day tomorrow."""
    if start is None:
        return None
    is_near = abs(datetime.datetime.now(datetime.timezone.utc) - start) < datetime.timedelta(days=31)
    return "recent" if is_near else start.isoformat()


def dump_dag(dag, folder):
    return {
        "dag_id": dag.dag_id,
        "file": os.path.relpath(os.path.abspath(dag.fileloc), folder),
        "schedule": dump_schedule(dag),
        "start_date": dump_start(dag.start_date),
        "catchup": bool(dag.catchup),
        "tags": sorted(dag.tags or []),
        "params": sorted(dag.params),
        "tasks": [dump_task(task) for task in sorted(dag.tasks, key=lambda task: task.task_id)],
    }


def open_bag(place):
    options = {} if is_three else {"include_examples": False, "read_dags_from_db": False}
    return DagBag(dag_folder=place, **options)


def dump_folder(folder, is_each):
    """`is_each`: each file in a bag and a process of its own, as files may have the same ids, or change what others find."""
    folder = os.path.abspath(folder)
    sys.path.append(folder)
    if is_each:
        load_what_is_common()
        parts = [in_own_process(dump_or_leave, os.path.join(folder, name), folder) for name in sorted(os.listdir(folder))]
    else:
        parts = [dump_place(folder, folder)]
    return {
        "dags": [dag for part in parts for dag in part["dags"]],
        "import_errors": dict(sorted(error for part in parts for error in part["import_errors"].items())),
        "files": sorted(file for part in parts for file in part["files"]),
        **({"left_out": {file: error for part in parts for file, error in part["left_out"].items()}} if is_each else {}),
    }


def dump_or_leave(place, folder):
    """`left_out`: Airflow takes the file, and yet what it holds cannot be told, such as tags that have no order."""
    try:
        return {**dump_place(place, folder), "left_out": {}}
    except Exception as error:
        return {"dags": [], "import_errors": {}, "files": [], "left_out": {os.path.relpath(place, folder): repr(error)}}


def dump_place(place, folder):
    bag = open_bag(place)
    errors = {os.path.relpath(os.path.join(folder, path), folder): name_of(error) for path, error in bag.import_errors.items()}
    # Airflow 3.3 leaves the place that was asked for out of the paths.
    found = [stat.file.removeprefix(place).lstrip("/") for stat in bag.dagbag_stats]
    files = [os.path.relpath(os.path.join(place, one).rstrip("/"), folder) for one in found]
    return {"dags": [dump_dag(dag, folder) for _, dag in sorted(bag.dags.items())], "import_errors": errors, "files": files}


def in_own_process(work, *arguments):
    """What `work` answers, as JSON gives it back."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "w") as pipe:
            json.dump(work(*arguments), pipe, default=str)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    if status != 0:
        raise RuntimeError(f"the process of {arguments} ended with {status}")
    return json.loads(answer)


def load_what_is_common():
    """What most files import, so that not each process loads it anew."""
    for name in ["airflow.decorators", "airflow.operators.empty", "airflow.providers.standard.operators.bash", "airflow.utils.task_group"]:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def name_of(error):
    """The exception's class."""
    return error.strip().splitlines()[-1].split(":")[0].split(".")[-1]


is_each = sys.argv[1] == "--each"
folders = [dump_folder(one, is_each) for one in sys.argv[2 if is_each else 1 :]]
answer = {"airflow": __version__, "folders": folders}
sys.stdout.write("\n@@@\n" + json.dumps(answer, default=str) + "\n")
