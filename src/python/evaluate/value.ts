import type { DagValue, GroupValue, LabelValue, TaskFactory, TaskValue, XComValue } from "../airflow/dag-values.ts";
import type { DagsterValue } from "../dagster/dagster-values.ts";
import type { Constant, Expression, FunctionDefinition, Parameter, Place } from "../syntax/ast.ts";
import type { Doubts } from "./doubt.ts";
import type { Machine, ModuleRecord } from "./machine.ts";
import type { Scope } from "./scope.ts";
import type { Site } from "./site.ts";

/** What an expression gives when the module is imported, as far as it can be known without running it. */
export type Value =
  | ConstantValue
  | ListValue
  | TupleValue
  | SetValue
  | DictValue
  | PathValue
  | FunctionValue
  | ClassValue
  | InstanceValue
  | ModuleValue
  | ExternalValue
  | MadeValue
  | NativeValue
  | GeneratorValue
  | DagValue
  | TaskValue
  | GroupValue
  | XComValue
  | LabelValue
  | DagsterValue
  | UnknownValue;

export interface ConstantValue {
  readonly kind: "constant";
  readonly constant: Constant;
}

export interface ListValue {
  readonly kind: "list";
  readonly items: Value[];
  readonly doubts: Doubts;
  /** What it is, where that is no list: a range, the keys of a dictionary. */
  readonly type?: "range" | "dict_view";
}

export interface TupleValue {
  readonly kind: "tuple";
  readonly items: readonly Value[];
}

export interface SetValue {
  readonly kind: "set";
  readonly items: Map<string, Value>;
  readonly doubts: Doubts;
}

export interface DictEntry {
  readonly key: Value;
  value: Value;
}

export interface DictValue {
  readonly kind: "dict";
  /** By what `hashOf` gives for the key. */
  readonly entries: Map<string, DictEntry>;
  readonly doubts: Doubts;
  /** Whether it is a module's own `globals()`. */
  readonly globalsOf: ModuleRecord | null;
  /** Its keys, values or items, as they were given out; they change with it. */
  readonly views?: ListValue[];
}

/** A file or directory of the repository, whose absolute place nobody knows. */
export interface PathValue {
  readonly kind: "path";
  /** In the repository, with `/`; empty for its root. */
  readonly path: string;
  readonly form: "str" | "Path";
  /** Of an open file: whether some of it may have been read. */
  readonly opened?: { isRead: boolean };
}

export interface FunctionValue {
  readonly kind: "function";
  readonly name: string;
  readonly definition: FunctionDefinition | (Extract<Expression, { kind: "lambda" }> & Place);
  readonly parameters: readonly Parameter[];
  readonly defaults: ReadonlyMap<string, Value>;
  readonly scope: Scope;
  readonly attributes: Map<string, Value>;
}

export interface ClassValue {
  readonly kind: "class";
  readonly name: string;
  readonly bases: readonly Value[];
  readonly members: Map<string, Value>;
  /** Names that are assigned, in order: the members of an enumeration. */
  readonly fields: readonly string[];
  /** Or the like: one whose `__init__` takes its fields. */
  readonly isDataclass: boolean;
  readonly decorators: readonly Value[];
  readonly annotations: ReadonlyMap<string, Expression>;
  readonly scope: Scope;
  /** What its decorators make of it is not known. */
  readonly isOpaque: boolean;
}

export interface InstanceValue {
  readonly kind: "instance";
  readonly class: ClassValue;
  readonly attributes: Map<string, Value>;
  readonly doubts: Doubts;
}

/** A module of the repository. */
export interface ModuleValue {
  readonly kind: "module";
  readonly record: ModuleRecord;
}

/** Something of a package that is not of the repository, by its full name. */
export interface ExternalValue {
  readonly kind: "external";
  readonly name: string;
}

/** What a call of something external gives: `timedelta(days=1)`. */
export interface MadeValue {
  readonly kind: "made";
  readonly by: string;
  readonly arguments: readonly GivenArgument[];
  readonly text: string;
}

export interface NativeValue {
  readonly kind: "native";
  readonly name: string;
  readonly call: (call: NativeCall) => Value;
  /** Its attributes, such as `.override` of a task's decorator. */
  readonly members: ((name: string) => Value | null) | null;
  /** Where it is a function decorated with `@task`. */
  readonly factory: TaskFactory | null;
}

/** What can be gone through once, such as a generator: its items are made when they are asked for. */
export interface GeneratorValue {
  readonly kind: "generator";
  /** The next item; `undefined` at the end, `null` where it is not known. */
  readonly pull: (machine: Machine) => Value | null | undefined;
  /** Whether going through it runs code. */
  readonly isCode: boolean;
  /** Whether it is run to its end at once, when its first item is asked for: the body of a function that yields. */
  readonly isWhole: boolean;
  /** Runs such a body, with `each` in place of every `yield`; `false` if it was run already. Else `null`. */
  readonly drive: ((machine: Machine, each: (item: Value) => void) => boolean) | null;
  /** Whether its items may be, hold or make DAGs and tasks. */
  readonly mayMatter: () => boolean;
  readonly doubts: Doubts;
}

/** A call, where it is written. */
export interface NativeCall extends Site {
  readonly arguments: readonly GivenArgument[];
  readonly text: string;
}

/** An argument of a call, evaluated. `**kwargs` of something unknown have the name `**`, `*args` the name `*`. */
export interface GivenArgument {
  readonly name: string | null;
  readonly value: Value;
  readonly place: Place;
  readonly text: string;
}

export interface UnknownValue {
  readonly kind: "unknown";
  /** The expression, shortened. */
  readonly text: string;
  /** Whether it may be, hold or make DAGs and tasks. */
  readonly isForeign: boolean;
  /** What it is one of, if that is known. */
  readonly candidates: readonly Value[];
}
