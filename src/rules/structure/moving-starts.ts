import type { Span } from "../../domain/finding.ts";
import { listLineStarts, spanOfOffsets } from "../../formats/text-positions.ts";
import type { Dag } from "../../python/dag-model.ts";
import type { PlainArgument, PlainValue } from "../../python/plain-value.ts";
import type { FileSubject } from "../subject.ts";

/** A start date that is another one on each parse. */
export interface MovingStart {
  readonly span: Span;
  /** As it is written; empty where that is not known. */
  readonly expression: string;
  readonly isDefault: boolean;
}

/** Functions that answer another date on each parse. */
const moving =
  /(?:^|\.)(?:datetime\.(?:now|utcnow|today)|date\.today|timezone\.(?:utcnow|now)|pendulum\.(?:now|today|yesterday|tomorrow)|dates\.days_ago|days_ago)$/;

const known = new WeakMap<FileSubject, readonly MovingStart[]>();

/** Those of the file's own DAGs that have a schedule. */
export function movingStarts(subject: FileSubject): readonly MovingStart[] {
  const before = known.get(subject);
  if (before !== undefined) return before;
  let written: Written | null = null;
  const found = (subject.module?.dags ?? []).flatMap((dag): readonly MovingStart[] => {
    const given = dag.definedIn === null && dag.schedule.kind !== "none" ? startOf(dag) : undefined;
    if (given === undefined || !isMoving(given.value)) return [];
    if (given.span === null) written ??= listWritten(subject.text);
    const span = given.span ?? (written && findWritten(subject.text, written, given.value, dag)) ?? dag.idSpan;
    return [{ span, expression: given.expression, isDefault: dag.defaultArgs.includes(given) }];
  });
  known.set(subject, found);
  return found;
}

function startOf({ arguments: own, defaultArgs }: Dag): PlainArgument | undefined {
  return [...own, ...defaultArgs].find(({ name }) => name === "start_date");
}

function isMoving(value: PlainValue): boolean {
  if (value.kind === "unknown") return isChained(value.expression);
  if (value.kind !== "call") return false;
  const [first] = value.arguments;
  if (value.name === "datetime.datetime.combine" && first?.value.kind === "call") return moving.test(first.value.name);
  return moving.test(value.name) || isArithmetic(value);
}

const movingCall =
  /\b(?:datetime\.(?:now|utcnow|today)|date\.today|timezone\.utcnow|pendulum\.(?:now|today|yesterday|tomorrow)|days_ago)\s*\(/;

/** `datetime.now() - timedelta(days=1)`: the model keeps its expression alone. */
function isArithmetic({ name, expression }: Extract<PlainValue, { kind: "call" }>): boolean {
  return name === "arithmetic" && movingCall.test(expression);
}

/** Methods that give no part of a date another value: with `replace(year=2024, month=1, day=1)` nothing may be left that moves. */
const shifting = /^(?:add|subtract|start_of|end_of|in_timezone|in_tz|naive|date|astimezone|previous|next)$/;

/** `pendulum.today("UTC").add(days=-1)`: the model keeps its expression alone. */
function isChained(expression: string): boolean {
  const found = movingCall.exec(expression);
  if (found === null || !/^(?:\w{1,80}\.){0,4}$/.test(expression.slice(0, found.index)) || /\[/.test(expression))
    return false;
  const called = [...expression.slice(found.index + found[0].length).matchAll(/\)\s*\.\s*(\w+)/g)].map(
    ([, name = ""]) => name,
  );
  return called.length > 0 && called.every((name) => (name === "replace" ? isOfDay(expression) : shifting.test(name)));
}

/** Whether `replace` sets the time of the day alone. */
function isOfDay(expression: string): boolean {
  return !/\breplace\s*\([^)]*\b(?:year|month|day)\b|\breplace\s*\(\s*\d/.test(expression);
}

/** Where start dates are written, and a function for spans. */
interface Written {
  readonly places: readonly number[];
  readonly spanAt: (from: number, length: number) => Span;
}

/** More of them in one file are not looked at. */
const mostPlaces = 1000;

function listWritten(text: string): Written {
  const lineStarts = listLineStarts(text);
  const found = text.matchAll(/start_date["']?[ \t]{0,20}[:=][ \t]{0,20}/g).take(mostPlaces);
  return {
    places: [...found.map(({ index, 0: head }) => index + head.length)],
    spanAt: (from, length) => spanOfOffsets(lineStarts, from, from + length),
  };
}

/** Where an entry of `default_args` stands: the last of that value above the DAG's id, else the first below it; `null`: nowhere. */
function findWritten(text: string, { places, spanAt }: Written, value: PlainValue, { idSpan }: Dag): Span | null {
  if ((value.kind !== "call" && value.kind !== "unknown") || value.expression === "") return null;
  const { expression } = value;
  const spans = places
    .filter((from) => text.startsWith(expression, from))
    .map((from) => spanAt(from, expression.length));
  return spans.findLast(({ start }) => start.line < idSpan.start.line) ?? spans[0] ?? null;
}
