import { isTable, keyLocator, type Table, tableAt } from "./pyproject-table.ts";
import { type Requirement, readSpecifier } from "./requirements-entry.ts";
import { normalizePackageName } from "./requirements-name.ts";

/** What Poetry's own tables ask for (https://python-poetry.org/docs/dependency-specification/). */
export function readPoetryTables(table: Table, text: string): readonly Requirement[] {
  const poetry = tableAt(table, ["tool", "poetry"]);
  if (poetry === null) return [];
  const groups = tableAt(poetry, ["group"]) ?? {};
  return [
    ...readTable(poetry.dependencies, null, text, "[tool.poetry.dependencies]"),
    ...readTable(poetry["dev-dependencies"], "dev", text, "[tool.poetry.dev-dependencies]"),
    ...Object.entries(groups).flatMap(([name, group]) =>
      isTable(group) ? readTable(group.dependencies, name, text, `[tool.poetry.group.${name}.dependencies]`) : [],
    ),
  ];
}

function readTable(value: unknown, group: string | null, text: string, head: string): readonly Requirement[] {
  if (!isTable(value)) return [];
  const locate = keyLocator(text, Math.max(text.indexOf(head), 0));
  return Object.entries(value)
    .filter(([name]) => name !== "python")
    .slice(0, 5000)
    .map(([name, given]): Requirement => {
      const version = typeof given === "string" ? given : isTable(given) ? given.version : undefined;
      const specifier = typeof version === "string" ? fromPoetry(version) : null;
      const [git, path] = isTable(given) ? [given.git ?? given.url, given.path] : [undefined, undefined];
      const url = typeof git === "string" ? withRevision(git, given) : typeof path === "string" ? path : null;
      return {
        name,
        key: normalizePackageName(name),
        specifier: specifier ?? "",
        url,
        marker: isTable(given) && typeof given.markers === "string" ? given.markers : null,
        hasHash: false,
        group,
        span: locate(name),
      };
    });
}

/** As pip would write it: `git+https://…@revision`. */
function withRevision(git: string, given: unknown): string {
  const rev = isTable(given) && typeof given.rev === "string" ? given.rev : null;
  return `git+${git}${rev === null ? "" : `@${rev}`}`;
}

/** Poetry's `^1.2`, `~1.2`, `1.*` and `1.2` as PEP 440 has them; `null` for what is no such thing. */
function fromPoetry(text: string): string | null {
  const parts = text.split(",").map((part) => fromPart(part.trim()));
  return parts.every((part) => part !== null) ? parts.filter((part) => part !== "").join(",") : null;
}

function fromPart(part: string): string | null {
  if (part === "*") return "";
  const [, sign = "", version = ""] = /^(\^|~(?!=))\s*(\d+(?:\.\d+)*)$/.exec(part) ?? [];
  if (sign !== "") return `>=${version},<${upperBound(sign, version)}`;
  return readSpecifier(/^\d/.test(part) ? `==${part}` : part);
}

/** `^` keeps the first number that is not 0, `~` the second number. */
function upperBound(sign: string, version: string): string {
  const numbers = version.split(".").map(Number);
  const firstSet = numbers.findIndex((number) => number !== 0);
  const kept = sign === "~" ? Math.min(1, numbers.length - 1) : firstSet === -1 ? numbers.length - 1 : firstSet;
  return numbers
    .slice(0, kept + 1)
    .map((number, index) => (index === kept ? number + 1 : number))
    .join(".");
}
