"""Prints as JSON the names of `dagster` and `dagster.components`, with what each takes where it is called."""

import enum
import inspect
import json
import types
import typing
import warnings

warnings.simplefilter("ignore")

import dagster
import dagster.components
from dagster._symbol_annotations.lifecycle import get_deprecated_params, has_deprecated_params

KINDS = {bool: "b", int: "i", float: "if", str: "s", type: "k", type(None): "n"}
MANY = {"Iterable": "luSdg", "Collection": "luSdg", "Callable": "c"}


def kinds_of(note):
    """A letter for each kind of value that an annotation takes; `?` where it may be any."""
    if typing.get_origin(note) in (typing.Union, types.UnionType):
        return "".join(kinds_of(one) for one in typing.get_args(note))
    head = typing.get_origin(note) or note
    if not inspect.isclass(head) or head is inspect.Parameter.empty or head is object or typing.is_typeddict(head):
        return "n" if note is None else "?"
    if head in KINDS or head.__name__ in MANY:
        return KINDS.get(head) or MANY[head.__name__]
    of_python = [letter for kind, letter in ((dict, "d"), (list, "l"), (tuple, "u"), (set, "S")) if issubclass(kind, head)]
    return "".join(of_python) or ("o" if head.__module__.startswith(("dagster", "datetime")) else "?")


def shown(parameter):
    kinds = kinds_of(parameter.annotation)
    needed = "!" if parameter.default is parameter.empty else ""
    return f"{parameter.name}{needed}{'' if '?' in kinds else ':' + ''.join(sorted(set(kinds)))}"


def signature_of(value):
    """Its parameters: `!` behind what is needed, kinds behind `:`, `|` before what goes by name alone; `None` where Python does not say."""
    try:
        parameters = list(inspect.signature(value).parameters.values())
        is_strict = "only_allow_hidden_params_in_kwargs" in inspect.getsource(value)
    except (ValueError, TypeError, OSError):
        return None
    parts = []
    for one in parameters:
        if one.kind is one.VAR_KEYWORD:
            parts.extend(get_deprecated_params(value) if is_strict and has_deprecated_params(value) else ["**"])
        elif one.kind is one.VAR_POSITIONAL:
            parts.append("*")
        else:
            if one.kind is one.KEYWORD_ONLY and "|" not in parts and "*" not in parts:
                parts.append("|")
            parts.append(shown(one))
    return " ".join(parts)


def is_followed(value):
    """Pydantic has signatures of its own."""
    return not inspect.isclass(value) or not any(base.__module__.startswith("pydantic") for base in value.__mro__)


def names_in(module, prefix):
    for name in dir(module):
        value = getattr(module, name)
        if name.startswith("__") or (inspect.ismodule(value) and name != "components"):
            continue
        yield prefix + name, signature_of(value) if callable(value) and is_followed(value) else None
        # A record of Dagster's is a class on top of one of the same name.
        for base in [one for one in value.__mro__ if one.__name__ == name] if inspect.isclass(value) else []:
            for own, kept in vars(base).items():
                if isinstance(kept, (staticmethod, classmethod)) and not own.startswith("_"):
                    yield f"{prefix}{name}.{own}", signature_of(getattr(value, own))
        for member in value if inspect.isclass(value) and issubclass(value, enum.Enum) else []:
            yield f"{prefix}{name}.{member.name}", None


def methods_in(name):
    """What is called on an instance, without `self`."""
    for own in dir(getattr(dagster, name)):
        method = inspect.getattr_static(getattr(dagster, name), own)
        parts = (signature_of(method) or "").split(" ") if inspect.isfunction(method) and not own.startswith("_") else []
        if parts and parts[0].startswith("self"):
            yield f"{name}.{own}", " ".join(parts[1:])


DEFINITIONS = "AssetsDefinition AssetChecksDefinition AssetSpec SourceAsset OpDefinition GraphDefinition JobDefinition ScheduleDefinition SensorDefinition Definitions AssetKey".split()
members = {name: " ".join(one for one in dir(getattr(dagster, name)) if not one.startswith("_")) for name in DEFINITIONS}
names = {**dict(names_in(dagster, "")), **dict(names_in(dagster.components, "components."))}
methods = dict(one for name in DEFINITIONS for one in methods_in(name))
print("\n@@@\n" + json.dumps({"version": dagster.__version__, "names": dict(sorted(names.items())), "members": members, "methods": methods}))
