import { satisfies, valid, validRange } from "@renovatebot/pep440";

/** What is known of where something would be installed; `null`: not known. */
export interface MarkerEnvironment {
  /** Such as `3.12`. */
  readonly python: string | null;
  /** Such as `3.12.4`. */
  readonly fullPython: string | null;
}

/** Longer markers are not looked into. */
const longestMarker = 2000;
const tokens = /\s*(?:([()])|(<=|>=|===|==|~=|!=|<|>)|'([^']*)'|"([^"]*)"|([A-Za-z_][\w.]*))/y;

type Token =
  | { readonly kind: "sign" | "name"; readonly text: string }
  | { readonly kind: "text"; readonly text: string };

/**
 * Whether an environment marker (https://peps.python.org/pep-0508/#environment-markers) holds on a node, which runs CPython on Linux;
 * `null`: it cannot be known, or is no marker. Never throws.
 */
export function evaluateMarker(marker: string, environment: MarkerEnvironment): boolean | null {
  const list = marker.length > longestMarker ? null : readTokens(marker);
  if (list === null) return null;
  const reader = { list, at: 0 };
  const answer = readOr(reader, valuesOf(environment));
  return reader.at === list.length && answer !== undefined ? answer : null;
}

function valuesOf({ python, fullPython }: MarkerEnvironment): ReadonlyMap<string, string | null> {
  return new Map([
    ["python_version", python],
    ["python_full_version", fullPython],
    ["implementation_version", fullPython],
    ["os_name", "posix"],
    ["os.name", "posix"],
    ["sys_platform", "linux"],
    ["sys.platform", "linux"],
    ["platform_system", "Linux"],
    ["platform_python_implementation", "CPython"],
    ["platform.python_implementation", "CPython"],
    ["python_implementation", "CPython"],
    ["implementation_name", "cpython"],
  ]);
}

function readTokens(marker: string): readonly Token[] | null {
  const found: Token[] = [];
  const text = marker.trimEnd();
  for (let at = 0; at < text.length; at = tokens.lastIndex) {
    tokens.lastIndex = at;
    const match = tokens.exec(text);
    if (match === null) return null;
    const [, bracket, operator, single, double, name] = match;
    if (single !== undefined || double !== undefined) found.push({ kind: "text", text: single ?? double ?? "" });
    else if (name !== undefined) found.push({ kind: "name", text: name });
    else found.push({ kind: "sign", text: bracket ?? operator ?? "" });
  }
  return found;
}

interface Reader {
  readonly list: readonly Token[];
  at: number;
}

type Values = ReadonlyMap<string, string | null>;

/** `undefined`: it is no marker. */
type Answer = boolean | null | undefined;

function take({ list, at }: Reader, text: string): boolean {
  const token = list[at];
  return token !== undefined && token.kind !== "text" && token.text === text;
}

function readOr(reader: Reader, values: Values): Answer {
  let answer = readAnd(reader, values);
  while (take(reader, "or")) {
    reader.at += 1;
    const other = readAnd(reader, values);
    if (answer === undefined || other === undefined) return undefined;
    answer = answer === true || other === true ? true : answer === null || other === null ? null : false;
  }
  return answer;
}

function readAnd(reader: Reader, values: Values): Answer {
  let answer = readOne(reader, values);
  while (take(reader, "and")) {
    reader.at += 1;
    const other = readOne(reader, values);
    if (answer === undefined || other === undefined) return undefined;
    answer = answer === false || other === false ? false : answer === null || other === null ? null : true;
  }
  return answer;
}

function readOne(reader: Reader, values: Values): Answer {
  if (take(reader, "(")) {
    reader.at += 1;
    const answer = readOr(reader, values);
    if (!take(reader, ")")) return undefined;
    reader.at += 1;
    return answer;
  }
  const left = readValue(reader, values);
  const operator = readOperator(reader);
  const right = readValue(reader, values);
  if (left === undefined || operator === null || right === undefined) return undefined;
  return left === null || right === null ? null : compare(left, operator, right);
}

/** A text, or what a name stands for; `null` where that is not known. */
function readValue(reader: Reader, values: Values): string | null | undefined {
  const token = reader.list[reader.at];
  if (token === undefined || token.kind === "sign") return undefined;
  reader.at += 1;
  return token.kind === "text" ? token.text : (values.get(token.text) ?? null);
}

function readOperator(reader: Reader): string | null {
  const token = reader.list[reader.at];
  if (token === undefined || token.kind === "text") return null;
  reader.at += 1;
  if (token.text !== "not") return token.kind === "sign" || token.text === "in" ? token.text : null;
  if (!take(reader, "in")) return null;
  reader.at += 1;
  return "not in";
}

/** As versions where both are some, else as texts. */
function compare(left: string, operator: string, right: string): boolean | null {
  if (operator === "in") return right.includes(left);
  if (operator === "not in") return !right.includes(left);
  if (valid(left) !== null && validRange(`${operator}${right}`))
    return satisfies(left, `${operator}${right}`, { prereleases: true });
  if (operator === "==" || operator === "===") return left === right;
  return operator === "!=" ? left !== right : null;
}
