import { stat } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { ConfigError } from "../domain/errors.ts";
import { PolicyError } from "../domain/file-problem.ts";
import type { NodeFile } from "../domain/node.ts";
import type { Policy } from "../domain/policy.ts";
import { didYouMean, listNames, quoteName } from "../formats/did-you-mean.ts";
import { builtInKinds, defaultKinds } from "../policy/defaults.ts";
import { asLoaded, mayHoldRead } from "../policy/kind-of.ts";
import { groupOf, settingsOf } from "../policy/rule-settings.ts";
import { createKindOf } from "../predicates/path-kinds.ts";
import { policyPaths } from "../predicates/protected-paths.ts";
import type { CheckOptions } from "./check.ts";
import { type CheckPlace, type GivenPath, guessKind, toRelative } from "./check-files.ts";
import type { Cli } from "./cli.ts";

/**
 * The policy that is given, or the repository's own, below the organisation's if that is given; `null` when there is none. Throws
 * `PolicyError` for one that is wrong.
 */
export async function readPolicyFor(cli: Cli, options: CheckOptions, { root }: CheckPlace): Promise<Policy | null> {
  const { organisationPolicy: organisation = null } = options;
  const policy = options.policy ?? (await findOwnPolicy(cli, root));
  if (policy === null && organisation === null) return null;
  const { loadLayers } = await import("../service/load-policy.ts");
  const source = await loadLayers({ policy, organisation }, cli.cwd);
  if (source.state === "invalid") throw new PolicyError(source.problems);
  return source.state === "valid" ? source.policy : null;
}

async function findOwnPolicy(cli: Cli, root: string): Promise<string | null> {
  for (const path of policyPaths) {
    const isThere = await stat(join(root, path)).then(
      (stats) => !stats.isDirectory(), // what else is no file is told when it is read
      () => false,
    );
    if (isThere) return relative(cli.cwd, join(root, path));
  }
  return null;
}

/** The node's file that is given; `null` when none is. Throws `PolicyError` for one that is wrong. */
export async function readNodeFor(cli: Cli, { node }: Pick<CheckOptions, "node">): Promise<NodeFile | null> {
  if (node === undefined) return null;
  const { loadNode } = await import("../service/load-policy.ts");
  const { loadInventory } = await import("../service/load-inventory.ts");
  return loadInventory(await loadNode(node, cli.cwd), resolve(cli.cwd, node));
}

export type KindOf = (path: string) => string;

/**
 * What each path is: as `--kind` says, else by the policy; a file that is named gets the kind of its name. Outside of git nothing tells
 * where the repository begins, so `check dags` also looks for what the folder's own name makes of it.
 */
export function toKindOf(
  policy: Policy | null,
  options: CheckOptions,
  given: readonly GivenPath[],
  { root, repository }: CheckPlace,
): KindOf {
  const kinds = policy?.kinds ?? defaultKinds;
  const { kind } = options;
  if (kind !== undefined) {
    const known = [...new Set([...builtInKinds, ...kinds.map(({ name }) => name)])];
    if (known.includes(kind)) return () => kind;
    throw new ConfigError(
      "--kind",
      `There is no kind ${quoteName(kind)}.${didYouMean(kind, known)} There are ${listNames(known)}.`,
    );
  }
  const byPolicy = createKindOf(kinds);
  const explicit = new Set(given.filter((one) => !one.isDirectory).map((one) => toRelative(one.absolute, root)));
  const byPlace = asLoaded((path) => {
    const asGiven = byPolicy(path);
    return asGiven === "other" && repository === null ? byPolicy(`${basename(root)}/${path}`) : asGiven;
  });
  return (path) => {
    const found = byPlace(path);
    return found === "other" && explicit.has(path) ? guessKind(path) : found;
  };
}

/** Whether files that must be read could be below a link at a path: as `toKindOf` takes what stands there. */
export function toMayHold(
  policy: Policy | null,
  { kind }: CheckOptions,
  { root, repository }: CheckPlace,
): (path: string) => boolean {
  if (kind !== undefined) return () => false; // which is its own kind already
  const kinds = policy?.kinds ?? defaultKinds;
  return (path) => mayHoldRead(kinds, path) || (repository === null && mayHoldRead(kinds, `${basename(root)}/${path}`));
}

/** What the policy says of the rules, all but the selected ones off. */
export async function selectRules(severities: Policy["rules"], select: string | undefined): Promise<Policy["rules"]> {
  if (select === undefined) return severities;
  const { allRules } = await import("../rules/rule-set.ts"); // only now: a check of one DAG starts sooner
  const known = [...new Set([...allRules.map(({ id }) => id), ...allRules.map(({ id }) => groupOf(id))])];
  const wanted = select
    .split(",")
    .map((id) => id.trim().toUpperCase())
    .filter((id) => id !== "");
  const unknown = wanted.find((id) => !known.includes(id));
  if (wanted.length === 0 || unknown !== undefined) {
    throw new ConfigError(
      "--select",
      `There is no rule ${quoteName(unknown ?? "")}.${didYouMean(unknown ?? "", known)} \`countersign rules\` lists them.`,
    );
  }
  const settingOf = (rule: (typeof allRules)[number]): Policy["rules"][string] => {
    if (!wanted.includes(rule.id) && !wanted.includes(groupOf(rule.id))) return "off";
    const { severity, paths, ...said } = settingsOf(rule, severities);
    if (severity === "off" && !wanted.includes(rule.id)) return "off";
    const where = paths === null ? {} : { paths };
    return { ...said, ...where, severity: severity === "off" ? null : severity }; // asked for by its id it speaks, whatever the policy says
  };
  return Object.fromEntries(allRules.map((rule) => [rule.id, settingOf(rule)]));
}
