import { callAirflow } from "../airflow/call-airflow.ts";
import { makeForeignTask } from "../airflow/tasks.ts";
import { noteUnknownUse } from "../airflow/unknown-use.ts";
import { doubtCall } from "./call.ts";
import { builtinFunctions } from "./functions-builtin.ts";
import { standardFunctions } from "./functions-standard.ts";
import { doubtAll, surprise } from "./machine.ts";
import { isHarmless } from "./packages.ts";
import { type NativeCall, none, type Value } from "./value.ts";

/** Calls something of a package by its full name. */
export function callExternal(name: string, call: NativeCall): Value {
  const run = builtinFunctions[name] ?? standardFunctions[name];
  const known = run?.(call) ?? null;
  if (known !== null) return known;
  const ofAirflow = callAirflow(name, call);
  if (ofAirflow !== null) return ofAirflow;
  return name.startsWith("builtins.") || isHarmless(name) ? callHarmless(name, call) : callForeign(name, call);
}

function callHarmless(name: string, call: NativeCall): Value {
  const { machine, node, scope } = call;
  if (/^builtins\.(exec|eval|compile|__import__|vars|locals|setattr|delattr)$/.test(name)) {
    if (name === "builtins.setattr" || name === "builtins.delattr") {
      noteUnknownUse(
        call.arguments.map(({ value }) => value),
        `what \`${name.slice(9)}()\` sets is not known`,
        machine,
      );
    }
    doubtAll(machine, `\`${name.slice(9)}()\` can define DAGs that are not written out`);
    return surprise(machine, node, scope, true);
  }
  if (
    /^(builtins\.(print|isinstance|issubclass|id|hash|type|callable|repr|len|str|format|hasattr)|pprint\.|json\.dumps$|logging\.|warnings\.|typing\.|abc\.)/.test(
      name,
    )
  )
    return name === "builtins.print" ? none : made(name, call);
  const takesFunction = call.arguments.some(
    ({ value }) => value.kind === "function" || value.kind === "native" || value.kind === "class",
  );
  if (takesFunction && !/^(airflow|typing|dataclasses|pydantic|attrs?|enum|abc|contextlib)\./.test(name)) {
    // It may call what it is given.
    const isDecorator = /(functools\.(wraps|cache|lru_cache|update_wrapper)|atexit\.register)$/.test(name);
    if (!isDecorator) return doubtCall(name.replace(/^builtins\./, ""), call.arguments, node, scope, machine);
  }
  if (name.startsWith("airflow.")) return made(name, call);
  machine.surprises += 1;
  const holders = call.arguments.some(({ value }) => isOfAirflow(value));
  if (holders) {
    noteUnknownUse(
      call.arguments.map(({ value }) => value),
      `it is passed to \`${name.replace(/^builtins\./, "")}()\``,
      machine,
    );
    return surprise(machine, node, scope, true);
  }
  return made(name, call);
}

function isOfAirflow(value: Value): boolean {
  if (value.kind === "list" || value.kind === "tuple") return value.items.some(isOfAirflow);
  if (value.kind === "unknown") return value.isForeign;
  return ["dag", "task", "group", "xcom", "label"].includes(value.kind);
}

function made(name: string, call: NativeCall): Value {
  return { kind: "made", by: name, arguments: call.arguments, text: call.text };
}

function callForeign(name: string, call: NativeCall): Value {
  const { machine, scope, node } = call;
  const own = name.split(".").at(-1) ?? name;
  const isClass = /^_?[A-Z]\w*[a-z]/.test(own) || /^[A-Z]$/.test(own);
  if (isClass && call.arguments.some((one) => one.name === "task_id")) return makeForeignTask(name, call);
  if (isClass && !/dag|group|pipeline|workflow|factory|builder/i.test(name)) {
    const reason = `what \`${own}()\` does is not known`;
    noteUnknownUse(
      call.arguments.map(({ value }) => value),
      reason,
      machine,
    );
    const active = machine.airflow.dags.at(-1);
    active?.doubts.all.push({ reason, frame: "always" });
    machine.surprises += 1;
    return { kind: "unknown", text: call.text, isForeign: active !== undefined, candidates: [] };
  }
  return doubtCall(
    node.kind === "call" ? call.scope.record.syntax.source.slice(node.callee.start, node.callee.end) : own,
    call.arguments,
    node,
    scope,
    machine,
  );
}
