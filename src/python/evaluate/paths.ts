import { positionals } from "./arguments.ts";
import type { Machine } from "./machine.ts";
import { native, ofList, ofString, unknown } from "./make-values.ts";
import type { PathValue, Value } from "./value.ts";
import { stringOf } from "./value-contents.ts";

/** Joins names to a path of the repository; `null` where that leaves it, or is not known. */
export function joinPaths(base: PathValue, parts: readonly Value[]): PathValue | null {
  const names = base.path === "" ? [] : base.path.split("/");
  for (const part of parts) {
    const text = stringOf(part);
    if (text === null || text.startsWith("/")) return null;
    for (const name of text.split("/")) {
      if (name === "" || name === ".") continue;
      if (name !== "..") names.push(name);
      else if (names.pop() === undefined) return null;
    }
  }
  return { ...base, path: names.join("/") };
}

export function parentOf(path: PathValue): PathValue | null {
  if (path.path === "") return null;
  const names = path.path.split("/");
  return { ...path, path: names.slice(0, -1).join("/") };
}

export function baseName(path: PathValue): string | null {
  return path.path === "" ? null : (path.path.split("/").at(-1) ?? null);
}

/** An attribute of a `pathlib.Path`, or a method of a string that is the name of a file. */
export function pathAttribute(path: PathValue, name: string): Value | null {
  return path.form === "Path" ? ofPathlib(path, name) : ofText(path, name);
}

function ofPathlib(path: PathValue, name: string): Value | null {
  const base = baseName(path);
  const stem = base === null ? null : base.replace(/(?<=.)\.[^.]+$/, "");
  const same = native(name, () => path);
  switch (name) {
    case "name":
      return base === null ? null : ofString(base);
    case "stem":
      return stem === null ? null : ofString(stem);
    case "suffix":
      return base === null || stem === null ? null : ofString(base.slice(stem.length));
    case "parent":
      return parentOf(path);
    case "parents":
      return ofList(listParents(path), null);
    case "resolve":
    case "absolute":
    case "expanduser":
      return same;
    case "as_posix":
    case "__str__":
      return native(name, () => ({ ...path, form: "str" }));
    case "joinpath":
      return native(name, ({ arguments: given, text }) => joinPaths(path, positionals(given)) ?? unknown(text));
    case "with_suffix":
    case "with_name":
    case "with_stem":
      return native(name, ({ arguments: given, text }) => {
        const part = stringOf(positionals(given)[0]);
        const parent = parentOf(path);
        if (part === null || parent === null || stem === null || base === null) return unknown(text);
        const changed =
          name === "with_suffix" ? stem + part : name === "with_name" ? part : part + base.slice(stem.length);
        return joinPaths(parent, [ofString(changed)]) ?? unknown(text);
      });
    case "read_text":
      return native(name, ({ machine, text }) => {
        const content = machine.surroundings.readText(path.path);
        return content === null ? unknown(text) : ofString(content.replaceAll("\r\n", "\n"));
      });
    case "exists":
    case "is_file":
      return native(name, ({ machine, text }) =>
        machine.surroundings.readText(path.path) === null
          ? unknown(text)
          : { kind: "constant", constant: { type: "bool", value: true } },
      );
    case "open":
      return native(name, () => ({ ...path, form: "str", opened: { isRead: false } }));
    default:
      return null;
  }
}

/** The text of an open file, which is there once. */
export function readOpen(path: PathValue, machine: Machine): string | null {
  const { opened } = path;
  if (opened?.isRead === true) return null;
  if (opened !== undefined) opened.isRead = true;
  return machine.surroundings.readText(path.path);
}

function listParents(path: PathValue): readonly Value[] {
  const found: Value[] = [];
  for (let one = parentOf(path); one !== null; one = parentOf(one)) found.push(one);
  return found;
}

/** Of `__file__` as a string, only its end is known. */
function ofText(path: PathValue, name: string): Value | null {
  const base = baseName(path);
  if (base === null) return null;
  if (name === "read") {
    return native(name, ({ machine, text, arguments: given }) => {
      const content = given.length === 0 ? readOpen(path, machine) : null;
      return content === null ? unknown(text) : ofString(content.replaceAll("\r\n", "\n"));
    });
  }
  if (path.opened !== undefined) path.opened.isRead = true;
  return null;
}
