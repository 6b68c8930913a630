import { argument, argumentValue, hasUnknownArguments, mergeArguments } from "../evaluate/arguments.ts";
import { doubtLoad, raise } from "../evaluate/machine.ts";
import { native, none, ofString, unknown } from "../evaluate/make-values.ts";
import type { GivenArgument, NativeCall, Value } from "../evaluate/value.ts";
import { functionName, isNone, stringOf } from "../evaluate/value-contents.ts";
import { doubtFile } from "./add-task.ts";
import { checkBinding, checkContextKeys, checkExpand, checkPartial } from "./check-binding.ts";
import { decorateCondition } from "./conditions.ts";
import type { TaskFactory, TaskValue } from "./dag-values.ts";
import { nameByPosition } from "./dags.ts";
import { childId, uniqueTaskId, writtenAt } from "./ids.ts";
import { mappedKwargs } from "./mapped-kwargs.ts";
import { homeFor } from "./task-home.ts";
import { idOf, makeTask } from "./tasks.ts";
import { decoratedFieldsOf } from "./template-fields.ts";
import { resultOf } from "./xcom.ts";

/** Of the standard provider and of others (`task-decorators` in their `provider.yaml`); `stub` is refused unless the function is empty. */
const knownDecorators = new Set(
  `agent analytics bash branch branch_external_python branch_virtualenv docker external_python kubernetes kubernetes_cmd llm llm_branch
   llm_file_analysis llm_schema_compare llm_sql pyspark python run_if sensor sftp_sensor short_circuit singularity skip_if snowpark sql
   virtualenv`.split(/\s+/),
);

/** `@task`, `@task(…)`, `@task.branch(…)` and others. */
export function decorateTask(decorator: string, call: NativeCall): Value {
  if (decorator === "run_if" || decorator === "skip_if") return decorateCondition(decorator, call);
  if (/^(?:branch_)?external_python$/.test(decorator)) return decorateExternal(decorator, call);
  if (!knownDecorators.has(decorator))
    doubtFile(call.machine, `whether Airflow has \`@task.${decorator.slice(0, 60)}\` is not known`);
  const [first] = call.arguments;
  if (call.arguments.length === 1 && first?.name === null) return toFactory(decorator, first, [], call);
  return native(decorator, (inner) => {
    const [callee] = inner.arguments;
    return callee === undefined ? unknown(call.text, true) : toFactory(decorator, callee, call.arguments, inner);
  });
}

/** Their first argument is the Python that runs the function, without which Airflow makes no task of it. */
function decorateExternal(decorator: string, call: NativeCall): Value {
  const given = nameByPosition(call.arguments, ["python"]);
  const python = argumentValue(given, "python");
  const isGiven = python === undefined ? hasUnknownArguments(given) : python.kind !== "function" && !isNone(python);
  return native(decorator, (inner) => {
    const [callee] = inner.arguments;
    if (!isGiven) doubtLoad(call.machine, `whether \`@task.${decorator}\` is given a Python is not known`);
    return callee === undefined ? unknown(call.text, true) : toFactory(decorator, callee, given, inner);
  });
}

function toFactory(decorator: string, callee: GivenArgument, given: readonly GivenArgument[], call: NativeCall): Value {
  const inner = callee.value;
  // A decorator on top of another takes over all that the inner one knows (`functools.update_wrapper`).
  if (inner.kind === "native" && inner.factory !== null) {
    if (call.machine.surroundings.airflow === 2)
      doubtLoad(call.machine, "whether Airflow decorates a task that is decorated already is not known");
    return factoryValue({ ...inner.factory });
  }
  checkDecorated(inner, given, call);
  return factoryValue({
    callee: inner,
    functionName: functionName(inner),
    decorator,
    arguments: given,
    partial: [],
    state: { isSetup: false, isTeardown: false, isCalled: false },
    place: inner.kind === "function" ? inner.definition : call.place,
    path: call.scope.record.path,
  });
}

/** Airflow reads the annotations of what is decorated, unless it is told of the outputs. */
function checkDecorated(inner: Value, given: readonly GivenArgument[], { machine, place, scope }: NativeCall): void {
  const isPartial = inner.kind === "native" && inner.name === "partial" && inner.members === null;
  const isBuiltin = inner.kind === "external" && inner.name.startsWith("builtins.");
  if (!isPartial && !["external", "made", "instance"].includes(inner.kind)) return;
  if ((isPartial || isBuiltin) && argument(given, "multiple_outputs") === null && !hasUnknownArguments(given))
    raise("AttributeError", "@task decorates what has no annotations", place, scope);
  doubtFile(machine, "whether `@task` takes what it decorates is not known");
}

/** A decorated function: calling it makes a task. */
export function factoryValue(factory: TaskFactory): Value {
  return native(
    factory.functionName ?? "task",
    (call) => {
      bind(factory, call, false);
      return resultOf(makeDecorated(factory, call, call.arguments, false));
    },
    (name) => memberOf(factory, name),
    factory,
  );
}

