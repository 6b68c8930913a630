import type { Counting, KindOfPath, PeopleGroup, Policy, RuleSetting } from "../domain/policy.ts";
import { parseDuration } from "../formats/duration.ts";
import { weakest } from "./decode-demand.ts";
import { defaultAfterLanding, defaultCounting, defaultKinds } from "./defaults.ts";
import type { PolicyLayer } from "./read-layer.ts";

type LayerFile = PolicyLayer["file"];
type Detailed = Exclude<RuleSetting, "off">;

/**
 * Makes one policy of its layers, the weightiest last. Requirements of all layers hold; of what else has a name (groups,
 * kinds, rules, settings) the last layer's word holds, as a whole.
 */
export function mergeLayers(layers: readonly PolicyLayer[]): Policy {
  const files = layers.map(({ file }) => file);
  return {
    mode: lastOf(files.map(({ mode }) => mode)) ?? "enforce",
    people: mergePeople(files),
    kinds: mergeKinds(files),
    rules: mergeRules(files),
    counting: mergeCounting(files),
    requirements: layers.flatMap(({ requirements }) => requirements),
    otherwise: lastOf(layers.map(({ otherwise }) => otherwise ?? undefined)) ?? null,
    objectors: lastOf(files.map(({ objections }) => objections?.from)) ?? null,
    commands: dropUndefined(Object.assign({}, ...files.map(({ commands }) => commands ?? {}))),
    ...mergeAfterLanding(files),
  };
}

/** A policy that says nothing of it has no such key. */
export function mergeAfterLanding(files: readonly LayerFile[]): Pick<Policy, "afterLanding"> {
  const said = files.map((file) => file["after-landing"]).filter((one) => one !== undefined);
  if (said.length === 0) return {};
  const onWithdrawal = lastOf(said.map((one) => one["on-withdrawal"])) ?? defaultAfterLanding.onWithdrawal;
  const onExpiry = lastOf(said.map((one) => one["on-expiry"])) ?? defaultAfterLanding.onExpiry;
  return { afterLanding: { onWithdrawal, onExpiry } };
}

export function mergePeople(files: readonly LayerFile[]): readonly PeopleGroup[] {
  const groups = Object.assign({}, ...files.map(({ people }) => people ?? {})) as NonNullable<LayerFile["people"]>; // `assign` forgets its types
  return Object.entries(groups).map(([name, group]) => ({
    name,
    organisation: group.organisation ?? null,
    keys: [
      ...(group.teams ?? []).map((team) => `team:${team}`),
      ...(group.organizations ?? []).map((organization) => `organization:${organization}`),
      ...(group.groups ?? []).map((path) => `group:${path}`),
    ],
    users: group.users ?? [],
    permission: weakest(group.permissions ?? []),
  }));
}

function mergeKinds(files: readonly LayerFile[]): readonly KindOfPath[] {
  const kinds = kindsIn(files);
  return kinds.length === 0 ? defaultKinds : kinds;
}

/** The kinds that some layers name themselves. */
export function listKinds(layers: readonly PolicyLayer[]): readonly KindOfPath[] {
  return kindsIn(layers.map(({ file }) => file));
}

/** The weightiest layer's kinds come first, since the first match wins. */
function kindsIn(files: readonly LayerFile[]): readonly KindOfPath[] {
  const kinds = new Map<string, readonly string[]>();
  for (const file of files.toReversed()) {
    for (const [name, globs] of Object.entries(file.kinds ?? {})) if (!kinds.has(name)) kinds.set(name, globs);
  }
  return [...kinds].map(([name, globs]) => ({ name, globs }));
}

export function mergeRules(files: readonly LayerFile[]): Readonly<Record<string, RuleSetting>> {
  const rules = Object.assign({}, ...files.map(({ rules }) => rules ?? {})) as NonNullable<LayerFile["rules"]>; // `assign` forgets its types
  const entries = Object.entries(rules).map(([id, setting]): [string, RuleSetting] => {
    if (setting === "off") return [id, "off"];
    const { severity, paths, suppress, existing, ...options } = setting;
    const said = dropUndefined({ paths, suppress, existing }) as Pick<Detailed, "paths" | "suppress" | "existing">; // without the keys that are `undefined`
    return [id, { severity: severity ?? null, options, ...said }];
  });
  return Object.fromEntries(entries);
}

function mergeCounting(files: readonly LayerFile[]): Counting {
  return { ...defaultCounting, ...Object.assign({}, ...files.map((file) => countingIn(file.counting ?? {}))) };
}

/** What a layer says of counting, and no more. */
export function countingIn(counting: NonNullable<LayerFile["counting"]>): Partial<Counting> {
  const expireAfter = counting["expire-after"];
  return dropUndefined({
    methods: counting.methods,
    author: counting.author,
    contributors: counting.contributors,
    updateMerges: counting["update-merges"],
    expireAfterMs: expireAfter == null ? expireAfter : parseDuration(expireAfter),
  }) as Partial<Counting>; // without the keys that are `undefined`
}

function lastOf<T>(values: readonly (T | undefined)[]): T | undefined {
  return values.findLast((value) => value !== undefined);
}

function dropUndefined<T extends object>(map: T): T {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined)) as T; // only what was `undefined` is gone
}
