import type { Span } from "../domain/finding.ts";
import type { DagFactory, DagValue } from "./airflow/dag-values.ts";
import { dagFacts, nowhere, type SpanOf } from "./dag-facts.ts";
import type { Certainty, Dag, DagModule, ImportFailure } from "./dag-model.ts";
import { argumentsOf, argumentValue } from "./evaluate/arguments.ts";
import { doubtOf, settle } from "./evaluate/doubt.ts";
import type { Machine, ModuleRecord } from "./evaluate/machine.ts";
import { isHarmless } from "./evaluate/packages.ts";
import type { PythonRaise } from "./evaluate/python-raise.ts";
import type { ExternalValue } from "./evaluate/value.ts";
import { stringOf } from "./evaluate/value-contents.ts";
import { openLeftAlone } from "./left-alone.ts";
import { plainArguments } from "./plain-value.ts";
import { createSpans } from "./spans.ts";
import { circleOf } from "./task-circle.ts";
import { tasksOfDag } from "./task-facts.ts";
import { listBindings, type WrittenBinding } from "./written-bindings.ts";

interface Assembly {
  readonly record: ModuleRecord;
  readonly machine: Machine;
  readonly spansOf: (path: string) => SpanOf;
  readonly bindings: ReadonlyMap<number, WrittenBinding>;
  /** Whether the whole file is refused. */
  readonly isRefused: boolean;
}

/** The model of a module that was run, as far as it could be. */
export function modelOf(
  record: ModuleRecord,
  machine: Machine,
  raised: PythonRaise | null,
  reads: readonly string[],
): DagModule {
  const failures = failuresOf(record, machine, raised);
  const assembly: Assembly = {
    record,
    machine,
    spansOf: spansIn(machine, record.path),
    bindings: machine.dags.length === 0 ? new Map() : listBindings(record.syntax),
    isRefused: failures.some((one) => one.dagId === null),
  };
  const found = machine.dags.map((dag) => toDag(dag, assembly));
  const all = markTwins(found);
  const uncalled = listUncalled(assembly);
  const dags = [...all, ...uncalled].filter((dag) => dag !== null);
  dags.sort((a, b) => a.idSpan.start.line - b.idSpan.start.line || a.idSpan.start.column - b.idSpan.start.column);
  const reason = doubtOfModule(record, machine, all, raised);
  const cycles = dags.flatMap((dag) => cycleOf(dag));
  return {
    dags: dags.map((dag) =>
      cycles.some((one) => one.dagId === dag.dagId) ? { ...dag, isRegistered: false, isUnconditional: false } : dag,
    ),
    certainty: reason === null ? "exact" : "partial",
    reason,
    failures: [...failures, ...cycles],
    mixedEdges: mixedEdgesIn(record, machine),
    reads,
  };
}

function mixedEdgesIn({ path }: ModuleRecord, machine: Machine): readonly Span[] {
  const spanOf = spansIn(machine, path)(path);
  const here = [...machine.airflow.mixedEdges.values()].filter((one) => one.path === path);
  return here.flatMap((place) => spanOf(place) ?? []);
}

function spansIn(machine: Machine, entry: string): (path: string) => SpanOf {
  const lines = new Map<string, (place: { start: number; end: number }) => Span>();
  return (path) => {
    if (path !== entry) return () => nowhere;
    const known = lines.get(path) ?? createSpans(machine.modules.get(path)?.syntax.source ?? "");
    lines.set(path, known);
    return known;
  };
}

function failuresOf(record: ModuleRecord, machine: Machine, raised: PythonRaise | null): readonly ImportFailure[] {
  const spansOf = spansIn(machine, record.path);
  const refused = machine.airflow.refusals.filter((one) => settle(one.frame) === null);
  const all = [
    ...refused.map((one) => ({ ...one, place: { start: one.start, end: one.end } })),
    ...(raised === null
      ? []
      : [{ type: raised.type, message: raised.message, path: raised.path, place: raised.place, argument: undefined }]),
  ];
  return all.map(({ type, message, path, place, argument }) => ({
    type,
    message,
    span: spansOf(path)(place) ?? nowhere,
    definedIn: path === record.path ? null : path,
    dagId: null,
    ...(argument && { argument }),
  }));
}

