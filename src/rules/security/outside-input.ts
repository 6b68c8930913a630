import type { CallFact, CodeValue } from "../../python/code/code-facts.ts";
import { argumentOf, constantText, lastPart, onceEach, partsOf } from "./code-values.ts";

/** Where a value comes from that whoever starts a run may choose: `conf` of the run, or a Param of the DAG. */
export interface OutsideInput {
  readonly from: "conf" | "params";
  /** Such as `dag_run.conf["table"]`, as it is written or told. */
  readonly expression: string;
  /** The Param's name; `null` where it is not known. */
  readonly name: string | null;
}

const conf = /(?:^|[.[])dag_run\]?\.conf(?:$|[.[(])/;
const params = /^(?:context|ctx|kwargs|_?context|.*get_current_context\(\))\[params\](?:$|[.[])|^params[.[]/;

/** A name that is also given what cannot do harm: most often of itself, `x = shlex.quote(x)`. */
const quoting = /^(?:(?:shlex|pipes)\.quote|int|float|bool|len)\(\)$/;

/** What in a value comes from outside; what is quoted for a shell, or made a number, counts no more. */
export const inputsIn = onceEach((value): readonly OutsideInput[] => {
  const found: OutsideInput[] = [];
  const seen = new Set<CodeValue>();
  const waiting = [value];
  for (let one = waiting.pop(); one !== undefined && seen.size < 20_000; one = waiting.pop()) {
    if (seen.has(one)) continue;
    seen.add(one);
    const own = inputsOf(one);
    found.push(...own);
    if (one.kind !== "call" || (own.length === 0 && passesOn(one))) waiting.push(...partsOf(one).toReversed());
  }
  return found;
});

function inputsOf(value: CodeValue): readonly OutsideInput[] {
  if (value.kind === "path" && value.paths.some((path) => quoting.test(path))) return [];
  if (value.kind === "path" || value.kind === "call") return value.paths.flatMap(inputOf);
  if (value.kind !== "text") return [];
  return value.parts.flatMap((part) => (typeof part === "string" ? inputsInTemplate(part) : []));
}

function inputOf(path: string): readonly OutsideInput[] {
  if (conf.test(path)) return [{ from: "conf", expression: path.slice(path.indexOf("dag_run")), name: null }];
  if (!params.test(path)) return [];
  return [{ from: "params", expression: path, name: /params\]?\[(\w+)\]/.exec(path)?.[1] ?? null }];
}

/** Calls that give back what they are given: of all others it is not known. */
function passesOn({ paths }: { readonly paths: readonly string[] }): boolean {
  return paths.some((path) =>
    /^(?:builtins\.(?:str|list|tuple|sorted)|json\.(?:loads|dumps)|os\.path\.join|operator\.truediv|pathlib\.\w*Path|.*\.(?:format|join|strip|lower|upper|replace|encode|decode|get))$/.test(
      path,
    ),
  );
}

/** What Jinja puts into a text that comes from outside: `{{ dag_run.conf['x'] }}`, `{{ params.x }}`. */
export function inputsInTemplate(text: string): readonly OutsideInput[] {
  if (!text.includes("{{")) return [];
  return [...text.matchAll(/\{\{([^{}]{1,500})\}\}/g)].flatMap(([, inside = ""]): readonly OutsideInput[] => {
    const expression = inside.replaceAll(/^-|-$/g, "").trim();
    const put = expression.replaceAll(/\bif\b.{1,400}?(?:\belse\b|$)/g, " ");
    if (/\|\s*(?:int|float|length|count|bool|sql_?safe|shlex_quote|quote|urlencode)\b|[=!<>]=|\bis\b|\bin\b/.test(put))
      return [];
    if (/\bdag_run\.conf\b/.test(put)) return [{ from: "conf", expression, name: null }];
    const name =
      /(?<![\w.])params(?:\.([A-Za-z_]\w*)|\[\s*["']([^"'\]]{1,100})["']\s*\]|\.get\(\s*["']([^"']{1,100})["'])/.exec(
        put,
      );
    if (name === null) return [];
    return [{ from: "params", expression, name: name[1] === "get" ? (name[3] ?? null) : (name[1] ?? name[2] ?? null) }];
  });
}

/** Names of Params that only take numbers, or one of a list, or what fits a pattern. */
export function boundParams(calls: readonly CallFact[]): ReadonlySet<string> {
  const bound = new Set<string>();
  for (const call of calls) {
    const given = argumentOf(call, "params")?.value;
    if (given?.kind !== "dict") continue;
    for (const { key, value } of given.entries) if (key !== null && isBound(value)) bound.add(key);
  }
  return bound;
}

function isBound(value: CodeValue): boolean {
  if (value.kind !== "call" || !value.paths.some((path) => lastPart(path) === "Param")) return false;
  if (["enum", "pattern", "const"].some((name) => argumentOf(value, name) !== null)) return true;
  if (/^(?:date|date-time|time|uuid|ipv4|ipv6)$/.test(constantText(argumentOf(value, "format")?.value) ?? ""))
    return true;
  const type = argumentOf(value, "type")?.value;
  const types = type?.kind === "list" ? type.items : type === undefined ? [] : [type];
  return types.length > 0 && types.every((one) => /^(?:integer|number|boolean|null)$/.test(constantText(one) ?? ""));
}
