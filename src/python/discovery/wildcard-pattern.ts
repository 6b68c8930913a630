import { RE2JS } from "re2js";

/** A line of a `.gitignore`, as pathspec's `GitWildMatchPattern` reads it (pathspec/patterns/gitignore/spec.py). */
export interface WildcardPattern {
  readonly regexp: RE2JS;
  /** `false`: what matches is taken back in (`!…`). */
  readonly isIncluded: boolean;
}

/** `null` for what matches nothing: empty lines, comments, broken ranges. */
export function readWildcard(line: string): WildcardPattern | null {
  const trimmed = line.endsWith("\\ ") ? line : line.trimEnd();
  if (trimmed === "" || trimmed === "/" || trimmed.startsWith("#")) return null;
  const isIncluded = !trimmed.startsWith("!");
  const segments = (isIncluded ? trimmed : trimmed.slice(1)).split("/");
  const isDirectory = segments.at(-1) === "";
  const source = translate(segments, isDirectory);
  if (source === null) return null;
  try {
    return { regexp: RE2JS.compile(source), isIncluded };
  } catch {
    return null; // a class of characters that no regular expression has
  }
}

function translate(segments: string[], isDirectory: boolean): string | null {
  if (segments[0] === "") segments.shift();
  else if ((segments.length === 1 || (segments.length === 2 && segments[1] === "")) && segments[0] !== "**")
    segments.unshift("**");
  if (segments.length === 0) return null;
  if (segments.at(-1) === "") segments[segments.length - 1] = "**";
  const all = segments.filter((one, index) => one !== "**" || segments[index - 1] !== "**");
  const form = all.join("/");
  if (form === "**") return isDirectory ? "/" : ".";
  if (form === "**/*") return ".";
  if (form === "**/*/**") return "/";
  return translateSegments(all, isDirectory);
}

function translateSegments(segments: readonly string[], isDirectory: boolean): string | null {
  const last = segments.length - 1;
  const parts: string[] = [];
  let needsSlash = false;
  for (const [index, segment] of segments.entries()) {
    if (segment === "**") {
      if (index === 0) parts.push("^(?:.+/)?");
      else if (index < last) {
        parts.push("(?:/.+)?");
        needsSlash = true;
      } else parts.push("/");
      continue;
    }
    const glob = segment === "*" ? "[^/]+" : translateGlob(segment);
    if (glob === null) return null;
    parts.push(index === 0 ? "^" : "", needsSlash ? "/" : "", glob, index === last ? "(?:/|$)" : "");
    needsSlash = true;
  }
  return parts.length === 0 && isDirectory ? "/" : parts.join("");
}

function translateGlob(segment: string): string | null {
  let found = "";
  for (let at = 0; at < segment.length; at += 1) {
    const one = segment.charAt(at);
    if (one === "\\") {
      at += 1;
      if (at === segment.length) return null;
      found += RE2JS.quote(segment.charAt(at));
    } else if (one === "*") found += "[^/]*";
    else if (one === "?") found += "[^/]";
    else if (one === "[") {
      const end = endOfRange(segment, at + 1);
      if (end === -1) return null;
      found += `[${segment
        .slice(at + 1, end)
        .replace(/^[!^]/, "^")
        .replaceAll("\\", "\\\\")}]`;
      at = end;
    } else found += RE2JS.quote(one);
  }
  return found;
}

/** Where the `]` of a range stands; -1 when it has none. */
function endOfRange(segment: string, start: number): number {
  let at = start;
  if (segment.charAt(at) === "!" || segment.charAt(at) === "^") at += 1;
  if (segment.charAt(at) === "]") at += 1;
  return segment.indexOf("]", at);
}
