import type { Position, Span } from "../../domain/finding.ts";
import { firstWhere } from "../../formats/first-where.ts";
import type { DagModule } from "../../python/dag-model.ts";
import type { PlainValue } from "../../python/plain-value.ts";
import { onceOf } from "../once-of.ts";
import type { FileSubject } from "../subject.ts";
import { placeOf } from "./text-at.ts";

/** Whether it is what tasks of the file's DAGs are given, and each of them, however often a loop makes it, a text that is known. */
export function isKnownArgument(at: Span, { module }: FileSubject): boolean {
  const around = module === null ? null : innermostAround(argumentsOf(module), at);
  return around?.isKnown ?? false;
}

interface Given {
  readonly span: Span;
  /** The one that it stands in. */
  readonly outer: Given | null;
  /** Whether all that tasks are given here is known, and in those around. */
  readonly isKnown: boolean;
}

/** What tasks that the file itself writes are given, once for each place, in the order in which the places begin. */
const argumentsOf = onceOf(({ dags }: DagModule): readonly Given[] => {
  const tasks = dags.flatMap((dag) => dag.tasks.filter(({ definedIn }) => definedIn === null));
  const places = new Map<string, { readonly span: Span; isKnown: boolean }>();
  for (const { span, value } of tasks.flatMap((task) => task.arguments)) {
    if (span === null) continue;
    const key = `${placeOf(span.start)}-${placeOf(span.end)}`;
    const place = places.get(key) ?? { span, isKnown: true };
    places.set(key, place);
    if (place.isKnown) place.isKnown = isConstant(value);
  }
  const given: Given[] = [];
  for (const { span, isKnown } of [...places.values()].sort(compareSpans)) {
    const outer = around(given.at(-1), span);
    given.push({ span, outer, isKnown: isKnown && outer?.isKnown !== false });
  }
  return given;
});

function compareSpans(a: { readonly span: Span }, b: { readonly span: Span }): number {
  if (isBefore(a.span.start, b.span.start)) return -1;
  if (isBefore(b.span.start, a.span.start)) return 1;
  return isBefore(a.span.end, b.span.end) ? 1 : -1;
}

/** The innermost of one place and those around it that a span stands in. */
function around(from: Given | null | undefined, { end }: Span): Given | null {
  let one = from ?? null;
  while (one !== null && isBefore(one.span.end, end)) one = one.outer;
  return one;
}

function innermostAround(given: readonly Given[], at: Span): Given | null {
  return around(given[firstWhere(given, ({ span }) => isBefore(at.start, span.start)) - 1], at);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

function isConstant(value: PlainValue): boolean {
  return value.kind === "constant" || (value.kind === "list" && value.items.every(isConstant));
}
