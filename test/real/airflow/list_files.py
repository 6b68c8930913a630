"""Prints as JSON which files Airflow finds in each folder below one, without looking into them: `list_files.py SYNTAX FOLDER`."""

import json
import os
import sys

try:
    from airflow._shared.module_loading.file_discovery import find_path_from_directory
except ImportError:
    from airflow.utils.file import find_path_from_directory

def list_folder(folder):
    try:
        return sorted(os.path.relpath(path, folder) for path in find_path_from_directory(folder, ".airflowignore", syntax))
    except ValueError:
        return None  # a pattern that Airflow fails on


syntax, base = sys.argv[1:]
found = {name: list_folder(os.path.join(base, name)) for name in os.listdir(base)}
sys.stdout.write("\n@@@\n" + json.dumps(found) + "\n")
