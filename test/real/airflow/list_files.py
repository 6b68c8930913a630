"""Prints as JSON which files Airflow finds below folders, without looking into them: `list_files.py SYNTAX FOLDER ...`."""

import json
import os
import sys

try:
    from airflow._shared.module_loading.file_discovery import find_path_from_directory
except ImportError:
    from airflow.utils.file import find_path_from_directory

syntax, *folders = sys.argv[1:]
found = [
    sorted(os.path.relpath(path, folder) for path in find_path_from_directory(folder, ".airflowignore", syntax))
    for folder in folders
]
sys.stdout.write("\n@@@\n" + json.dumps(found) + "\n")
