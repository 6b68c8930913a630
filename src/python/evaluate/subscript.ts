import { groupChild } from "../airflow/groups.ts";
import { xcomItem } from "../airflow/xcom.ts";
import { isDefinition } from "../dagster/forms.ts";
import { noteMisuse } from "../dagster/note-misuse.ts";
import { outputAt } from "../dagster/outputs.ts";
import type { Expression } from "../syntax/ast.ts";
import { doubtOf, noteChange } from "./doubt.ts";
import { evaluate, mayMatter } from "./evaluate.ts";
import { doubtMade } from "./iterators.ts";
import { assign, doubtAll, type Machine, raise, surprise } from "./machine.ts";
import { ofList, ofString, ofTuple, putEntry } from "./make-values.ts";
import { noteDictChange } from "./methods-of-dict.ts";
import { isHarmless } from "./packages.ts";
import { moduleOf, type Scope } from "./scope.ts";
import { hashOf } from "./show-value.ts";
import { noteUnknownUse } from "./unknown-use.ts";
import type { ConstantValue, Value } from "./value.ts";
import { integerOf, stringOf } from "./value-contents.ts";

type Subscript = Extract<Expression, { kind: "subscript" }>;

export function readSubscript(node: Subscript, scope: Scope, machine: Machine): Value {
  const value = evaluate(node.value, scope, machine);
  if (node.index.kind === "slice") return readSlice(value, node, scope, machine);
  const index = evaluate(node.index, scope, machine);
  switch (value.kind) {
    case "list":
    case "tuple": {
      const at = integerOf(index);
      if (at === null) refuseIndex(value, index, node, scope);
      const isUnsure = value.kind === "list" && doubtOf(value.doubts) !== null;
      if (at === null || isUnsure) return surprise(machine, node, scope, value.items.some(isOfAirflow));
      const found = value.items.at(at);
      return found ?? raise("IndexError", "index out of range", node, scope);
    }
    case "dict": {
      if (value.globalsOf !== null) {
        const name = stringOf(index);
        return (
          (name === null ? undefined : value.globalsOf.scope.names.get(name)) ?? surprise(machine, node, scope, true)
        );
      }
      const hash = hashOf(index, machine);
      const entries = [...value.entries.values()];
      if (hash === null || doubtOf(value.doubts) !== null)
        return surprise(
          machine,
          node,
          scope,
          entries.some((entry) => isOfAirflow(entry.value)),
        );
      const found = value.entries.get(hash)?.value;
      return found ?? raise("KeyError", "there is no such key", node, scope);
    }
    case "constant": {
      const at = integerOf(index);
      const text = stringOf(value);
      refuseIndex(value, index, node, scope);
      if (text === null || at === null) return surprise(machine, node, scope);
      const found = [...text].at(at);
      return found === undefined ? raise("IndexError", "string index out of range", node, scope) : ofString(found);
    }
    case "set":
    case "function":
    case "dag":
    case "task":
      return raise("TypeError", "what is indexed holds no items", node, scope);
    case "dagster":
      return outputAt(value, index) ?? surprise(machine, node, scope, true);
    case "xcom":
      return xcomItem(value, index) ?? raise("ValueError", "a result has keys that are texts", node, scope);
    case "group":
      return groupChild(value, stringOf(index)) ?? surprise(machine, node, scope, true);
    case "class": {
      const members = value.members.get("__members__");
      const name = stringOf(index);
      return (members !== undefined && name !== null ? value.members.get(name) : undefined) ?? value;
    }
    case "external":
      if (value.name === "sys.modules" && index === moduleOf(scope).names.get("__name__"))
        return { kind: "module", record: scope.record };
      // `list[str]`, `Callable[…]`: what is subscripted is a type, or a mapping such as `os.environ`.
      return /^[A-Z]/.test(value.name.split(".").at(-1) ?? "") || value.name.startsWith("builtins.")
        ? value
        : surprise(machine, node, scope, !isHarmless(value.name));
    default:
      return surprise(machine, node, scope, value.kind !== "made" && !(value.kind === "unknown" && !value.isForeign));
  }
}

/** Raises where what is indexed holds nothing, or nothing at such an index. */
function refuseIndex(value: Value, index: Value, node: Subscript, scope: Scope): void {
  const type = value.kind === "constant" ? value.constant.type : value.kind;
  if (!["str", "bytes", "list", "tuple"].includes(type))
    raise("TypeError", "what is indexed holds no items", node, scope);
  if (index.kind === "constant" && integerOf(index) === null && !isWhole(index))
    raise("TypeError", "what is indexed takes whole numbers", node, scope);
}

/** Also one that is beyond any length. */
function isWhole({ constant }: ConstantValue): boolean {
  return constant.type === "int";
}

function isOfAirflow(value: Value): boolean {
  return !["constant", "made", "external", "path"].includes(value.kind);
}

