import type { RefusedArgument } from "../dag-model.ts";
import type { Frame } from "../evaluate/doubt.ts";
import type { Place } from "../syntax/ast.ts";
import type { DagFactory, DagValue, GroupValue, TaskValue } from "./dag-values.ts";

/** What Airflow keeps in global variables while it imports a module. */
export interface AirflowState {
  readonly dags: DagValue[];
  readonly groups: GroupValue[];
  /** Whether a DAG or a group may have been entered in a way that is not followed, or a call refused: later tasks may be elsewhere. */
  isUnclear: boolean;
  readonly setups: SetupState;
  readonly factories: DagFactory[];
  /** What Airflow itself would refuse. */
  readonly refusals: Refusal[];
  /** Expressions that set edges in both directions, by their beginning and their module. */
  readonly mixedEdges: Map<string, Place & { readonly path: string }>;
  /** The expression that sets edges just now; `null`: they come from what a task is given. */
  edgePlace: EdgePlace | null;
  /** Where edges are set, by the tasks that they lead from and to. */
  readonly edgePlaces: WeakMap<TaskValue, Map<TaskValue, EdgePlace>>;
}

export interface EdgePlace extends Place {
  readonly path: string;
}

/** Tasks that are set up or torn down together. */
export type Together = readonly TaskValue[];

export interface SetupState {
  isActive: boolean;
  readonly inContext: { readonly of: Together; readonly tasks: TaskValue[] }[];
  readonly setup: Together[];
  readonly teardown: Together[];
  readonly teardownOfSetup: Together[];
  readonly setupOfTeardown: Together[];
}

export interface Refusal {
  readonly type: string;
  readonly message: string;
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly frame: Frame | null;
  readonly argument?: RefusedArgument;
}

export function createAirflowState(): AirflowState {
  return {
    dags: [],
    groups: [],
    refusals: [],
    factories: [],
    mixedEdges: new Map(),
    edgePlace: null,
    edgePlaces: new WeakMap(),
    isUnclear: false,
    setups: { isActive: false, inContext: [], setup: [], teardown: [], teardownOfSetup: [], setupOfTeardown: [] },
  };
}
