import { argumentValue } from "../../evaluate/arguments.ts";
import { doubtOf } from "../../evaluate/doubt.ts";
import type { Machine } from "../../evaluate/machine.ts";
import type { Value } from "../../evaluate/value.ts";
import { isNone, stringOf } from "../../evaluate/value-contents.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { innermost } from "../jobs.ts";
import type { Parts } from "../location-parts.ts";
import type { Targets } from "../location-targets.ts";
import { isPartial } from "../partial-resources.ts";
import { isManager, keysNeededBy, nestedIn } from "../resource-kinds.ts";
import { defaultManager } from "./data-requirements.ts";
import type { Problem } from "./refusals.ts";
import type { Requirement } from "./requirement.ts";
import { requirementsOf } from "./requirements.ts";

/** Resources by name; `isOpen`: there may be more. */
interface Provided {
  readonly byName: ReadonlyMap<string, Value>;
  readonly isOpen: boolean;
}

/** Resources that are asked for, and not there. Sensors and schedules ask for theirs only when they are evaluated. */
export function missingResources(parts: Parts, { form }: Targets, machine: Machine): readonly Problem[] {
  const isOfDefinitions = form === "definitions" || form === "assets";
  const top: Provided = { byName: parts.resources, isOpen: parts.unclear.has("resources") };
  const parted = [...new Set([...parts.assets, ...parts.named, ...parts.checks])];
  const odd = [...top.byName.keys()].find((key) => !/^[A-Za-z_]\w*$/.test(key));
  return [
    ...(odd === undefined
      ? []
      : [{ unsure: `whether \`${shown(odd)}\` is taken as the name of a resource is not known` }]),
    ...parted.flatMap((value) => ofAsset(value, top, machine)),
    ...(isOfDefinitions && parted[0] !== undefined ? ofResources(top, parted[0]) : []),
    ...[...new Set(parts.jobs)].flatMap((job) => ofJob(job, top, isOfDefinitions, machine)),
  ];
}

/** As `merge_resource_defs` in dagster/_core/definitions/resource_requirement.py: what is of the asset itself goes before. */
function ofAsset(value: DagsterValue, top: Provided, machine: Machine): readonly Problem[] {
  const own = ownResources(value);
  const twice = [...own.byName.keys()].find((key) => key !== defaultManager && top.byName.has(key));
  const { all, unclear } = requirementsOf(value, machine);
  const provided = joinProvided(top, own);
  return [
    ...(twice === undefined
      ? []
      : [refused(`The resource \`${shown(twice)}\` is given to an asset that has one of that name`, value)]),
    ...all.flatMap((one) => unmet(one, provided, value)),
    ...(own.byName.size === 0 ? [] : ofResources(provided, value)),
    ...(unclear === null ? [] : [{ unsure: unclear }]),
  ];
}

function joinProvided(one: Provided, other: Provided): Provided {
  return { byName: new Map([...one.byName, ...other.byName]), isOpen: one.isOpen || other.isOpen };
}

/** What `resource_defs` of a definition, or `with_resources` around it, brings. */
function ownResources(value: DagsterValue): Provided {
  const at = value.symbol === ".with_resources" ? 0 : -1;
  const given = argumentValue(value.arguments, "resource_defs", at);
  const own = readResources(given);
  return value.base === null ? own : joinProvided(ownResources(value.base), own);
}

function readResources(given: Value | undefined): Provided {
  if (given === undefined || isNone(given)) return { byName: new Map(), isOpen: false };
  if (given.kind !== "dict") return { byName: new Map(), isOpen: true };
  const named = [...given.entries.values()].flatMap(({ key, value }) => {
    const name = stringOf(key);
    return name === null ? [] : [[name, value] as const];
  });
  return { byName: new Map(named), isOpen: doubtOf(given.doubts) !== null || named.length < given.entries.size };
}

/**
 * As `_attach_resources_to_jobs_and_instigator_jobs` in dagster/_core/definitions/definitions_class.py: a job that has resources of its
 * own must have all of them.
 */
function ofJob(job: DagsterValue, top: Provided, isOfDefinitions: boolean, machine: Machine): readonly Problem[] {
  const { all, unclear } = requirementsOf(job, machine);
  const unsure = unclear === null ? [] : [{ unsure: unclear }];
  if (innermost(job).symbol === "define_asset_job") return [...all.flatMap((one) => unmet(one, top, job)), ...unsure];
  const own = ownResources(job);
  const isBound = own.byName.size === 0 && !own.isOpen;
  const provided = isBound ? (isOfDefinitions ? top : { byName: new Map(), isOpen: false }) : own;
  const isUsed = !isBound || top.byName.has(defaultManager) || all.some(({ key }) => key !== defaultManager);
  return [...all.flatMap((one) => unmet(one, provided, job)), ...(isUsed ? ofResources(provided, job) : []), ...unsure];
}

function unmet(
  { key, isManager: isWanted, of }: Requirement,
  provided: Provided,
  value: DagsterValue,
): readonly Problem[] {
  const found = provided.byName.get(key);
  if (found === undefined && (key === defaultManager || provided.isOpen))
    return provided.isOpen ? [{ unsure: `whether the resource \`${shown(key)}\` is there is not known` }] : [];
  if (found === undefined)
    return [refused(`${capital(of)} needs the resource \`${shown(key)}\`, which nothing provides`, value)];
  const answer = isWanted ? isManager(found) : true;
  if (answer === null) return [{ unsure: `whether the resource \`${shown(key)}\` is an IO manager is not known` }];
  if (answer) return [];
  return [refused(`${capital(of)} needs an IO manager, but the resource \`${shown(key)}\` is none`, value)];
}

/** Resources that need others in turn, and those that get their config later, which must be there by themselves. */
function ofResources(provided: Provided, value: DagsterValue): readonly Problem[] {
  const has = (key: string): boolean => provided.byName.has(key) || key === defaultManager;
  return [...provided.byName].flatMap(([name, resource]): readonly Problem[] => {
    const needed = keysNeededBy(resource);
    const missing = needed?.find((key) => !has(key));
    const nested = nestedIn(resource).find((one) => isPartial(one) && ![...provided.byName.values()].includes(one));
    if (provided.isOpen || needed === null)
      return [{ unsure: `which resources \`${shown(name)}\` needs is not known` }];
    if (missing !== undefined)
      return [
        refused(
          `The resource \`${shown(name)}\` needs the resource \`${shown(missing)}\`, which nothing provides`,
          value,
        ),
      ];
    if (nested === undefined) return [];
    return [
      refused(
        `The resource \`${shown(name)}\` holds one that is configured at launch, and not a resource by itself`,
        value,
      ),
    ];
  });
}

function refused(message: string, value: DagsterValue): Problem {
  return { about: "resource", message, value };
}

function shown(key: string): string {
  return key.slice(0, 100);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
