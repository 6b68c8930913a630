import { hasUnknownArguments, positionals } from "./arguments.ts";
import { isEqual } from "./compare.ts";
import { noteChange } from "./doubt.ts";
import { iterate } from "./iterate.ts";
import { isSure } from "./iterators.ts";
import { raise } from "./machine.ts";
import { native, none, ofInteger, ofList, unknown } from "./make-values.ts";
import { doubtOutcome } from "./plain-values.ts";
import { sortValues } from "./sort.ts";
import type { ListValue, NativeCall, Value } from "./value.ts";
import { integerOf } from "./value-contents.ts";

/** A method of a list. What is not known of the arguments makes the list unknown. */
export function listMethod(list: ListValue, name: string): Value | null {
  const run = methods[name];
  if (run === undefined) return null;
  return native(name, (call) => {
    if (!readers.has(name)) noteChange(list.doubts, call.machine.frame);
    const result = hasUnknownArguments(call.arguments) ? null : run(list, call);
    if (result !== null) return result;
    call.machine.surprises += 1; // it may raise
    doubtOutcome(name, [list, ...call.arguments.map(({ value }) => value)], call.machine);
    if (!readers.has(name))
      list.doubts.all.push({ reason: `what \`.${name}()\` does to a list is not known`, frame: "always" });
    return unknown(call.text, true);
  });
}

const readers = new Set(["copy", "index", "count"]);

const methods: Readonly<Record<string, (list: ListValue, call: NativeCall) => Value | null>> = {
  __proto__: null as never,
  append: (list, { arguments: given }) => {
    const [item] = positionals(given);
    if (item === undefined) return null;
    list.items.push(item);
    return none;
  },
  extend: (list, { arguments: given, machine }) => {
    const [more] = positionals(given);
    const items = more === undefined ? null : iterate(more, machine);
    if (items === null) return null;
    list.items.push(...items);
    return none;
  },
  insert: (list, { arguments: given }) => {
    const [at, item] = positionals(given);
    const place = integerOf(at);
    if (place === null || item === undefined) return null;
    list.items.splice(place, 0, item);
    return none;
  },
  pop: (list, { arguments: given, machine, place: written, scope }) => {
    const [at] = positionals(given);
    const place = at === undefined ? -1 : integerOf(at);
    if (place === null || !isSure(list.doubts, machine.frame)) return null;
    const [found] = list.items.at(place) === undefined ? [] : list.items.splice(place, 1);
    return found ?? raise("IndexError", "pop index out of range", written, scope);
  },
  remove: (list, { arguments: given, machine }) => {
    const [item] = positionals(given);
    if (item === undefined) return null;
    for (const [index, one] of list.items.entries()) {
      const answer = isEqual(one, item, machine);
      if (answer === null) return null;
      if (!answer) continue;
      list.items.splice(index, 1);
      return none;
    }
    return null;
  },
  reverse: (list) => {
    list.items.reverse();
    return none;
  },
  clear: (list) => {
    list.items.length = 0;
    return none;
  },
  sort: (list, call) => {
    const sorted = sortValues(list.items, call);
    if (sorted === null) return null;
    list.items.splice(0, list.items.length, ...sorted);
    return none;
  },
  copy: (list, { machine }) => {
    const items = iterate(list, machine);
    return items === null ? null : ofList(items, machine.frame);
  },
  index: (list, { arguments: given, machine }) => {
    const [item] = positionals(given);
    if (item === undefined || given.length !== 1 || iterate(list, machine) === null) return null;
    const answers = list.items.map((one) => isEqual(one, item, machine));
    const at = answers.findIndex((answer) => answer !== false);
    return at === -1 || answers[at] === null ? null : ofInteger(at);
  },
  count: (list, { arguments: given, machine }) => {
    const [item] = positionals(given);
    if (item === undefined || iterate(list, machine) === null) return null;
    const answers = list.items.map((one) => isEqual(one, item, machine));
    return answers.includes(null) ? null : ofInteger(answers.filter((answer) => answer === true).length);
  },
};
