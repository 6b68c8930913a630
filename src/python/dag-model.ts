import type { Span } from "../domain/finding.ts";

/**
 * How much of a thing is known without running it. `exact`: what is listed is all there is. `partial`: what is
 * unconditional is right, more may exist. `unknown`: nothing more can be said than that it is there.
 */
export type Certainty = "exact" | "partial" | "unknown";

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

/** One DAG as it is written in a module. */
export interface Dag {
  readonly form: "context" | "assignment" | "decorator";
  /** `null` where the id depends on something that is not a constant. */
  readonly dagId: string | null;
  readonly idSpan: Span;
  /** The name that the DAG is bound to: a variable, or the decorated function. */
  readonly boundName: string | null;
  readonly nameSpan: Span;
  /** Whether a decorated function is called at module level; `true` for other forms; `null` where it cannot be known. */
  readonly isCalled: boolean | null;
  /** Whether it is made on every import: not in a branch, a loop or a function. */
  readonly isUnconditional: boolean;
  readonly params: readonly DagParam[];
  readonly paramsCertainty: Certainty;
}

/** What Airflow would find in one Python file. */
export interface DagModule {
  readonly dags: readonly Dag[];
  readonly certainty: Certainty;
  /** Why it is not `exact`, in words for people; `null` when it is. */
  readonly reason: string | null;
}

/** A string constant that is given to a name: `name = "…"`, `f(name="…")`, `{"name": "…"}`, `x["name"] = "…"`. */
export interface NamedString {
  readonly name: string;
  readonly form: "assignment" | "keyword" | "pair" | "subscript" | "default";
  /** What is called with the keyword, as written, such as `k8s.V1Secret`; `null` outside a call. */
  readonly callee: string | null;
  readonly value: string;
  readonly span: Span;
}
