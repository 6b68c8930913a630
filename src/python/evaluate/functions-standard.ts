import { isOutput } from "../dagster/outputs.ts";
import { hasUnknownArguments, positionals } from "./arguments.ts";
import { callValue, doubtCall } from "./call.ts";
import { copyDeeply, copyValue } from "./copy-value.ts";
import { readData } from "./data-files.ts";
import { doubtOf } from "./doubt.ts";
import { chain, chainFrom } from "./functions-of-iterators.ts";
import { iterate } from "./iterate.ts";
import { mannerOf, ofItems } from "./iterators.ts";
import type { KnownFunction } from "./known-function.ts";
import { native, ofDict, ofInteger, ofString, ofTuple, unknown } from "./make-values.ts";
import { baseName, joinPaths, parentOf } from "./paths.ts";
import { hashOf } from "./show-value.ts";
import type { NativeCall, PathValue, Value } from "./value.ts";
import { integerOf, stringOf } from "./value-contents.ts";

function pathOf(value: Value | undefined): PathValue | null {
  return value?.kind === "path" ? value : null;
}

function withPath(run: (path: PathValue, rest: readonly Value[]) => Value | null): KnownFunction {
  return ({ arguments: given }) => {
    const [first, ...rest] = positionals(given);
    const path = pathOf(first);
    return path === null || hasUnknownArguments(given) ? null : run(path, rest);
  };
}

const same = withPath((path) => path);

function text(path: PathValue | null): Value | null {
  return path === null ? null : { ...path, form: "str" };
}

function product(lists: readonly (readonly Value[])[]): readonly (readonly Value[])[] {
  return lists.reduce<readonly (readonly Value[])[]>(
    (rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])),
    [[]],
  );
}

function lists(call: NativeCall): readonly (readonly Value[])[] | null {
  const all = positionals(call.arguments).map((value) => iterate(value, call.machine));
  const known = all.filter((one) => one !== null);
  return known.length === all.length && call.arguments.every((one) => one.name === null) ? known : null;
}

/** What can be gone through once. Its sources were gone through when it was made. */
function once(items: readonly Value[], { machine }: NativeCall): Value {
  return ofItems(() => items, machine, mannerOf([ofTuple(items)], false));
}

/** `functools.partial`, `functools.reduce` and others call what they are given. */
function partial({ arguments: given, machine }: NativeCall): Value | null {
  const [callee] = positionals(given);
  if (callee === undefined || hasUnknownArguments(given)) return null;
  if (/^(constant|list|tuple|dict|set)$/.test(callee.kind) || isOutput(callee)) machine.surprises += 1; // it raises
  const first = given.findIndex((one) => one.name === null);
  const bound = given.filter((_, index) => index !== first);
  return native("partial", (call) => {
    const named = new Set(call.arguments.map((one) => one.name));
    const kept = bound.filter((one) => one.name === null || !named.has(one.name));
    return callValue(callee, [...kept, ...call.arguments], call);
  });
}

function reduce(call: NativeCall): Value | null {
  const [callee, source, start] = positionals(call.arguments);
  const items = source === undefined ? null : iterate(source, call.machine);
  if (callee === undefined || items === null) return null;
  const [first, ...rest] = start === undefined ? items : [start, ...items];
  if (first === undefined) return null;
  return rest.reduce((total, item) => {
    const given = [total, item].map((value) => ({ name: null, value, place: call.place, text: "" }));
    return callValue(callee, given, call);
  }, first);
}

/** `functools.cache`: what was given once is given again. */
function remember({ arguments: [first] }: NativeCall): Value | null {
  if (first?.value.kind !== "function") return null;
  const callee = first.value;
  const known = new Map<string, Value>();
  return native(callee.name, (call) => {
    const keys = call.arguments.map(({ name, value }) => [name, hashOf(value, call.machine)]);
    const isKnown = keys.every(([name, hash]) => name !== "*" && name !== "**" && hash !== null);
    if (!isKnown || call.machine.frame !== null) return doubtCall(callee.name, call.arguments, call);
    const key = JSON.stringify(keys);
    const value = known.get(key) ?? callValue(callee, call.arguments, call);
    known.set(key, value);
    return value;
  });
}

/** `functools.wraps`: what it decorates is taken for what it wraps. */
function wraps({ arguments: [first] }: NativeCall): Value | null {
  const wrapped = first?.value;
  if (wrapped?.kind !== "function" && wrapped?.kind !== "native") return null;
  return native("wraps", ({ arguments: [inner], text: written }) => {
    if (inner?.value.kind !== "function") return unknown(written, true);
    const attributes = new Map<string, Value>([...inner.value.attributes, ["__wrapped__", wrapped]]);
    const renamed = wrapped.kind === "function" ? wrapped.attributes.get("__name__") : undefined;
    if (renamed !== undefined) attributes.set("__name__", renamed);
    return { ...inner.value, name: wrapped.name, attributes };
  });
}

/** `operator.itemgetter` of one key. */
function itemGetter({ arguments: [key, ...rest] }: NativeCall): Value | null {
  if (key === undefined || key.name !== null || rest.length > 0) return null;
  return native("itemgetter", (call) => {
    const [of] = positionals(call.arguments);
    const hash = hashOf(key.value, call.machine);
    const isKnown = of?.kind === "dict" && of.globalsOf === null && doubtOf(of.doubts) === null;
    const inDict = isKnown && hash !== null ? of.entries.get(hash)?.value : undefined;
    const at = integerOf(key.value);
    const inList = of?.kind === "tuple" && at !== null ? of.items.at(at) : undefined;
    return inDict ?? inList ?? doubtCall("itemgetter", call.arguments, call);
  });
}