function cycleOf(dag: Dag): readonly ImportFailure[] {
  if (dag.circle === undefined || dag.isRegistered === false || dag.certainty === "unknown" || dag.dagId === null)
    return [];
  const message = `A cyclic dependency occurred in dag: ${dag.circle.taskIds.slice(0, 10).join(" >> ")}`;
  return [{ type: "AirflowDagCycleException", message, span: dag.idSpan, definedIn: dag.definedIn, dagId: dag.dagId }];
}

/** Whether Airflow finds it; `null` where that is not known. */
function isRegistered(dag: DagValue, { record, machine, isRefused }: Assembly): boolean | null {
  if (isRefused || record.state === "failed") return false;
  const isMade = settle(dag.doubts.born) === null;
  const bound = [...record.scope.names.values()];
  if (bound.includes(dag)) return isMade ? true : null;
  const isLeft = dag.registrations.length > 0;
  if (isLeft && dag.autoRegister === true)
    return dag.registrations.some((frame) => settle(frame) === null) ? true : null;
  const isPerhapsBound = bound.some((value) => value.kind === "unknown" && value.candidates.includes(dag));
  if (isPerhapsBound || (isLeft && dag.autoRegister === null)) return null;
  // Whatever is not known may bind it still.
  return dag.isHandedOn || doubtOf(machine.doubts) !== null ? null : false;
}

function toDag(dag: DagValue, assembly: Assembly): Dag {
  const { record, machine, bindings } = assembly;
  const here = dag.path === record.path;
  const spanOf = assembly.spansOf(dag.path);
  const written = here ? bindings.get(dag.place.start) : undefined;
  const dagId = stringOf(dag.id);
  const registered = isRegistered(dag, assembly);
  const decorated = dag.form === "decorator" || dag.form === "asset";
  const reason = doubtOfDag(dag, registered) ?? machine.loadDoubt;
  const defaults = argumentsOf(argumentValue(dag.arguments, "default_args"));
  const tasks = tasksOfDag(dag, assembly.spansOf, record.path);
  const name = decorated ? record.syntax.source.slice(dag.namePlace.start, dag.namePlace.end) : null;
  return {
    form: decorated ? dag.form : (written?.form ?? dag.form),
    dagId,
    idText: dag.id.kind === "unknown" ? dag.id.text : (dagId ?? dag.id.kind),
    idSpan: spanOf(dag.idPlace) ?? nowhere,
    boundName: (here ? name : null) ?? written?.name ?? null,
    nameSpan: spanOf(decorated ? dag.namePlace : (written?.place ?? dag.namePlace)) ?? nowhere,
    definedIn: here ? null : dag.path,
    isCalled: true,
    isRegistered: registered,
    isMade: settle(dag.doubts.born) === null,
    isUnconditional: registered === true,
    ...dagFacts(dag, spanOf, machine),
    arguments: plainArguments(dag.arguments, spanOf),
    defaultArgs: plainArguments(defaults, spanOf),
    tasks,
    ...circleOf(dag, tasks, record.path, assembly.spansOf(record.path), machine),
    certainty: reason === null ? "exact" : "partial",
    reason,
  };
}

function doubtOfDag(dag: DagValue, registered: boolean | null): string | null {
  const doubt = doubtOf(dag.doubts);
  if (doubt !== null) return doubt;
  if (stringOf(dag.id) === null) return "the id of the DAG is not a constant";
  const [unnamed] = dag.unnamed;
  if (unnamed !== undefined) return `the id of a task is not a constant: \`${unnamed.idText.slice(0, 60)}\``;
  if ([...dag.tasks.values()].some((task) => task.doubts.all.length > 0)) return "the id of a task is not known";
  return registered === null ? (settleReason(dag) ?? "nobody knows whether it is registered") : null;
}

