import { type Doubts, doubtOf, type Frame, noteChange, settle } from "./doubt.ts";
import { iterate } from "./iterate.ts";
import { type Machine, step } from "./machine.ts";
import type { DictValue, GeneratorValue, ListValue, Value } from "./value.ts";

/** The next item; `undefined` at the end, `null` where it is not known. */
export type Pull = GeneratorValue["pull"];

type Manner = Pick<GeneratorValue, "isCode" | "isWhole" | "drive" | "mayMatter">;

/** What is gone through once. `next` is not asked again after it gave nothing, or what is not known. */
export function ofIterator(next: Pull, { frame }: Machine, manner: Manner): GeneratorValue {
  let [isBroken, isDone] = [false, false];
  const value: GeneratorValue = {
    kind: "generator",
    doubts: { born: frame, all: [] },
    ...manner,
    pull: (machine) => {
      if (isBroken || !isSure(value.doubts, machine.frame)) return null;
      if (isDone) return undefined;
      noteChange(value.doubts, machine.frame);
      const item = next(machine);
      if (item === null) isBroken = true;
      if (item === undefined) isDone = true;
      return item;
    },
  };
  return value;
}

/** Whether all that was done to it was done where the code that runs now is, too. */
export function isSure({ all }: Doubts, frame: Frame | null): boolean {
  return all.every((one) => one.frame !== "always" && isWithin(frame, settle(one.frame)));
}

function isWithin(frame: Frame | null, outer: Frame | null): boolean {
  for (let one = settle(frame); one !== outer; one = settle(one.parent)) if (one === null) return false;
  return true;
}

/** Over items that are found when the first is asked for. */
export function ofItems(find: () => readonly Value[] | null, machine: Machine, manner: Manner): GeneratorValue {
  let items: readonly Value[] | null | undefined;
  let at = 0;
  const next: Pull = () => {
    items ??= find();
    return items === null ? null : items[at++];
  };
  return ofIterator(next, machine, manner);
}

/** What gives the items of anything that can be iterated over; `null` where they are not known. A list may change meanwhile. */
export function pullOf(value: Value, machine: Machine): Pull | null {
  if (value.kind === "generator") return value.pull;
  if (value.kind === "list" && value.type === undefined) return pullOfList(value);
  if (value.kind === "dict") return pullOfKeys(value, machine);
  const items = iterate(value, machine);
  if (items === null) return null;
  let at = 0;
  return () => items[at++];
}

function pullOfList({ items, doubts }: ListValue): Pull | null {
  if (doubtOf(doubts) !== null) return null;
  const { length: before } = doubts.all;
  let at = 0;
  return (machine) => {
    step(machine);
    const isSame = doubts.all.length === before || doubtOf(doubts) === null;
    return isSame ? items[at++] : null;
  };
}

/** Python refuses to go on where there are more keys than before, or fewer. */
function pullOfKeys(dict: DictValue, machine: Machine): Pull | null {
  const keys = iterate(dict, machine);
  if (keys === null) return null;
  let at = 0;
  return () => (dict.entries.size === keys.length ? keys[at++] : null);
}

/** Of what is made of others. */
export function mannerOf(sources: readonly Value[], runsCode: boolean): Manner {
  const inner = sources.filter((one) => one.kind === "generator");
  return {
    isCode: runsCode || inner.some((one) => one.isCode),
    isWhole: inner.some((one) => one.isWhole),
    drive: null,
    mayMatter: () => runsCode || sources.some((one) => (one.kind === "generator" ? one.mayMatter() : holdsMore(one))),
  };
}

function holdsMore(value: Value): boolean {
  const items = value.kind === "list" || value.kind === "tuple" ? value.items : [value];
  return items.some((one) => !["constant", "made", "path", "external"].includes(one.kind));
}

/** Its items are asked for no further. What runs at once would not have run to its end. */
export function leave(source: Value, machine: Machine): void {
  if (source.kind === "generator" && source.isWhole && source.pull(machine) !== undefined)
    doubtMade(machine, "a generator is not run to its end");
}

/** Something did more, or less, than is known here. */
export function doubtMade(machine: Machine, reason: string): void {
  machine.doubts.all.push({ reason, frame: "always" });
  for (const dag of machine.dags) dag.doubts.all.push({ reason, frame: "always" });
}
