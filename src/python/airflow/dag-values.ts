import type { Doubts, Frame } from "../evaluate/doubt.ts";
import type { GivenArgument, Value } from "../evaluate/value.ts";
import type { Place } from "../syntax/ast.ts";

export interface DagValue {
  readonly kind: "dag";
  form: "context" | "assignment" | "decorator" | "asset";
  readonly id: Value;
  /** Where it is written: the call, the id in it, the class or function. */
  readonly place: Place;
  readonly idPlace: Place;
  readonly namePlace: Place;
  /** The module that it is written in. */
  readonly path: string;
  readonly arguments: GivenArgument[];
  /** Names and defaults of a decorated function's arguments. */
  readonly functionArguments: readonly GivenArgument[];
  readonly tasks: Map<string, TaskValue>;
  /** Tasks whose id is not known. */
  readonly unnamed: TaskValue[];
  readonly root: GroupValue;
  readonly doubts: Doubts;
  /** `null` where it is not known. */
  autoRegister: boolean | null;
  /** Frames in which it was left as a context. */
  readonly registrations: (Frame | null)[];
  /** Whether unknown code got it, which may have entered or bound it. */
  isHandedOn: boolean;
}

export interface TaskValue {
  readonly kind: "task";
  /** `null` where it is not constant. */
  readonly id: string | null;
  readonly idText: string;
  /** The full name of its class. */
  readonly operator: string;
  dag: DagValue | null;
  group: GroupValue | null;
  readonly isMapped: boolean;
  isSetup: boolean;
  isTeardown: boolean;
  triggerRule: Value;
  /** With the frame that said so. */
  readonly upstream: Map<TaskValue, Frame | null>;
  readonly downstream: Map<TaskValue, Frame | null>;
  readonly arguments: readonly GivenArgument[];
  readonly defaults: readonly GivenArgument[];
  readonly templateFields: readonly string[] | null;
  /** The function that is decorated; `null` for operators. */
  readonly callee: Value | null;
  readonly attributes: Map<string, Value>;
  readonly place: Place;
  readonly idPlace: Place;
  readonly path: string;
  readonly doubts: Doubts;
}

export interface GroupValue {
  readonly kind: "group";
  /** Of the root: empty; `null` where it is not known. */
  readonly id: string | null;
  readonly ownId: string | null;
  readonly prefixes: boolean;
  readonly parent: GroupValue | null;
  dag: DagValue | null;
  readonly children: (TaskValue | GroupValue)[];
  readonly defaultArguments: Value | null;
  /** Of a mapped group: the tasks whose results it is mapped over; `null` of any other. */
  readonly mappedOver: readonly TaskValue[] | null;
  /** Tasks that were set upstream of the group itself. */
  readonly upstreamTasks: Set<TaskValue>;
  /** Of all groups of the DAG. */
  readonly usedIds: Set<string>;
  readonly place: Place;
}

/** Results of tasks: `.output`, what a `@task` function gives when it is called, and what is made of them. */
export interface XComValue {
  readonly kind: "xcom";
  readonly tasks: readonly TaskValue[];
  /** Whether it is what a result holds under a key. */
  readonly isKeyed?: boolean;
  /** Whether it is one task's result as it is. */
  readonly isPlain: boolean;
}

/** `Label("…")`: passes edges on. */
export interface LabelValue {
  readonly kind: "label";
  upstream: (TaskValue | GroupValue | XComValue)[];
  downstream: (TaskValue | GroupValue | XComValue)[];
}

/** What can have edges. */
export type Node = TaskValue | GroupValue | XComValue | LabelValue;

/** A function decorated with `@task`, before it is called. */
export interface TaskFactory {
  readonly callee: Value;
  readonly functionName: string | null;
  readonly decorator: string;
  readonly arguments: readonly GivenArgument[];
  /** Of `.partial()`. */
  readonly partial: readonly GivenArgument[];
  readonly state: { isSetup: boolean; isTeardown: boolean; isCalled: boolean };
  readonly place: Place;
  /** The module that it is decorated in. */
  readonly path: string;
}

/** A function decorated with `@dag`. */
export interface DagFactory {
  readonly name: string;
  readonly namePlace: Place;
  readonly place: Place;
  readonly path: string;
  readonly id: Value;
  readonly idPlace: Place;
  readonly arguments: readonly GivenArgument[];
  calls: number;
}
