"""Writes the examples in Dagster's own docstrings to files, and prints their names: `extract_examples.py FOLDER`."""

import ast
import json
import os
import pathlib
import re
import sys
import textwrap

import dagster

target = pathlib.Path(sys.argv[1])
root = pathlib.Path(dagster.__file__).parent
block = re.compile(r"^(?P<indent>[ \t]*)\.\. code-block:: python\s*\n(?:[ \t]+:\w+:.*\n)*(?P<body>(?:[ \t]*\n|(?P=indent)[ \t]+.*\n?)+)", re.M)


def docstrings(tree):
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            text = ast.get_docstring(node, clean=True)
            if text:
                yield text


def with_imports(code):
    """Names that the example leaves to the reader are imported, where Dagster has them."""
    tree = ast.parse(code)
    loaded = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    bound = {alias.asname or alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names}
    wanted = sorted(name for name in loaded - bound if name[0] != "_" and hasattr(dagster, name))
    lines = ([f"from dagster import {', '.join(wanted)}"] if wanted else []) + (["import dagster as dg"] if "dg" in loaded - bound else [])
    if "from __future__" in code:
        return code
    return "\n".join([*lines, code])


names = []
seen = set()
for path in sorted(root.rglob("*.py")):
    try:
        tree = ast.parse(path.read_text())
    except SyntaxError:
        continue
    for text in docstrings(tree):
        for found in block.finditer(text + "\n"):
            code = textwrap.dedent(found["body"]).strip() + "\n"
            if code in seen:
                continue
            seen.add(code)
            try:
                code = with_imports(code)
            except SyntaxError:
                continue
            name = f"example_{len(names):03}_{path.stem}.py"
            (target / name).write_text(code)
            names.append(name)
os.sync()
sys.stdout.write("\n@@@\n" + json.dumps(names) + "\n")
