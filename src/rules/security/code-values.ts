import type { CallValue, CodeArgument, CodeValue } from "../../python/code/code-facts.ts";

/** The argument with this keyword, or at this position (from 0; `null`: by keyword only). */
export function argumentOf(call: CallValue, name: string, position: number | null = null): CodeArgument | null {
  const named = call.arguments.find((one) => one.name === name) ?? inDictionary(call, name);
  if (named != null || position === null) return named ?? null;
  const before = call.arguments.slice(0, position + 1);
  const one = before[position];
  return one === undefined || before.some(({ star, name: keyword }) => star !== "" || keyword !== null) ? null : one;
}

/** What `**{"name": value}` gives. */
function inDictionary(call: CallValue, name: string): CodeArgument | null {
  for (const { star, value, span } of call.arguments) {
    const entry = star === "**" && value.kind === "dict" ? value.entries.find(({ key }) => key === name) : undefined;
    if (entry !== undefined) return { name, star: "", value: entry.value, span };
  }
  return null;
}

/** A text that is wholly known; `null` for all else. */
export function constantText(value: CodeValue | null | undefined): string | null {
  if (value?.kind !== "text") return null;
  const [only = "", ...more] = value.parts;
  return more.length === 0 && typeof only === "string" ? only : null;
}

/** A text with a mark (U+FFFC) for what is put into it at run time; `null` for what is no text. */
export function writtenText(value: CodeValue | null | undefined): string | null {
  if (value?.kind !== "text") return null;
  return value.parts.map((part) => (typeof part === "string" ? part : "\uFFFC")).join("");
}

/** `BashOperator` of `…bash.BashOperator`, and of its `.partial(…)` and `.partial(…).expand(…)`, which make one too. */
export function operatorOf(path: string): string {
  return lastPart(path.replace(/\.partial(?:\(\)(?:\.expand(?:_kwargs)?)?)?$/, ""));
}

export function isTrue(value: CodeValue | null | undefined): boolean {
  return value?.kind === "constant" && value.value === true;
}

/** The last part of a dotted name: `BashOperator`. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

/** Makes what is asked once of each value: one that is used a thousand times costs no more than one. */
export function onceEach<T>(ask: (value: CodeValue) => T): (value: CodeValue) => T {
  const known = new WeakMap<CodeValue, { readonly answer: T }>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before.answer;
    const answer = ask(value);
    known.set(value, { answer });
    return answer;
  };
}

const mostVisited = 20_000;

/** All values that a value is made of, itself first; each once, so that shared ones cost nothing. */
export function* valuesIn(value: CodeValue): Generator<CodeValue> {
  const seen = new Set<CodeValue>();
  const waiting = [value];
  for (let one = waiting.pop(); one !== undefined && seen.size < mostVisited; one = waiting.pop()) {
    if (seen.has(one)) continue;
    seen.add(one);
    yield one;
    waiting.push(...partsOf(one).toReversed());
  }
}

/** The values that stand directly in a value. */
export function partsOf(value: CodeValue): readonly CodeValue[] {
  switch (value.kind) {
    case "text":
      return value.parts.filter((part) => typeof part !== "string");
    case "list":
      return value.items;
    case "dict":
      return value.entries.map((entry) => entry.value);
    case "call":
      return [...(value.on === null ? [] : [value.on]), ...value.arguments.map((argument) => argument.value)];
    case "other":
      return value.parts;
    case "constant":
    case "path":
      return [];
    default:
      return value satisfies never;
  }
}

/** All texts in a value, with a mark where something is put in. */
export function* textsIn(value: CodeValue): Generator<string> {
  for (const one of valuesIn(value)) {
    const text = writtenText(one);
    if (text !== null) yield text;
  }
}

/** A code span for a message: short, on one line, without backticks, and without what could be a credential. */
export function quoteCode(text: string, most = 80): string {
  const line = withoutSecrets(
    text.slice(0, 2000).replaceAll(/\s+/g, " ").replaceAll("`", "'").replaceAll("\uFFFC", "…"),
  ).trim();
  return `\`${line.length > most ? `${line.slice(0, most - 1)}…` : line}\``;
}

/** Messages are read by more people than the file. */
function withoutSecrets(text: string): string {
  return text
    .replaceAll(/\b(bearer|basic)\s+[^\s"';|]{4,500}/gi, "$1 …")
    .replaceAll(/:\/\/[^\s/@]{1,200}@/g, "://…@")
    .replaceAll(/((?:pass\w{0,10}|pwd|token|secret|key|sig)["']?[=: ]{1,3})["']?[^\s"'&;|]{4,300}/gi, "$1…")
    .replaceAll(/(?=[A-Za-z0-9+/_=-]{0,60}\d)(?=[A-Za-z0-9+/_=-]{0,60}[A-Za-z])[A-Za-z0-9+_=-]{20,500}/g, "…");
}