function settleReason(dag: DagValue): string | null {
  return settle(dag.doubts.born)?.reason ?? null;
}

/** Of two DAGs with the same id in one file, Airflow keeps one, and not always the same. */
function markTwins(dags: readonly Dag[]): readonly Dag[] {
  const live = dags.filter((dag) => dag.isRegistered !== false && dag.dagId !== null);
  const twins = new Set(
    [...Map.groupBy(live, (dag) => dag.dagId)].flatMap(([id, same]) => (same.length > 1 ? [id] : [])),
  );
  const certainty: Certainty = "partial";
  return dags.map((dag) =>
    dag.isRegistered !== false && twins.has(dag.dagId)
      ? { ...dag, certainty, reason: dag.reason ?? "another DAG of the file has the same id" }
      : dag,
  );
}

function listUncalled(assembly: Assembly): readonly (Dag | null)[] {
  const all = assembly.machine.airflow.factories.filter(({ calls }) => calls === 0);
  if (all.length === 0) return [];
  const isLeftAlone = openLeftAlone(assembly.record);
  return all.map((factory) => toUncalled(factory, isLeftAlone(factory), assembly));
}

function toUncalled(factory: DagFactory, isLeftAlone: boolean, assembly: Assembly): Dag | null {
  const { record, machine } = assembly;
  if (factory.path !== record.path) return null;
  const spanOf = assembly.spansOf(factory.path);
  const isUnclear = doubtOf(machine.doubts) !== null || record.state === "failed";
  const isHandedOn = isUnclear || !isLeftAlone;
  const nothing = { known: false, expression: "", span: null } as const;
  return {
    form: "decorator",
    dagId: stringOf(factory.id),
    idText: stringOf(factory.id) ?? "",
    idSpan: spanOf(factory.idPlace) ?? nowhere,
    boundName: factory.name,
    nameSpan: spanOf(factory.namePlace) ?? nowhere,
    definedIn: null,
    isCalled: isHandedOn ? null : false,
    isRegistered: isHandedOn ? null : false,
    isMade: false,
    isUnconditional: false,
    params: [],
    paramsCertainty: "unknown",
    schedule: { kind: "unknown", text: "", value: null, span: null },
    startDate: nothing,
    catchup: nothing,
    tags: nothing,
    owner: nothing,
    arguments: plainArguments(factory.arguments, spanOf),
    defaultArgs: [],
    tasks: [],
    certainty: "unknown",
    reason: "its function is not called where that could be followed",
  };
}

/** Why there may be other DAGs than those listed, or `null`. */
function doubtOfModule(
  record: ModuleRecord,
  machine: Machine,
  dags: readonly Dag[],
  raised: PythonRaise | null,
): string | null {
  if (raised !== null && !raised.isWritten) return `it seems to raise ${raised.type} on import`;
  if (raised !== null || machine.airflow.refusals.some((one) => settle(one.frame) === null)) return null;
  const doubt = doubtOf(machine.doubts) ?? machine.loadDoubt;
  if (doubt !== null) return doubt;
  for (const dag of dags) {
    if (dag.isRegistered === null) return dag.reason ?? "nobody knows whether a DAG is registered";
    if (dag.isRegistered && dag.dagId === null) return "the id of a DAG is not a constant";
  }
  for (const [name, value] of record.scope.names) {
    if (value.kind === "unknown" && value.isForeign) return `\`${name.slice(0, 60)}\` may be a DAG`;
    if (value.kind === "external" && isPerhapsDag(value))
      return `\`${name.slice(0, 60)}\`, imported from elsewhere, may be a DAG`;
  }
  return null;
}

/** Something of a package that is not known, unless its name is that of a class or a constant. */
function isPerhapsDag({ name }: ExternalValue): boolean {
  if (isHarmless(name) || name.startsWith("builtins.") || !name.includes(".")) return false;
  const own = name.split(".").at(-1) ?? name;
  return !/^_?[A-Z]/.test(own);
}
