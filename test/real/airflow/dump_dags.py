"""Prints as JSON what Airflow's own DagBag makes of folders: `dump_dags.py FOLDER ...`. Works with Airflow 2.11 and 3."""

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
    return {"text": str(value), "type": type(value).__name__, "timetable": type(timetable).__name__}


def dump_dag(dag, folder):
    start = dag.start_date
    return {
        "dag_id": dag.dag_id,
        "file": os.path.relpath(os.path.abspath(dag.fileloc), folder),
        "schedule": dump_schedule(dag),
        "start_date": start.isoformat() if start else None,
        "catchup": bool(dag.catchup),
        "tags": sorted(dag.tags or []),
        "params": sorted(dag.params),
        "tasks": [dump_task(task) for task in sorted(dag.tasks, key=lambda task: task.task_id)],
    }


def dump_folder(folder):
    folder = os.path.abspath(folder)
    sys.path.append(folder)
    options = {} if is_three else {"include_examples": False, "read_dags_from_db": False}
    bag = DagBag(dag_folder=folder, **options)
    errors = {os.path.relpath(os.path.join(folder, path), folder): error for path, error in bag.import_errors.items()}
    return {
        "dags": [dump_dag(dag, folder) for _, dag in sorted(bag.dags.items())],
        "import_errors": {path: name_of(error) for path, error in sorted(errors.items())},
        "files": sorted(relative_to(folder, stat.file) for stat in bag.dagbag_stats),
    }


def relative_to(folder, path):
    """Airflow 3.3 leaves the folder out of paths, but not the slash after it."""
    return os.path.relpath(path if path.startswith(folder) else os.path.join(folder, path.lstrip("/")), folder)


def name_of(error):
    """The exception's class."""
    return error.strip().splitlines()[-1].split(":")[0].split(".")[-1]


folders = [dump_folder(one) for one in sys.argv[1:]]
sys.stdout.write("\n@@@\n" + json.dumps({"airflow": __version__, "folders": folders}) + "\n")
