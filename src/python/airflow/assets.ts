import { argument, argumentValue } from "../evaluate/arguments.ts";
import { iterate } from "../evaluate/iterate.ts";
import { native, ofBoolean, ofString, unknown } from "../evaluate/make-values.ts";
import type { GivenArgument, NativeCall, Value } from "../evaluate/value.ts";
import { stringOf } from "../evaluate/value-contents.ts";
import { enterDag } from "./contexts.ts";
import { makeDag } from "./dags.ts";
import { homeFor } from "./task-home.ts";
import { makeTask } from "./tasks.ts";

/** `@asset(…)` and `@asset.multi(…)`: a DAG of one task. */
export function decorateAsset(isMulti: boolean, call: NativeCall): Value {
  return native("asset", (inner) => {
    const [callee] = inner.arguments;
    return callee === undefined ? unknown(inner.text, true) : make(isMulti, call, callee, inner);
  });
}

function make(isMulti: boolean, call: NativeCall, callee: GivenArgument, inner: NativeCall): Value {
  const { machine, scope } = inner;
  const { value } = callee;
  const functionName = value.kind === "function" || value.kind === "native" ? value.name : null;
  if (functionName === null) return unknown(inner.text, true);
  const given = call.arguments;
  const name = isMulti ? ofString(functionName) : (argumentValue(given, "name") ?? ofString(functionName));
  const id = argument(given, "dag_id");
  const dag = makeDag(
    {
      form: "asset",
      id: id?.value ?? name,
      place: inner.place,
      idPlace: (id ?? argument(given, "name"))?.place ?? callee.place,
      namePlace: callee.place,
      path: scope.record.path,
      arguments: [
        ...given.filter((one) => one.name !== "name"),
        { name: "catchup", value: ofBoolean(false), place: inner.place, text: "False" },
      ],
      functionArguments: [],
    },
    machine,
  );
  const leave = enterDag(dag, machine);
  if (value.kind === "native" && value.factory !== null) value.call({ ...inner, arguments: [] });
  else
    makeTask(
      {
        operator: "@asset",
        label: functionName,
        idText: functionName,
        idPlace: callee.place,
        given: [],
        home: homeFor([], machine),
        isMapped: false,
        isSure: false,
        templateFields: ["op_args", "op_kwargs", "templates_dict"],
        more: [],
        place: callee.place,
        path: scope.record.path,
      },
      machine,
    );
  leave(true);
  const outlets = isMulti ? (iterate(argumentValue(given, "outlets") ?? unknown("outlets"), machine) ?? []) : [];
  return {
    kind: "made",
    by: isMulti ? "airflow.sdk.AssetAll" : "airflow.sdk.Asset",
    arguments: isMulti
      ? outlets.map((outlet) => ({ name: null, value: outlet, place: callee.place, text: "" }))
      : [
          { name: "name", value: name, place: callee.place, text: stringOf(name) ?? "" },
          ...given.filter((one) => one.name === "uri"),
        ],
    text: functionName,
  };
}