function memberOf(factory: TaskFactory, name: string): Value | null {
  switch (name) {
    case "override":
      return native(name, ({ arguments: given }) =>
        factoryValue({ ...factory, state: { ...factory.state }, arguments: mergeArguments(factory.arguments, given) }),
      );
    case "partial":
      return native(name, (call) => {
        checkPartial(factory.partial, factory.callee, call);
        checkContextKeys(call);
        const partial = mergeArguments(factory.partial, call.arguments);
        return factoryValue({ ...factory, state: { ...factory.state }, partial });
      });
    case "expand":
    case "expand_kwargs":
      return native(name, (call) => {
        if (name === "expand") {
          bind(factory, call, true);
          checkContextKeys(call);
          checkAlways(factory, call);
        } else mappedKwargs(call); // as what is no list of dictionaries is refused
        return resultOf(makeDecorated(factory, call, call.arguments, true));
      });
    case "function":
    case "__wrapped__":
      return factory.callee;
    case "__name__":
      return factory.functionName === null ? null : ofString(factory.functionName);
    default:
      return null;
  }
}

/** As Airflow maps no task over results that runs whatever becomes of them. */
function checkAlways({ arguments: own }: TaskFactory, { arguments: given, place, scope }: NativeCall): void {
  if (idOf(argumentValue(own, "trigger_rule")) === "always" && given.some(({ value }) => value.kind === "xcom"))
    raise("ValueError", "a task with the trigger rule `always` is mapped over results", place, scope);
}

function operatorOf({ decorator }: TaskFactory): string {
  return `@task${decorator === "python" ? "" : `.${decorator}`}`;
}

function bind(factory: TaskFactory, call: NativeCall, isMapped: boolean): void {
  const { callee, partial, state } = factory;
  // Airflow gives a teardown its rule when it is called, and takes it for one's own when it is called again.
  if (state.isTeardown && (state.isCalled || argument(factory.arguments, "trigger_rule") !== null))
    raise("ValueError", "Trigger rule not configurable for teardown tasks.", call.place, call.scope);
  state.isCalled = true;
  if (factory.arguments.some(({ name }) => name === "op_args" || name === "op_kwargs")) return;
  if (isMapped) checkExpand([], callee, call);
  checkBinding({ operator: operatorOf(factory), callee, given: [...partial, ...call.arguments], isMapped }, call);
}

function makeDecorated(
  factory: TaskFactory,
  call: NativeCall,
  given: readonly GivenArgument[],
  isMapped: boolean,
): TaskValue {
  const { machine, scope } = call;
  const own = factory.arguments;
  const home = homeFor(own, machine);
  const id = argument(own, "task_id");
  const wanted = id === null ? factory.functionName : stringOf(id.value);
  const label = wanted === null ? null : uniqueTaskId(wanted, home.dag, home.group);
  const task = makeTask(
    {
      operator: operatorOf(factory),
      label: isMapped ? childId(home.group, label) : label,
      idText: id?.text ?? factory.functionName ?? "task_id",
      idPlace: writtenAt(id, factory.path, call),
      given: own,
      home,
      isMapped,
      isSure: true,
      templateFields: decoratedFieldsOf(factory.decorator),
      callee: factory.callee,
      more: [...factory.partial, ...given].map(({ value }) => value),
      place: call.place,
      path: scope.record.path,
    },
    machine,
  );
  if (wanted !== label) doubtSuffix(task, machine.frame);
  task.isSetup = factory.state.isSetup;
  task.isTeardown = factory.state.isTeardown;
  if (task.isTeardown) task.triggerRule = ofString("all_done_setup_success");
  return task;
}

/** Where it is not sure which tasks there are, neither is the number that a name gets. */
function doubtSuffix(task: TaskValue, frame: TaskValue["doubts"]["born"]): void {
  const { dag } = task;
  if (dag === null) return;
  const isUnsure = dag.unnamed.length > 0 || dag.doubts.all.length > 0;
  if (isUnsure && frame === dag.doubts.born)
    task.doubts.all.push({ reason: "its number is not known", frame: "always" });
}

/** `@setup` and `@teardown` */
export function markFactory(isSetup: boolean, call: NativeCall): Value {
  const mark = (value: Value, inner: NativeCall): Value => {
    const made =
      value.kind === "function"
        ? decorateTask("python", { ...inner, arguments: [{ name: null, value, place: inner.place, text: inner.text }] })
        : value;
    if (made.kind !== "native" || made.factory === null) return unknown(inner.text, true);
    if (isSetup) made.factory.state.isSetup = true;
    else made.factory.state.isTeardown = true;
    return made;
  };
  const [first] = call.arguments;
  if (first === undefined || /^(?!func$)\w/.test(first.name ?? "func"))
    raise("TypeError", "@setup and @teardown take a function", call.place, call.scope);
  if (first.name === null) return mark(first.value, call);
  return native(isSetup ? "setup" : "teardown", (inner) => mark(inner.arguments[0]?.value ?? none, inner));
}
