import type { TaskFactory } from "../airflow/dag-values.ts";
import type { Frame } from "./doubt.ts";
import type {
  ConstantValue,
  DictEntry,
  DictValue,
  ListValue,
  NativeValue,
  TupleValue,
  UnknownValue,
  Value,
} from "./value.ts";

export const none: ConstantValue = { kind: "constant", constant: { type: "none" } };

export function ofString(value: string): ConstantValue {
  return { kind: "constant", constant: { type: "str", value } };
}

export function ofInteger(value: number | bigint): ConstantValue {
  return { kind: "constant", constant: { type: "int", value } };
}

export function ofFloat(value: number): ConstantValue {
  return { kind: "constant", constant: { type: "float", value } };
}

export function ofBoolean(value: boolean): ConstantValue {
  return { kind: "constant", constant: { type: "bool", value } };
}

const longestText = 200;

export function unknown(text: string, isForeign = false, candidates: readonly Value[] = []): UnknownValue {
  return { kind: "unknown", text: text.slice(0, longestText), isForeign, candidates };
}

export function native(
  name: string,
  call: NativeValue["call"],
  members: NativeValue["members"] = null,
  factory: TaskFactory | null = null,
): NativeValue {
  return { kind: "native", name, call, members, factory };
}

export function ofList(items: readonly Value[], frame: Frame | null): ListValue {
  return { kind: "list", items: [...items], doubts: { born: frame, all: [] } };
}

export function ofTuple(items: readonly Value[]): TupleValue {
  return { kind: "tuple", items };
}

export function ofDict(entries: readonly (readonly [string, DictEntry])[], frame: Frame | null): DictValue {
  const kept = new Map<string, DictEntry>();
  for (const [hash, entry] of entries) putEntry(kept, hash, entry);
  return { kind: "dict", entries: kept, doubts: { born: frame, all: [] }, globalsOf: null, views: [] };
}

/** A key that is there stays as it is: of `1` and `True`, the first. */
export function putEntry(entries: Map<string, DictEntry>, hash: string, { key, value }: DictEntry): void {
  entries.set(hash, { key: entries.get(hash)?.key ?? key, value });
}
