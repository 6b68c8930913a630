import type { Span } from "../domain/finding.ts";
import type { CodeLocation } from "./dagster/dagster-model.ts";
import type { PlainArgument, PlainValue } from "./plain-value.ts";

/**
 * How much of a thing is known without running it, given that Airflow can import the file. `exact`: what is listed is all
 * there is. `partial`: what is unconditional is right, more may exist. `unknown`: nothing more can be said than that it is there.
 */
export type Certainty = "exact" | "partial" | "unknown";

/** A fact, or the expression that nobody can evaluate before deploy. The span is `null` for what is not written: a default. */
export type Fact<T> =
  | { readonly known: true; readonly value: T; readonly span: Span | null }
  | { readonly known: false; readonly expression: string; readonly span: Span | null };

export interface DagParam {
  readonly name: string;
  readonly span: Span;
  /** JSON Schema types of a `Param(…, type=…)`, where they are literal. */
  readonly types: readonly string[] | null;
  /** The JSON Schema of a `Param(…)`, without its default; `{}` takes anything. Absent where not all of it is constant. */
  readonly schema?: Readonly<Record<string, unknown>>;
  /** What a run gets that does not give it; `"none"`: a run must give it. Absent where it is not constant. */
  readonly default?: { readonly value: unknown } | "none";
}

export interface Schedule {
  /** `default`: none is written. `unknown`: it cannot be known before deploy. */
  readonly kind: "none" | "cron" | "preset" | "timedelta" | "asset" | "timetable" | "default" | "unknown";
  /** The cron expression or preset itself; else the expression as it is written. */
  readonly text: string;
  readonly value: PlainValue | null;
  readonly span: Span | null;
}

/** What a branching task may follow. */
export interface Branching {
  /** Ids of tasks and groups that it follows together; the span is `null` where it stands in another file. */
  readonly choices: readonly { readonly taskIds: readonly string[]; readonly span: Span | null }[];
  /** Whether it surely decides in none but these ways. */
  readonly isExact: boolean;
}

/** `ti.xcom_pull(task_ids="extract")`, with ids that are written out. */
export interface Pulled {
  readonly taskIds: readonly string[];
  /** Of the ids. */
  readonly span: Span;
}

export interface Task {
  readonly taskId: string;
  readonly idSpan: Span;
  /** The whole call that makes it. */
  readonly span: Span;
  /** Another file of the repository in which it is written; `null` for the file itself. Its spans are then of no use. */
  readonly definedIn: string | null;
  /** The full name of its class as it is imported, `@task.branch` for a decorated function, `path:Class` for one of the repository. */
  readonly operator: string;
  /** The id of the group that it is in; `null` outside of groups. */
  readonly groupId: string | null;
  readonly isMapped: boolean;
  readonly isSetup: boolean;
  readonly isTeardown: boolean;
  readonly triggerRule: Fact<string>;
  readonly owner: Fact<string>;
  readonly retries: Fact<number>;
  /** What the call is given. */
  readonly arguments: readonly PlainArgument[];
  /** What it gets from `default_args` of the DAG, groups and the call, and is not given. */
  readonly defaults: readonly PlainArgument[];
  /** Ids of the tasks next to it, sorted. */
  readonly upstream: readonly string[];
  readonly downstream: readonly string[];
  /** Of a task that branches; else absent. */
  readonly branching?: Branching;
  /** What the function that it runs pulls from other tasks of the same run; absent where it pulls nothing, or stands in another file. */
  readonly pulls?: readonly Pulled[];
  /** Connections and Variables that the function asks Airflow for by names that are written out; absent where it asks for none. */
  readonly asks?: readonly { readonly kind: "connection" | "variable"; readonly name: string }[];
  /** Whether the DAG surely has it. */
  readonly isUnconditional: boolean;
}

