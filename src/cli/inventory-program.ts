import { classesProgram } from "./inventory-classes.ts";

/**
 * What the node's own Python is asked, as `python -I -c`: which packages are installed, and which files are theirs. It reads their
 * metadata, and of Airflow's providers which names they define, and imports none of them. For Python 3.8 and newer.
 */
export const inventoryProgram = `
import importlib.metadata, json, platform, re, sys
${classesProgram}

found, seen = [], set()
for one in importlib.metadata.distributions():
    name = one.metadata["Name"]
    key = re.sub(r"[-_.]+", "-", name or "").lower()
    if not key or not one.version or key in seen:
        continue
    seen.add(key)
    record = one.read_text("RECORD") is not None
    files = sorted({str(file).replace("\\\\", "/") for file in one.files or []}) if record else None
    if files is not None:
        files = [file for file in files if file.endswith((".py", ".so", ".pyd", ".pth")) and ".." not in file]
    top = one.read_text("top_level.txt")
    provider = any(point.group == "apache_airflow_provider" for point in one.entry_points)
    found.append({
        "name": key,
        "version": one.version,
        "files": files,
        "top": top.split() if top else None,
        "provider": provider,
        "classes": list_classes(one, files or []),
    })
json.dump({"python": platform.python_version(), "packages": found}, sys.stdout)
`;
