import { argumentValue, positionals } from "../evaluate/arguments.ts";
import { truthOf } from "../evaluate/compare.ts";
import { doubtOf } from "../evaluate/doubt.ts";
import { iterate } from "../evaluate/iterate.ts";
import type { Machine } from "../evaluate/machine.ts";
import type { Value } from "../evaluate/value.ts";
import { integerOf, isNone, stringOf } from "../evaluate/value-contents.ts";
import type { AssetFacts } from "./asset-facts.ts";
import { keyOf, keyText, prefixOf } from "./asset-keys.ts";
import { assetsOf } from "./assets.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { formOf } from "./forms.ts";

/** The assets of a code location among which a selection picks, by their keys as text. */
export type Among = ReadonlyMap<string, AssetFacts>;

type Picked = ReadonlySet<string> | null;

/** The keys that a selection picks; `null` where that is not known. */
export function select(selection: Value | undefined, among: Among, machine: Machine): Picked {
  if (selection === undefined || isNone(selection)) return executable(among);
  const text = stringOf(selection);
  if (text !== null) return selectByText(text, among);
  if (selection.kind === "list" || selection.kind === "tuple") {
    const items = iterate(selection, machine);
    return unite(items?.map((item) => selectOne(item, among, machine)) ?? [null]);
  }
  return selection.kind === "dagster" ? selectBy(selection, among, machine) : null;
}

function executable(among: Among): ReadonlySet<string> {
  return new Set([...among].flatMap(([text, { kind }]) => (kind === "materializable" ? [text] : [])));
}

function selectOne(item: Value, among: Among, machine: Machine): Picked {
  const text = stringOf(item);
  if (text !== null) return selectByText(text, among);
  const key = keyOf(item);
  if (key !== null) return new Set([keyText(key)]);
  if (item.kind !== "dagster") return null;
  if (formOf(item) !== "assets" && formOf(item) !== "source") return selectBy(item, among, machine);
  const facts = assetsOf(item, machine);
  return facts === null ? null : new Set(facts.map((one) => keyText(one.key)));
}

function unite(all: readonly Picked[]): Picked {
  return all.every((one) => one !== null) ? new Set(all.flatMap((one) => [...one])) : null;
}

/** `*b`, `++b`, `b+`, and parts such as `group:g` and `key:a` joined by `or`; `null` for what else the syntax has. */
function selectByText(text: string, among: Among): Picked {
  const trimmed = text.trim();
  if (trimmed === "*") return executable(among);
  const walked = /^(\*|\+{1,20})?([\w/-]+)(\*|\+{1,20})?$/.exec(trimmed);
  if (walked !== null) {
    const [, up, name = "", down] = walked;
    const start = new Set([keyText(name.split("/"))]);
    const reach = (sign: string | undefined, next: typeof upOf): ReadonlySet<string> =>
      sign === undefined ? start : walk(start, among, next, sign === "*" ? null : sign.length);
    return unite([start, reach(up, upOf), reach(down, downOf)]);
  }
  if (/[()]|\b(and|not)\b/i.test(trimmed)) return null;
  return unite(trimmed.split(/\sor\s/i).map((part) => selectByFilter(part.trim(), among)));
}

function selectByFilter(text: string, among: Among): Picked {
  const [, name, quoted, plain] = /^(key|group):(?:"([\w/-]+)"|([\w/-]+))$/.exec(text) ?? [];
  const wanted = quoted ?? plain;
  if (wanted === undefined) return null;
  if (name === "group") return where(among, ({ group }) => (group === null ? null : group === wanted));
  return where(among, ({ key }) => key.join("/") === wanted);
}

function where(among: Among, test: (facts: AssetFacts) => boolean | null): Picked {
  const found = new Set<string>();
  for (const [text, facts] of among) {
    const answer = facts.kind === "materializable" ? test(facts) : false;
    if (answer === null) return null;
    if (answer) found.add(text);
  }
  return found;
}

const upOf = (text: string, among: Among): readonly string[] => (among.get(text)?.deps ?? []).map(keyText);