/** One DAG as Airflow would see it. */
export interface Dag {
  readonly form: "context" | "assignment" | "decorator" | "asset";
  /** `null` where the id depends on something that is not a constant. */
  readonly dagId: string | null;
  /** The expression of the id, shortened. */
  readonly idText: string;
  readonly idSpan: Span;
  /** The name that the DAG is bound to: a variable, or the decorated function. */
  readonly boundName: string | null;
  readonly nameSpan: Span;
  /** Another file of the repository in which it is written; `null` for the file itself. Its spans are then those of the file's first line. */
  readonly definedIn: string | null;
  /** Whether a decorated function is called; `true` for other forms; `null` where it cannot be known. */
  readonly isCalled: boolean | null;
  /** Whether Airflow finds it: bound to a name of the module, or left as a context. `null` where it cannot be known. */
  readonly isRegistered: boolean | null;
  /** Whether it is made on every import, though the import may fail further on. */
  readonly isMade: boolean;
  /** Whether it is made on every import, and registered. */
  readonly isUnconditional: boolean;
  readonly params: readonly DagParam[];
  readonly paramsCertainty: Certainty;
  readonly schedule: Schedule;
  /** ISO 8601, as it is written; `null` where there is none. */
  readonly startDate: Fact<string | null>;
  readonly catchup: Fact<boolean>;
  readonly tags: Fact<readonly string[]>;
  /** As `default_args` say; `null` where they do not. */
  readonly owner: Fact<string | null>;
  readonly arguments: readonly PlainArgument[];
  readonly defaultArgs: readonly PlainArgument[];
  readonly tasks: readonly Task[];
  /** Tasks that wait for each other, the first one again at the end; absent where there are none. `span`: where it is closed, if that is in the file. */
  readonly circle?: { readonly taskIds: readonly string[]; readonly span: Span | null };
  /** Of its id, its tasks and their edges. */
  readonly certainty: Certainty;
  readonly reason: string | null;
}

/** What keeps Airflow from importing the file, or from taking one DAG of it. */
export interface ImportFailure {
  /** The exception's class. */
  readonly type: string;
  readonly message: string;
  readonly span: Span;
  readonly definedIn: string | null;
  /** The one DAG that is refused; `null`: the whole file. */
  readonly dagId: string | null;
  /** Where it is an argument that is refused, or missing. */
  readonly argument?: RefusedArgument;
}

/** An argument for which Airflow refuses a call. */
export interface RefusedArgument {
  /** What is called: the name of an operator's class, `@task`, `DAG`; `task` where all of them would refuse it. */
  readonly of: string;
  readonly name: string;
  readonly problem: "unknown" | "missing" | "value";
  /** What is meant, of an unknown one; what it takes, of a value. */
  readonly instead: string | null;
}

/** What Airflow would find in one Python file. */
export interface DagModule {
  readonly dags: readonly Dag[];
  /** Of the list of its DAGs. */
  readonly certainty: Certainty;
  /** Why it is not `exact`, in words for people; `null` when it is. */
  readonly reason: string | null;
  readonly failures: readonly ImportFailure[];
  /** Expressions that set edges in both directions, such as `a >> b << c`. */
  readonly mixedEdges: readonly Span[];
  /** Other files of the repository that were read for it: what it imports, its data. */
  readonly reads: readonly string[];
  /** What Dagster would load of it; absent where it is no code location. */
  readonly location?: CodeLocation;
}

/**
 * A string constant that is given to a name: `name = "…"`, `f(name="…")`, `{"name": "…"}`, `x["name"] = "…"`; or where a password
 * belongs by its place alone (`second`): `login("ada", "…")`, `auth=("ada", "…")`.
 */
export interface NamedString {
  /** Empty of one that is `made`: put together from several texts, for nobody in particular. */
  readonly name: string;
  readonly form: "assignment" | "keyword" | "pair" | "subscript" | "default" | "second" | "made";
  /** What is called with the keyword, as written, such as `k8s.V1Secret`; `null` outside a call. */
  readonly callee: string | null;
  readonly value: string;
  readonly span: Span;
}
