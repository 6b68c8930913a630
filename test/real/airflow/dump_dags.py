"""Prints as JSON what Airflow's own DagBag makes of folders: `dump_dags.py [--each] FOLDER ...`. Works with Airflow 2.11 and 3."""

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


def open_bag(place):
    options = {} if is_three else {"include_examples": False, "read_dags_from_db": False}
    return DagBag(dag_folder=place, **options)


def dump_folder(folder, is_each):
    """`is_each`: a bag for each file, as files may have the same ids."""
    folder = os.path.abspath(folder)
    sys.path.append(folder)
    places = [os.path.join(folder, name) for name in sorted(os.listdir(folder))] if is_each else [folder]
    dags, errors, files = [], {}, []
    for place in places:
        bag = open_bag(place)
        dags += [dump_dag(dag, folder) for _, dag in sorted(bag.dags.items())]
        for path, error in bag.import_errors.items():
            errors[os.path.relpath(os.path.join(folder, path), folder)] = name_of(error)
        # Airflow 3.3 leaves the place that was asked for out of the paths.
        found = [stat.file.removeprefix(place).lstrip("/") for stat in bag.dagbag_stats]
        files += [os.path.relpath(os.path.join(place, one).rstrip("/"), folder) for one in found]
    return {"dags": dags, "import_errors": dict(sorted(errors.items())), "files": sorted(files)}


def name_of(error):
    """The exception's class."""
    return error.strip().splitlines()[-1].split(":")[0].split(".")[-1]


is_each = sys.argv[1] == "--each"
folders = [dump_folder(one, is_each) for one in sys.argv[2 if is_each else 1 :]]
answer = {"airflow": __version__, "folders": folders}
sys.stdout.write("\n@@@\n" + json.dumps(answer, default=str) + "\n")