const downOf = (text: string, among: Among): readonly string[] =>
  [...among].flatMap(([other, facts]) => (facts.deps.some((dep) => keyText(dep) === text) ? [other] : []));

function walk(start: ReadonlySet<string>, among: Among, next: typeof upOf, depth: number | null): ReadonlySet<string> {
  const found = new Set(start);
  let edge = [...start];
  for (let at = 0; edge.length > 0 && (depth === null || at < depth); at += 1) {
    const reached = edge.flatMap((text) => next(text, among)).filter((text) => !found.has(text) && among.has(text));
    for (const text of reached) found.add(text);
    edge = [...new Set(reached)];
  }
  return new Set([...found].filter((text) => among.get(text)?.kind !== "external"));
}

function selectBy(selection: DagsterValue, among: Among, machine: Machine): Picked {
  const given = positionals(selection.arguments);
  if (selection.arguments.some(({ name }) => name === "*" || name === "**" || name === "include_sources")) return null;
  switch (selection.symbol) {
    case "AssetSelection.all":
      return executable(among);
    case "AssetSelection.assets":
    case "AssetSelection.keys":
      return unite(given.map((item) => selectNamed(item, among, machine)));
    case "AssetSelection.groups": {
      const groups = given.map(stringOf);
      return groups.every((group) => group !== null)
        ? where(among, (facts) => (facts.group === null ? null : groups.includes(facts.group)))
        : null;
    }
    case "AssetSelection.key_prefixes": {
      const prefixes = given.map((one) => prefixOf(one));
      return prefixes.every((prefix) => prefix !== null)
        ? where(among, ({ key }) => prefixes.some((prefix) => prefix.every((part, index) => key[index] === part)))
        : null;
    }
    case "AssetSelection.tag":
      return selectByTag(given, among);
    case "AssetSelection.from_string":
    case "AssetSelection.from_coercible":
      return select(given[0], among, machine);
    case "|":
      return unite(given.map((one) => select(one, among, machine)));
    case "&":
    case "-":
      return subtract(selection.symbol, given, among, machine);
    case ".upstream":
    case ".downstream":
      return selectAround(selection, among, machine);
    default:
      return null;
  }
}

function selectNamed(item: Value, among: Among, machine: Machine): Picked {
  const text = stringOf(item);
  return text === null ? selectOne(item, among, machine) : new Set([keyText(text.split("/"))]);
}

function selectByTag(given: readonly Value[], among: Among): Picked {
  const [name, value] = given.map(stringOf);
  if (name == null || value == null) return null;
  return where(among, ({ tags }) => {
    if (tags === undefined || isNone(tags)) return false;
    if (tags.kind !== "dict" || doubtOf(tags.doubts) !== null) return null;
    const found = [...tags.entries.values()].find((entry) => stringOf(entry.key) === name);
    return found === undefined ? false : stringOf(found.value) === value;
  });
}

function subtract(operator: string, given: readonly Value[], among: Among, machine: Machine): Picked {
  const [left, right] = given.map((one) => select(one, among, machine));
  if (left == null || right == null) return null;
  return new Set([...left].filter((text) => right.has(text) === (operator === "&")));
}

function selectAround(selection: DagsterValue, among: Among, machine: Machine): Picked {
  const start = selection.base === null ? null : select(selection.base, among, machine);
  const wanted = argumentValue(selection.arguments, "depth", 0);
  const depth = wanted === undefined || isNone(wanted) ? null : integerOf(wanted);
  if (start === null || (wanted !== undefined && !isNone(wanted) && depth === null)) return null;
  const isSelfWanted = truthOf(
    argumentValue(selection.arguments, "include_self", 1) ?? {
      kind: "constant",
      constant: { type: "bool", value: true },
    },
  );
  if (isSelfWanted === null || [...among.values()].some((facts) => facts.reason !== null)) return null;
  const found = walk(start, among, selection.symbol === ".upstream" ? upOf : downOf, depth);
  return isSelfWanted ? found : new Set([...found].filter((text) => !start.has(text)));
}
