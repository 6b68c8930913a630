import { argumentValue } from "../../evaluate/arguments.ts";
import { truthOf } from "../../evaluate/compare.ts";
import type { Machine } from "../../evaluate/machine.ts";
import type { Value } from "../../evaluate/value.ts";
import { isNone, stringOf } from "../../evaluate/value-contents.ts";
import type { AssetFacts } from "../asset-facts.ts";
import { keyText, shownKey } from "../asset-keys.ts";
import type { CheckFacts } from "../checks.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { areEqual } from "../equal-values.ts";
import { type Beside, innermost, selectedBy } from "../jobs.ts";
import type { Parts } from "../location-parts.ts";
import { nameOf } from "../names-of-definitions.ts";
import { select } from "../selections.ts";
import type { Problem } from "./refusals.ts";

/** What jobs, schedules and sensors name that is not there, or does not go together. */
export function targetProblems(parts: Parts, beside: Beside): readonly Problem[] {
  const starters = [...parts.schedules, ...parts.sensors];
  return [
    ...missingJobs(starters, parts),
    ...(beside.isComplete ? parts.jobs.flatMap((job) => ofAssetJob(job, beside)) : []),
    ...(beside.isComplete ? starters.flatMap((one) => missingTargets(one, beside)) : []),
    ...(beside.isComplete ? parts.schedules.flatMap((one) => unpartitioned(one, beside)) : []),
    ...(beside.isComplete ? overlaps(parts.sensors, beside) : []),
  ];
}

function refused(message: string, value: DagsterValue): Problem {
  return { about: "selection", message, value };
}

function missingJobs(starters: readonly DagsterValue[], { jobs, unclear }: Parts): readonly Problem[] {
  const names = jobs.map(nameOf);
  if (unclear.has("jobs") || names.includes(null)) return [];
  return starters.flatMap((one) => {
    const name = stringOf(argumentValue(one.arguments, "job_name"));
    if (name === null || name.startsWith("__") || names.includes(name)) return [];
    return [
      refused(
        `\`${nameOf(one)}\` starts the job \`${name.slice(0, 100)}\`, which the code location does not have`,
        one,
      ),
    ];
  });
}

/** Assets that come with others, and such of several partitions, which one job does not make. */
function ofAssetJob(job: DagsterValue, beside: Beside): readonly Problem[] {
  const inner = innermost(job);
  const picked = inner.symbol === "define_asset_job" ? selectedBy(inner, beside) : null;
  if (picked === null) return [];
  const assets = [...picked].flatMap((text) => beside.among.get(text) ?? []).filter(({ kind }) => kind !== "external");
  return [
    ...torn(job, assets, beside),
    ...tornChecks(job, assets, beside),
    ...mixed(job, inner, assets, beside.machine),
  ];
}

function torn(job: DagsterValue, assets: readonly AssetFacts[], { among }: Beside): readonly Problem[] {
  const definitions = [...new Set(assets.map(({ definition }) => definition))];
  return definitions.flatMap((definition): readonly Problem[] => {
    const others = [...among.values()].filter((facts) => facts.definition === definition);
    const left = others.find((facts) => !assets.includes(facts));
    const flag = argumentValue(definition.arguments, "can_subset");
    const canSubset = flag === undefined ? false : truthOf(flag);
    if (left === undefined || canSubset === true || !/^(graph_)?multi_asset$/.test(definition.symbol)) return [];
    if (canSubset === null)
      return [{ unsure: `whether \`${shownKey(left.key)}\` can be left out of a job is not known` }];
    return [
      refused(
        `The job \`${nameOf(job)}\` leaves out the asset \`${shownKey(left.key)}\`, which is made together with one that it selects`,
        job,
      ),
    ];
  });
}

