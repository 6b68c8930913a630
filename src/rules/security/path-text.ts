import type { CallValue, CodeValue, TextValue } from "../../python/code/code-facts.ts";
import { lastPart } from "./code-values.ts";

/** What gives back the path that it is given. */
const keepers =
  /^(?:os\.(?:path\.(?:expanduser|abspath|realpath|expandvars|normpath)|fspath)|builtins\.str|urllib\.request\.Request)$/;
const joiners = /^(?:os\.path\.join|pathlib\.\w*Path|operator\.truediv)$/;
const longest = 2000;
const mostDepth = 60;
const known = new WeakMap<CodeValue, { readonly path: string | null }>();

/**
 * The text of a path with U+FFFC for what is not known of it, as far as it is written out: of `os.path.join(…)`, `Path(…) / "a"` and
 * `Path(…).joinpath(…)`, `dirname(…)`, `Path(…).parent` and `Path.home()` too, without `file://` and detours such as `/tmp/..`. At most 2,000
 * characters; `null` for what is no path.
 */
export function pathOf(value: CodeValue, depth = 0): string | null {
  const before = known.get(value);
  if (before !== undefined) return before.path;
  const written = depth > mostDepth ? null : readPath(value, depth + 1);
  const path = written === null ? null : straighten(written.slice(0, longest));
  known.set(value, { path });
  return path;
}

function readPath(value: CodeValue, depth: number): string | null {
  if (value.kind === "text") return ofText(value, depth);
  if (value.kind !== "call") return null;
  if (value.paths.some((path) => /^pathlib\.\w*Path\.home$/.test(path))) return "~";
  const given = value.arguments.filter(({ name }) => name === null || name === "url").map((one) => one.value);
  const [first] = given;
  if (value.paths.some((path) => keepers.test(path))) return first === undefined ? null : pathOf(first, depth);
  if (value.paths.includes("os.path.dirname")) return first === undefined ? null : folderOf(pathOf(first, depth));
  return value.paths.some((path) => joiners.test(path)) ? join(given, depth) : ofMethod(value, given, depth);
}

/** `dirname(…) + "/a"`: what is known of the paths in a text. */
function ofText({ parts }: TextValue, depth: number): string {
  let written = "";
  for (const part of parts) {
    written += typeof part === "string" ? part : ((part.kind === "call" ? pathOf(part, depth) : null) ?? "\uFFFC");
    if (written.length > longest) break;
  }
  return written;
}

/** What a path's own method makes of it. */
function ofMethod({ on, paths }: CallValue, given: readonly CodeValue[], depth: number): string | null {
  const method = lastPart(paths[0] ?? "");
  const before = on?.kind === "call" ? pathOf(on, depth) : null;
  if (method === "parent") return folderOf(before);
  if (on === null || before === null) return null;
  if (/^(?:resolve|absolute|expanduser)$/.test(method)) return before;
  if (method === "joinpath") return join([on, ...given], depth);
  if (method === "with_suffix") return `${before.replace(/\.[^./]*$/, "")}${join(given, depth) ?? "\uFFFC"}`;
  return method === "with_name" ? `${folderOf(before)}/${join(given, depth) ?? "\uFFFC"}` : null;
}

/** What is not known of a path may be several steps of it. */
function folderOf(path: string | null): string {
  const end = path?.lastIndexOf("/") ?? -1;
  return path === null || end === -1 ? "\uFFFC" : path.slice(0, end) || "/";
}

/** An absolute part makes nothing of those before it. https://docs.python.org/3/library/os.path.html#os.path.join */
function join(parts: readonly CodeValue[], depth: number): string | null {
  const texts = parts.slice(0, 100).map((part) => pathOf(part, depth));
  if (texts.every((text) => text === null)) return null;
  const start = Math.max(
    0,
    texts.findLastIndex((text) => text?.startsWith("/") === true),
  );
  return texts
    .slice(start)
    .map((text) => text ?? "\uFFFC")
    .join("/");
}

/** Without what leads back to where it began; a name that is not known may be a link, and is left. */
function straighten(path: string): string {
  const local = path.replace(/^file:(?:\/\/(?:localhost)?)?(?=\/)/i, "");
  if (!local.startsWith("/")) return local;
  const names: string[] = [];
  for (const name of local.split("/")) {
    if (name === ".." && !(names.at(-1) ?? "").includes("\uFFFC")) names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return `/${names.join("/")}${names.length > 0 && /\/\.?$/.test(local) ? "/" : ""}`;
}
