"""Prints as JSON what Dagster makes of files, each as a code location: `dump_locations.py FOLDER FILE ...`."""

import json
import os
import sys
import traceback
import typing
import warnings

warnings.simplefilter("ignore")

import dagster
from dagster._config.field_utils import FIELD_HASH_CACHE
from dagster._core.definitions.assets.definition.asset_spec import SYSTEM_METADATA_KEY_AUTO_CREATED_STUB_ASSET, AssetExecutionType
from dagster._core.definitions.dependency import GraphNode
from dagster._core.definitions.reconstruct import repository_def_from_target_def
from dagster._core.workspace.autodiscovery import LOAD_ALL_ASSETS, autodefs_module_target, loadable_targets_from_python_file, loadable_targets_from_python_module


def dump_asset(key, node):
    kind = {AssetExecutionType.MATERIALIZATION: "materializable", AssetExecutionType.OBSERVATION: "observable"}
    partitions = node.partitions_def
    return {
        "key": list(key.path),
        "group": node.group_name,
        "deps": sorted(list(parent.path) for parent in node.parent_keys),
        "kind": kind.get(node.execution_type, "external"),
        "partitions": type(partitions).__name__ if partitions else None,
    }


def dump_type(config):
    """A config type, with what it takes and needs."""
    kind = config.kind.name
    if kind in ("STRICT_SHAPE", "PERMISSIVE_SHAPE", "SELECTOR"):
        return {kind: {name: {"type": dump_type(field.config_type), "required": field.is_required} for name, field in sorted(config.fields.items())}}
    if kind == "ARRAY":
        return {kind: dump_type(config.inner_type)}
    if kind == "NONEABLE":
        return {kind: dump_type(config.inner_type)}
    if kind == "MAP":
        return {kind: [dump_type(config.key_type), dump_type(config.inner_type)]}
    if kind == "ENUM":
        return {kind: sorted(config.config_values)}
    if kind == "SCALAR_UNION":
        return config.given_name or config.key
    return config.given_name or getattr(config, "key", None) or kind


def dump_config(graph, prefix=""):
    """The config of each op, by the ops that it is in."""
    found = {}
    for node in graph.nodes:
        name = f"{prefix}{node.name}"
        is_graph = isinstance(node, GraphNode)
        if is_graph and not node.definition.has_config_mapping:
            found.update(dump_config(node.definition, f"{name}."))
            continue
        if not node.definition.has_config_field:
            found[name] = None
            continue
        field = node.definition.config_field
        found[name] = {"type": dump_type(field.config_type), "required": field.is_required}
        found[name]["class"] = None if is_graph else json_schema_of(node.definition)
    return found


def json_schema_of(op):
    """Of a config class, which is compared with what is given when the op runs."""
    fn = getattr(op.compute_fn, "decorated_fn", None)
    if fn is None:
        return None
    try:
        annotation = typing.get_type_hints(fn).get("config")
    except Exception:
        return None
    if annotation is None or not hasattr(annotation, "model_json_schema"):
        return None
    try:
        return annotation.model_json_schema()
    except Exception:
        return None


def dump_job(job):
    partitions = job.partitions_def
    assets = sorted(list(key.path) for key in job.asset_layer.selected_asset_keys)
    return {
        "name": job.name,
        "nodes": sorted(node.name for node in job.graph.nodes),
        "assets": assets,
        "partitions": type(partitions).__name__ if partitions else None,
        "config": dict(sorted(dump_config(job.graph).items())),
        "mapped": job.config_mapping is not None and job.run_config is None,
        "given": job.run_config is not None,
    }


def dump_schedule(schedule):
    cron = schedule.cron_schedule
    return {
        "name": schedule.name,
        "cron": [cron] if isinstance(cron, str) else list(cron),
        "job": schedule.job_name,
        "timezone": schedule.execution_timezone,
        "status": schedule.default_status.value,
    }


def dump_sensor(sensor):
    return {"name": sensor.name, "jobs": sorted(target.job_name for target in sensor.targets), "status": sensor.default_status.value}


def is_own(name):
    return not name.startswith("__")


def dump_repository(repository):
    graph = repository.asset_graph
    stubs = [key for key in graph.get_all_asset_keys() if not is_listed(repository, key)]
    assets = [dump_asset(key, graph.get(key)) for key in sorted(graph.get_all_asset_keys()) if key not in stubs]
    checks = [{"asset": list(key.asset_key.path), "name": key.name} for key in sorted(graph.asset_check_keys)]
    return {
        "name": repository.name,
        "assets": assets,
        "checks": checks,
        "jobs": [dump_job(job) for job in sorted(repository.get_all_jobs(), key=lambda job: job.name) if is_own(job.name)],
        "schedules": [dump_schedule(one) for one in sorted(repository.schedule_defs, key=lambda one: one.name)],
        "sensors": [dump_sensor(one) for one in sorted(repository.sensor_defs, key=lambda one: one.name)],
        "resources": sorted(repository.get_top_level_resources()),
    }


def is_listed(repository, key):
    return SYSTEM_METADATA_KEY_AUTO_CREATED_STUB_ASSET not in repository.asset_graph.get(key).metadata


def targets_of(path, folder):
    """A file in a package is loaded as a module, from the folder that the package is in; a package of definitions as a whole."""
    names = [os.path.splitext(os.path.basename(path))[0]]
    place = os.path.dirname(path)
    while os.path.exists(os.path.join(place, "__init__.py")):
        names.insert(0, os.path.basename(place))
        place = os.path.dirname(place)
    if len(names) == 1:
        return loadable_targets_from_python_file(path, folder)
    sys.path.append(place)
    if names[-2:] == ["defs", "__init__"]:
        return [autodefs_module_target(".".join(names[:-1]), place)]
    return loadable_targets_from_python_module(".".join(names), place)


def load(path, folder):
    # Of shapes that name an enumeration alike Dagster makes one in a process, whatever its members.
    FIELD_HASH_CACHE.clear()
    targets = targets_of(path, folder)
    found = []
    for target in targets:
        definition = target.target_definition
        if target.attribute == LOAD_ALL_ASSETS:
            definition = dagster.Definitions(assets=definition)
        repository = repository_def_from_target_def(definition)
        repository.load_all_definitions()
        found.append(dump_repository(repository))
    return found


folder = os.path.abspath(sys.argv[1])
sys.path.append(folder)
answer = {}
for name in sys.argv[2:]:
    try:
        answer[name] = {"repositories": load(os.path.join(folder, name), folder), "error": None}
    except BaseException as error:  # noqa: BLE001 whatever keeps it from being loaded
        if os.environ.get("DUMP_TRACE"):
            traceback.print_exc()
        answer[name] = {"repositories": [], "error": type(error).__name__}
sys.stdout.write("\n@@@\n" + json.dumps({"dagster": dagster.__version__, "files": answer}, default=str) + "\n")