/** Checks that one function makes are of one job, too. */
function tornChecks(job: DagsterValue, assets: readonly AssetFacts[], { checks }: Beside): readonly Problem[] {
  const keys = new Set(assets.map(({ key }) => keyText(key)));
  const isLookedAt = ({ asset }: CheckFacts): boolean => keys.has(keyText(asset));
  return [...Map.groupBy(checks, ({ definition }) => innermost(definition))].flatMap(
    ([definition, all]): readonly Problem[] => {
      const flag = argumentValue(definition.arguments, "can_subset");
      const isWhole = all.every(isLookedAt) || !all.some(isLookedAt);
      if (isWhole || definition.symbol !== "multi_asset_check" || (flag !== undefined && truthOf(flag) === true))
        return [];
      const left = all.find((check) => !isLookedAt(check));
      if (flag !== undefined && truthOf(flag) === null)
        return [{ unsure: "whether checks can be left out of a job is not known" }];
      return [
        refused(
          `The job \`${nameOf(job)}\` leaves out the check \`${left?.name.slice(0, 100)}\`, which is made together with one of an asset that it selects`,
          job,
        ),
      ];
    },
  );
}

function mixed(
  job: DagsterValue,
  inner: DagsterValue,
  assets: readonly AssetFacts[],
  machine: Machine,
): readonly Problem[] {
  const own = argumentValue(inner.arguments, "partitions_def");
  const [first, ...others] = assets.flatMap(({ partitionsValue }) => partitionsValue ?? []);
  if (first === undefined || (own !== undefined && !isNone(own))) return [];
  const answers = others.map((other) => (haveOtherSymbol(first, other) ? false : areEqual(first, other, machine)));
  if (answers.includes(false))
    return [refused(`The job \`${nameOf(job)}\` selects assets of different partitions`, job)];
  return answers.includes(null)
    ? [{ unsure: "whether the partitions of a job's assets are the same is not known" }]
    : [];
}

function haveOtherSymbol(one: Value, other: Value): boolean {
  return (
    [one, other].every((value) => value.kind === "dagster" && /^\w+PartitionsDefinition$/.test(value.symbol)) &&
    one.kind === "dagster" &&
    other.kind === "dagster" &&
    one.symbol !== other.symbol
  );
}

function missingTargets(one: DagsterValue, { among, machine }: Beside): readonly Problem[] {
  const target = argumentValue(one.arguments, "target");
  const picked = target === undefined || isNone(target) ? null : select(target, among, machine);
  const missing = [...(picked ?? [])].find((text) => !among.has(text));
  if (missing === undefined) return [];
  return [
    refused(
      `\`${nameOf(one)}\` selects the asset \`${shownKey(JSON.parse(missing))}\`, which the code location does not have`,
      one,
    ),
  ];
}

/** What is started for each partition needs some. */
function unpartitioned(schedule: DagsterValue, beside: Beside): readonly Problem[] {
  const job = argumentValue(schedule.arguments, "job", 0);
  if (schedule.symbol !== "build_schedule_from_partitioned_job" || job?.kind !== "dagster") return [];
  const inner = innermost(job);
  const own = argumentValue(inner.arguments, "partitions_def");
  const picked = inner.symbol === "define_asset_job" ? selectedBy(inner, beside) : null;
  if (picked === null || (own !== undefined && !isNone(own))) return [];
  const isPlain = [...picked].every((text) => beside.among.get(text)?.partitions === "none");
  return isPlain ? [refused(`The job \`${nameOf(job)}\` has no partitions to be scheduled by`, schedule)] : [];
}

/** An asset is looked at by one such sensor alone. */
function overlaps(sensors: readonly DagsterValue[], { among, machine }: Beside): readonly Problem[] {
  const all = sensors.filter(({ symbol }) => symbol === "AutomationConditionSensorDefinition");
  const seen = new Set<string>();
  return all.flatMap((sensor): readonly Problem[] => {
    const picked = select(argumentValue(sensor.arguments, "target", 1), among, machine);
    if (picked === null)
      return all.length > 1 ? [{ unsure: "what a sensor of automation conditions looks at is not known" }] : [];
    const twice = [...picked].find((text) => seen.has(text));
    for (const text of picked) seen.add(text);
    return twice === undefined
      ? []
      : [
          refused(
            `The asset \`${shownKey(JSON.parse(twice))}\` is looked at by more than one sensor of automation conditions`,
            sensor,
          ),
        ];
  });
}
