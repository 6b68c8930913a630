import { argumentValue, hasUnknownArguments } from "../../evaluate/arguments.ts";
import { doubtOf, settle } from "../../evaluate/doubt.ts";
import type { Machine } from "../../evaluate/machine.ts";
import type { Value } from "../../evaluate/value.ts";
import { isNone } from "../../evaluate/value-contents.ts";
import { isResource } from "../annotations.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { formOf } from "../forms.ts";
import { textsOf } from "../resource-kinds.ts";
import { dataRequirements, managerOf } from "./data-requirements.ts";
import {
  joinRequirements,
  noRequirements,
  type Requirement,
  type Requirements,
  shownDefinition,
  unclearly,
} from "./requirement.ts";

const deepest = 10;

/** The resources that a job, an asset, a check or an op asks for, as `get_resource_requirements` of each has them in Dagster. */
export function requirementsOf(value: DagsterValue, machine: Machine, depth = 0): Requirements {
  if (depth > deepest) return unclearly("graphs are nested too deeply");
  const of = (inner: Value | undefined | null): Requirements =>
    inner?.kind === "dagster"
      ? requirementsOf(inner, machine, depth + 1)
      : unclearly(`what \`${value.text.slice(0, 60)}\` runs is not known`);
  const hooks = ofHooks(argumentValue(value.arguments, "hooks"));
  switch (value.symbol) {
    case "op":
    case "asset":
    case "multi_asset":
    case "observable_source_asset":
    case "multi_observable_source_asset":
    case "asset_check":
    case "multi_asset_check":
      return joinRequirements([ofFunction(value, machine), dataRequirements(value), hooks]);
    case "graph":
    case "job":
    case "graph_asset":
    case "graph_multi_asset":
      return joinRequirements([ofComposition(value, machine, depth), hooks]);
    case ".to_job":
      return joinRequirements([of(value.base), hooks]);
    case "JobDefinition":
    case "AssetsDefinition.from_graph":
      return of(argumentValue(value.arguments, "graph_def", 0));
    case "AssetsDefinition.from_op":
      return of(argumentValue(value.arguments, "op_def", 0));
    case "define_asset_job":
      return hooks;
    case "SourceAsset":
      return managerOf(value);
    case "AssetSpec":
    case "AssetsDefinition":
      return noRequirements;
    case ".with_hooks":
      return joinRequirements([of(value.base), ofHooks(argumentValue(value.arguments, "hook_defs", 0))]);
    case ".alias":
    case ".configured":
      return of(value.base);
    default:
      return of(formOf(value) === null ? null : value.base);
  }
}

/** The names in `required_resource_keys`, and the parameters that are annotated as resources. */
function ofFunction(value: DagsterValue, machine: Machine): Requirements {
  const { callee } = value;
  const of = shownDefinition(value);
  if (hasUnknownArguments(value.arguments)) return unclearly(`arguments are passed on to ${of} that are not known`);
  if (argumentValue(value.arguments, "(component)") !== undefined) return noRequirements;
  if (callee === null) return unclearly(`the function of ${of} is not known`);
  const typed = callee.parameters.map(({ name, annotation }): Requirements => {
    const isOne = isResource(annotation, callee.scope, machine);
    if (isOne === null) return unclearly(`whether \`${name}\` of ${of} is a resource is not known`);
    return isOne ? ofKeys([name], of) : noRequirements;
  });
  return joinRequirements([ofKeys(textsOf(argumentValue(value.arguments, "required_resource_keys")), of), ...typed]);
}

function ofKeys(keys: readonly string[] | null, of: string): Requirements {
  if (keys === null) return unclearly(`the resources that ${of} needs are not all constant`);
  return { all: keys.map((key): Requirement => ({ key, isManager: false, of })), unclear: null };
}

/** Of each op in a graph. */
function ofComposition(value: DagsterValue, machine: Machine, depth: number): Requirements {
  const unknown = unclearly(`what ${shownDefinition(value)} runs is not all known`);
  if (value.composition === null) return unknown;
  const { nodes, doubts } = value.composition;
  const sure = nodes.filter(({ frame }) => settle(frame) === settle(doubts.born));
  return joinRequirements([
    ...sure.map(({ called }) => requirementsOf(called, machine, depth + 1)),
    doubtOf(doubts) !== null || sure.length < nodes.length ? unknown : noRequirements,
  ]);
}

function ofHooks(given: Value | undefined): Requirements {
  if (given === undefined || isNone(given)) return noRequirements;
  const unknown = unclearly("what a hook needs is not known");
  if ((given.kind !== "set" && given.kind !== "list") || doubtOf(given.doubts) !== null) return unknown;
  const hooks = given.kind === "set" ? [...given.items.values()] : given.items;
  return joinRequirements(
    hooks.map((hook) => {
      if (hook.kind !== "dagster" || !/_hook$/.test(hook.symbol)) return unknown;
      const keys = textsOf(argumentValue(hook.arguments, "required_resource_keys"));
      return ofKeys(keys, `the hook ${shownDefinition(hook)}`);
    }),
  );
}
