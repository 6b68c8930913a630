import { hasUnknownArguments, positionals } from "./arguments.ts";
import { copyValue } from "./copy-value.ts";
import { doubtOf, noteChange } from "./doubt.ts";
import { iterate } from "./iterate.ts";
import { native, none, ofBoolean, unknown } from "./make-values.ts";
import { hashOf } from "./show-value.ts";
import type { NativeCall, SetValue, Value } from "./value.ts";

type Items = ReadonlyMap<string, Value>;

/** A method of a set. What is not known of the arguments makes the set unknown. */
export function setMethod(set: SetValue, name: string): Value | null {
  const [change, read] = [changes[name], readers[name]];
  if (change === undefined && read === undefined) return null;
  return native(name, (call) => {
    const others = hasUnknownArguments(call.arguments) ? null : positionals(call.arguments);
    if (read !== undefined) {
      const known = others?.map((one) => itemsOf(one, call)) ?? [null];
      const isKnown = doubtOf(set.doubts) === null && known.every((one) => one !== null);
      return (isKnown ? read(set, known, call) : null) ?? unknown(call.text, true);
    }
    noteChange(set.doubts, call.machine.frame);
    if (others !== null && change?.(set.items, others, call) === true) return none;
    call.machine.surprises += 1; // it may raise
    set.doubts.all.push({ reason: `what \`.${name}()\` does to a set is not known`, frame: "always" });
    return unknown(call.text, true);
  });
}

/** The items of any iterable, in no order. */
function itemsOf(value: Value, call: NativeCall): Items | null {
  if (value.kind === "set") return doubtOf(value.doubts) === null ? value.items : null;
  const items = iterate(value, call.machine)?.map((item) => [hashOf(item, call.machine), item] as const);
  const known = items?.flatMap(([hash, item]) => (hash === null ? [] : [[hash, item] as const]));
  return known === undefined || known.length !== items?.length ? null : new Map(known);
}

/** Whether what it does to the set is known. */
type Change = (items: Map<string, Value>, given: readonly Value[], call: NativeCall) => boolean;

function withOne(change: (items: Map<string, Value>, hash: string, item: Value) => void): Change {
  return (items, [item, ...more], { machine }) => {
    const hash = item === undefined ? null : hashOf(item, machine);
    if (item === undefined || hash === null || more.length > 0) return false;
    change(items, hash, item);
    return true;
  };
}

function withOthers(change: (items: Map<string, Value>, others: Items) => void): Change {
  return (items, given, call) => {
    for (const one of given) {
      const others = itemsOf(one, call);
      if (others === null) return false;
      change(items, new Map(others));
    }
    return true;
  };
}

const changes: Readonly<Record<string, Change>> = {
  __proto__: null as never,
  add: withOne((items, hash, item) => void (items.has(hash) || items.set(hash, item))),
  discard: withOne((items, hash) => void items.delete(hash)),
  update: withOthers((items, others) => {
    for (const [hash, item] of others) if (!items.has(hash)) items.set(hash, item);
  }),
  difference_update: withOthers((items, others) => {
    for (const hash of others.keys()) items.delete(hash);
  }),
  intersection_update: withOthers((items, others) => {
    for (const hash of [...items.keys()]) if (!others.has(hash)) items.delete(hash);
  }),
  clear: (items, given) => {
    items.clear();
    return given.length === 0;
  },
  remove: (items, [item], { machine }) => {
    const hash = item === undefined ? null : hashOf(item, machine);
    return hash !== null && items.delete(hash); // it raises where there is none
  },
  pop: () => false, // nobody knows which
  symmetric_difference_update: () => false,
};

type Read = (set: SetValue, others: readonly (Items | null)[], call: NativeCall) => Value | null;

function combined(keep: (own: Items, other: Items) => Items): Read {
  return (set, others, { machine }) => {
    const items = others.reduce<Items>((own, other) => keep(own, other ?? new Map()), set.items);
    return { kind: "set", items: new Map(items), doubts: { born: machine.frame, all: [] } };
  };
}

const readers: Readonly<Record<string, Read>> = {
  __proto__: null as never,
  copy: (set) => copyValue(set),
  union: combined((own, other) => new Map([...other, ...own])),
  intersection: combined((own, other) => new Map([...own].filter(([hash]) => other.has(hash)))),
  difference: combined((own, other) => new Map([...own].filter(([hash]) => !other.has(hash)))),
  issubset: ({ items }, [other]) => (other ? ofBoolean([...items.keys()].every((hash) => other.has(hash))) : null),
  issuperset: ({ items }, [other]) => (other ? ofBoolean([...other.keys()].every((hash) => items.has(hash))) : null),
  isdisjoint: ({ items }, [other]) => (other ? ofBoolean(![...other.keys()].some((hash) => items.has(hash))) : null),
};