const makePath: KnownFunction = (call) => {
  const [first, ...rest] = positionals(call.arguments);
  if (first?.kind !== "path") return null;
  return joinPaths({ ...first, form: "Path" }, rest);
};

export const standardFunctions: Readonly<Record<string, KnownFunction>> = {
  __proto__: null as never,
  "os.path.dirname": withPath((path) => text(parentOf(path))),
  "os.path.abspath": same,
  "os.path.realpath": same,
  "os.path.normpath": same,
  "os.path.expanduser": same,
  "os.fspath": withPath(text),
  "os.path.basename": (call) => {
    const [value] = positionals(call.arguments);
    const name = value?.kind === "path" ? baseName(value) : (stringOf(value)?.split("/").at(-1) ?? null);
    return name === null ? null : ofString(name);
  },
  "os.path.join": (call) => {
    const [first, ...rest] = positionals(call.arguments);
    if (hasUnknownArguments(call.arguments)) return null;
    if (first?.kind === "path") return text(joinPaths(first, rest));
    const parts = [first, ...rest].map(stringOf);
    if (!parts.every((part) => part !== null) || rest.some((part) => stringOf(part)?.startsWith("/"))) return null;
    return ofString(
      parts
        .filter((part, index) => part !== "" || index === parts.length - 1)
        .map((part, index, all) => (index < all.length - 1 ? part.replace(/\/$/, "") : part))
        .join("/"),
    );
  },
  "os.path.splitext": (call) => {
    const [value] = positionals(call.arguments);
    const name = stringOf(value);
    if (name === null) return null;
    const stem = name.replace(/(?<=[^/.])\.[^./]*$/, "");
    return ofTuple([ofString(stem), ofString(name.slice(stem.length))]);
  },
  "os.path.exists": (call) => existing(call),
  "os.path.isfile": (call) => existing(call),
  "pathlib.Path": makePath,
  "pathlib.PurePath": makePath,
  "pathlib.PosixPath": makePath,
  "copy.copy": (call) => {
    const [value] = positionals(call.arguments);
    return value?.kind === "list" || value?.kind === "dict" || value?.kind === "constant" ? copyValue(value) : null;
  },
  "copy.deepcopy": ({ arguments: given }) => (given[0] === undefined ? null : copyDeeply(given[0].value)),
  "functools.partial": partial,
  "functools.reduce": reduce,
  "functools.cache": remember,
  "functools.lru_cache": (call) =>
    positionals(call.arguments)[0]?.kind === "function"
      ? remember(call)
      : native("lru_cache", (inner) => remember(inner) ?? unknown(inner.text, true)),
  "functools.wraps": wraps,
  "typing.cast": (call) => positionals(call.arguments)[1] ?? null,
  "itertools.chain": chain,
  "itertools.chain.from_iterable": chainFrom,
  "itertools.product": (call) => {
    const all = lists(call);
    if (all === null || all.reduce((size, one) => size * one.length, 1) > 100_000) return null;
    return once(product(all).map(ofTuple), call);
  },
  "itertools.pairwise": (call) => {
    const [items] = lists(call) ?? [];
    if (items === undefined) return null;
    const pairs = items.slice(1).map((item, index) => ofTuple([items[index] ?? item, item]));
    return once(pairs, call);
  },
  "operator.itemgetter": itemGetter,
  "collections.OrderedDict": (call) => (call.arguments.length === 0 ? ofDict([], call.machine.frame) : null),
  "json.loads": (call) => readData("json.loads", call),
  "json.load": (call) => readData("json.load", call),
  "yaml.safe_load": (call) => readData("yaml.safe_load", call),
  "yaml.load": (call) => readData("yaml.load", call),
  "textwrap.dedent": (call) => {
    const value = stringOf(positionals(call.arguments)[0]);
    return value === null ? null : ofString(dedent(value));
  },
  "re.sub": (call) => substitute(call),
  "math.ceil": (call) => whole(call, Math.ceil),
  "math.floor": (call) => whole(call, Math.floor),
};

function whole(call: NativeCall, round: (value: number) => number): Value | null {
  const [value] = positionals(call.arguments);
  if (value?.kind !== "constant" || (value.constant.type !== "float" && integerOf(value) === null)) return null;
  return value.constant.type === "float" ? ofInteger(round(value.constant.value)) : value;
}

function existing(call: NativeCall): Value | null {
  const path = pathOf(positionals(call.arguments)[0]);
  if (path === null || call.machine.surroundings.readText(path.path) === null) return null;
  return { kind: "constant", constant: { type: "bool", value: true } };
}

function dedent(value: string): string {
  const lines = value.split("\n").map((line) => (/^[ \t]*$/.test(line) ? "" : line));
  const margins = lines.filter((line) => line !== "").map((line) => /^[ \t]*/.exec(line)?.[0] ?? "");
  let margin = margins[0] ?? "";
  for (const one of margins) while (!one.startsWith(margin)) margin = margin.slice(0, -1);
  return lines.map((line) => line.slice(margin.length)).join("\n");
}

/** `re.sub` with a class of characters and a plain replacement, as names are made of. */
function substitute(call: NativeCall): Value | null {
  const [pattern, by, subject, ...rest] = positionals(call.arguments).map(stringOf);
  if (rest.length > 0 || call.arguments.length !== 3) return null;
  if (
    pattern === undefined ||
    pattern === null ||
    by === undefined ||
    by === null ||
    subject === undefined ||
    subject === null
  )
    return null;
  // A range from a letter down to another is an error.
  if (!/^\[\^?(?:a-z|A-Z|0-9|[\w\s./])*-?\]\+?$/.test(pattern) || /\\/.test(pattern + by) || !/^[ -~]*$/.test(subject))
    return null;
  return ofString(subject.replaceAll(new RegExp(pattern, "g"), () => by));
}