function readSlice(value: Value, node: Subscript, scope: Scope, machine: Machine): Value {
  const parts = node.index.kind === "slice" ? node.index.parts : [];
  const bounds = parts.map((part) => (part === null ? undefined : integerOf(evaluate(part, scope, machine))));
  const [from, to, stride = 1] = bounds;
  const isUnsure = value.kind === "list" && doubtOf(value.doubts) !== null;
  if (bounds.includes(null) || stride === null || stride === 0 || isUnsure)
    return surprise(machine, node, scope, mayMatter(value));
  const items =
    value.kind === "list" || value.kind === "tuple" ? value.items : [...(stringOf(value) ?? "")].map(ofString);
  if (value.kind !== "list" && value.kind !== "tuple" && stringOf(value) === null)
    return surprise(machine, node, scope, mayMatter(value));
  const picked = pick(items, from ?? undefined, to ?? undefined, stride);
  if (value.kind === "list") return ofList(picked, machine.frame);
  return value.kind === "tuple" ? ofTuple(picked) : ofString(picked.map(stringOf).join(""));
}

function pick(items: readonly Value[], from: number | undefined, to: number | undefined, stride: number): Value[] {
  if (stride > 0) return items.slice(from ?? 0, to ?? items.length).filter((_, index) => index % stride === 0);
  const clamp = (at: number): number => Math.min(at < 0 ? at + items.length : at, items.length - 1);
  const [start, end] = [from === undefined ? items.length - 1 : clamp(from), to === undefined ? -1 : clamp(to)];
  const found: Value[] = [];
  for (let at = start; at > end; at += stride) {
    const item = items[at];
    if (item !== undefined) found.push(item);
  }
  return found;
}

export function assignSubscript(target: Subscript, value: Value, scope: Scope, machine: Machine): void {
  const container = evaluate(target.value, scope, machine);
  const index = target.index.kind === "slice" ? null : evaluate(target.index, scope, machine);
  switch (container.kind) {
    case "dict": {
      if (container.globalsOf !== null) {
        const name = stringOf(index);
        if (name !== null) assign(machine, container.globalsOf.scope, name, value);
        else bindUnknownGlobal(value, machine);
        return;
      }
      noteDictChange(container, machine);
      const hash = index === null ? null : hashOf(index, machine);
      if (hash !== null && index !== null) putEntry(container.entries, hash, { key: index, value });
      else container.doubts.all.push({ reason: "an item is set whose key is not known", frame: "always" });
      return;
    }
    case "list": {
      noteChange(container.doubts, machine.frame);
      if (index !== null) refuseIndex(container, index, target, scope);
      const at = integerOf(index ?? undefined);
      const place = at === null ? -1 : at < 0 ? at + container.items.length : at;
      if (place >= 0 && place < container.items.length) container.items[place] = value;
      else container.doubts.all.push({ reason: "an item is set whose index is not known", frame: "always" });
      return;
    }
    case "instance":
      doubtMade(machine, "what setting an item of an object does is not known");
      noteUnknownUse([container, value], "it is put into an object", machine);
      return;
    case "unknown":
    case "external":
      if (container.kind === "external" && /^(dagster\.|[^.]*$)/.test(container.name)) machine.surprises += 1; // no mapping
      // Somebody else's mapping: `os.environ["x"] = …`, or one that may be `globals()` of another module.
      noteUnknownUse([container, value], "it is put into something that is not known", machine);
      return;
    case "dagster":
      if (isDefinition(container)) raise("TypeError", "a definition has no items to be set", target, scope, true);
      surprise(machine, target, scope);
      return;
    case "constant":
    case "tuple":
    case "set":
    case "function":
    case "dag":
    case "task":
      raise("TypeError", "its items cannot be set", target, scope);
  }
}

/** `globals()[name] = dag` with a name that is not constant binds it all the same. */
function bindUnknownGlobal(value: Value, machine: Machine): void {
  if (value.kind === "dag") value.registrations.push(machine.frame);
  else if (value.kind !== "constant" && value.kind !== "made")
    doubtAll(machine, "`globals()` is given something that is not known");
}

/** `del container[index]` */
export function removeItem(target: Subscript, scope: Scope, machine: Machine): void {
  const container = evaluate(target.value, scope, machine);
  const index = target.index.kind === "slice" ? null : evaluate(target.index, scope, machine);
  noteMisuse(container, machine);
  if (container.kind === "dict" && container.globalsOf === null) {
    noteDictChange(container, machine);
    const hash = index === null ? null : hashOf(index, machine);
    if (hash !== null) container.entries.delete(hash);
    else container.doubts.all.push({ reason: "an item is removed whose key is not known", frame: "always" });
  } else if (container.kind === "unknown") noteUnknownUse([container], "an item of it may be removed", machine);
  else if (container.kind === "dict" || container.kind === "list") {
    container.doubts.all.push({ reason: "an item is removed", frame: "always" });
    if (container.kind === "dict") doubtAll(machine, "names are removed from `globals()`");
  }
}
