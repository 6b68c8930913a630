import { argumentValue } from "../evaluate/arguments.ts";
import { doubtLoad } from "../evaluate/machine.ts";
import { ofList, ofString } from "../evaluate/make-values.ts";
import type { NativeCall, Value } from "../evaluate/value.ts";
import { stringOf } from "../evaluate/value-contents.ts";
import { decorateAsset } from "./assets.ts";
import { chain, chainLinear, crossDownstream } from "./chains.ts";
import { constructDag } from "./dags.ts";
import { decorateDag } from "./decorated-dags.ts";
import { decorateGroup } from "./decorated-groups.ts";
import { constructGroup } from "./groups.ts";
import { partialOperator } from "./mapped.ts";
import { checkParam } from "./odd-params.ts";
import { symbolOf, taskDecoratorOf } from "./symbols.ts";
import { decorateTask, markFactory } from "./taskflow.ts";
import { constructTask } from "./tasks.ts";
import { templateFieldsOf } from "./template-fields.ts";
import { constructXCom } from "./xcom.ts";

/** Calls something of Airflow; `null` for what has no part in DAGs. */
export function callAirflow(name: string, call: NativeCall): Value | null {
  const decorator = taskDecoratorOf(name);
  if (decorator !== null) return decorateTask(decorator, call);
  const symbol = symbolOf(name);
  switch (symbol) {
    case "DAG":
      return constructDag(call);
    case "dag":
      return decorateDag(call);
    case "task":
      return decorateTask("python", call);
    case "task_group":
      return decorateGroup(call);
    case "TaskGroup":
      return constructGroup(call);
    case "chain":
      return chain(call);
    case "chain_linear":
      return chainLinear(call);
    case "cross_downstream":
      return crossDownstream(call);
    case "Label":
      return { kind: "label", upstream: [], downstream: [] };
    case "XComArg":
      return constructXCom(call);
    case "setup":
    case "teardown":
      return markFactory(symbol === "setup", call);
    case "asset":
    case "asset.multi":
      return decorateAsset(symbol === "asset.multi", call);
    case "Param":
      checkParam(call);
      return null;
    case "operator":
      return constructTask(name, call);
    case "result":
      return call.arguments[0]?.value ?? null;
    case "context_wrapper": {
      const tasks = argumentValue(call.arguments, "tasks", 0);
      return tasks?.kind === "list" ? ofList(tasks.items, call.machine.frame) : null;
    }
    default:
      return callMember(name, call);
  }
}

function callMember(name: string, call: NativeCall): Value | null {
  const at = name.lastIndexOf(".");
  const [owner, member] = [name.slice(0, at), name.slice(at + 1)];
  if (member === "partial" && symbolOf(owner) === "operator")
    return partialOperator(owner, templateFieldsOf(owner), call);
  if (symbolOf(owner) === "operator") doubtLoad(call.machine, "a method is called on an operator's class");
  if (member === "as_setup" || member === "as_teardown") return null;
  if (/^airflow\.utils\.helpers\.(chain|cross_downstream)$/.test(name)) return chain(call);
  // An operator of a kind that is not known by its name, but given a task's id.
  if (
    /^airflow\.(providers|operators|sensors|contrib)\./.test(name) &&
    call.arguments.some((one) => one.name === "task_id")
  )
    return constructTask(name, call);
  if (name === "airflow.utils.trigger_rule.TriggerRule" || name === "airflow.sdk.TriggerRule") {
    const rule = stringOf(call.arguments[0]?.value);
    return rule === null ? null : ofString(rule);
  }
  return null;
}
