/**
 * A part of what the node's Python is asked: which classes the modules of Airflow's providers, and `airflow.sdk`, have. It reads their text
 * (`ast`) and runs none of it; more names than there are do no harm, fewer would. `None` is said of a module that makes names as it runs.
 */
export const classesProgram = String.raw`
import ast

most_bytes = 5_000_000
definitions = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)

def is_typing(test):
    return "TYPE_CHECKING" in (getattr(test, "id", ""), getattr(test, "attr", ""))

def names_in(body):
    for one in body:
        if isinstance(one, ast.If) and is_typing(one.test):
            yield from names_in(one.orelse)
            continue
        for node in [one] if isinstance(one, definitions) else ast.walk(one):
            if isinstance(node, definitions):
                yield node.name
            elif isinstance(node, ast.alias):
                yield (node.asname or node.name).split(".")[0]
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id

def lazy_names(body):
    for one in body:
        target = one.target if isinstance(one, ast.AnnAssign) else one.targets[0] if isinstance(one, ast.Assign) else None
        if getattr(target, "id", "") == "__lazy_imports" and isinstance(one.value, ast.Dict):
            return [getattr(key, "value", "") for key in one.value.keys]
    return None

def classes_of(path):
    try:
        with open(path, "rb") as file:
            text = file.read(most_bytes + 1)
        if len(text) > most_bytes:
            return None
        tree = ast.parse(text)
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    lazy = lazy_names(tree.body)
    names = set(names_in(tree.body)) | set(lazy or [])
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            names.update(node.names)
    is_open = {"*", "__getattr__"} & names or re.search(rb"globals\(|sys\.modules|setattr\(|exec\(", text)
    if lazy is None and is_open:
        return None
    found = sorted(name for name in names if re.match(r"[A-Z]\w*[a-z]", name))
    return found if len(found) <= 5000 else None

def list_classes(distribution, files):
    found = {}
    for file in files:
        if not file.endswith((".py", ".so", ".pyd")) or not (file.startswith("airflow/providers/") or file == "airflow/sdk/__init__.py"):
            continue
        steps = file[:file.rindex("/") + 1] + file[file.rindex("/") + 1:].split(".")[0]
        module = steps.replace("/", ".")
        module = module[:-len(".__init__")] if module.endswith(".__init__") else module
        if not all(step.isidentifier() for step in module.split(".")):
            continue
        is_read = file.endswith(".py") and "example_dags" not in file
        found[module] = classes_of(str(distribution.locate_file(file))) if is_read else None
    return found
`;
