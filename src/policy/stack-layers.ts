import {
  type GrantableCommand,
  grantableCommands,
  type Policy,
  type PolicyOrigin,
  type Requirement,
} from "../domain/policy.ts";
import type { FormatProblem } from "../formats/format-problem.ts";
import { applyEnforcement } from "./apply-enforcement.ts";
import { defaultAfterLanding } from "./defaults.ts";
import { type Enforcement, type Kept, nothingEnforced } from "./enforcement.ts";
import { findUndefined } from "./find-undefined.ts";
import { findWeakening } from "./find-weakening.ts";
import { listKinds, mergeLayers } from "./merge-layers.ts";
import { lineOf, type PolicyLayer } from "./read-layer.ts";
import { giveSeats, restsOn, withSeats } from "./rests-on.ts";

/** One layer among others. */
export interface StackedLayer extends PolicyLayer {
  /** Which file brought it: the organisation's with its presets, or the repository's with its own. */
  readonly chain: "upper" | "lower";
  /** Of a preset, which knows nothing of the layers above; it yields to them without a word. */
  readonly isPreset: boolean;
}

export interface StackedPolicy {
  readonly policy: Policy;
  /** Where a layer would weaken what a higher one enforces. */
  readonly problems: readonly FormatProblem[];
}

interface Standing {
  readonly enforcement: Enforcement;
  readonly problems: readonly FormatProblem[];
  /** What is known of the requirements that are enforced so far. */
  readonly enforced: ReadonlyMap<Requirement, Requirement>;
  /** Those that stood when `otherwise` was enforced, and so alone take paths from it. */
  readonly relieving: ReadonlySet<Requirement> | null;
  /** How many layers had come when the kinds were enforced last. */
  readonly kindsUpTo: number;
}

/** Makes one policy of layers that are given by their authority, the highest first; whatever that one enforces, holds. */
export function stackLayers(layers: readonly StackedLayer[]): StackedPolicy {
  const begin: Standing = {
    enforcement: nothingEnforced,
    problems: [],
    enforced: new Map(),
    relieving: null,
    kindsUpTo: 0,
  };
  const end = layers.reduce((standing, layer, index) => addLayer(standing, layers.slice(0, index), layer), begin);
  return { policy: conclude(layers, end), problems: end.problems };
}

/** Layers in the order in which the later one's word holds: presets give way to any file, the organisation's to the repository's. */
export function byWeight(layers: readonly StackedLayer[]): readonly StackedLayer[] {
  const weight = ({ chain, isPreset }: StackedLayer) => (chain === "upper" ? 1 : isPreset ? 0 : 2);
  return layers.toSorted((a, b) => weight(a) - weight(b));
}

function addLayer(standing: Standing, above: readonly StackedLayer[], layer: StackedLayer): Standing {
  const { enforcement } = standing;
  const weakening = layer.isPreset ? [] : findWeakening(layer, enforcement);
  const known = { ...standing, problems: [...standing.problems, ...weakening] };

  const isWhole = layer.file.enforced === true;
  const mates = isWhole ? [...above.filter(({ chain }) => chain === layer.chain), layer] : [];
  const candidates = isWhole
    ? mates.flatMap(({ requirements }) => requirements)
    : layer.requirements.filter(({ enforced }) => enforced === true);
  const requirements = candidates.filter((one) => !standing.enforced.has(one));
  const keepsOtherwise = isWhole ? mates.some(({ otherwise }) => otherwise !== null) : layer.enforcesOtherwise;
  if (!isWhole && requirements.length === 0 && !keepsOtherwise) return known;
  return enforce(known, [...above, layer], { layer, isWhole, requirements, keepsOtherwise });
}

interface Enforcing {
  readonly layer: StackedLayer;
  readonly isWhole: boolean;
  readonly requirements: readonly Requirement[];
  readonly keepsOtherwise: boolean;
}

/** Keeps what a layer enforces as it is with the layers above it. */
function enforce(standing: Standing, layers: readonly StackedLayer[], enforcing: Enforcing): Standing {
  const { requirements } = enforcing;
  const before = standing.enforcement;
  const view = viewOf(layers, standing);
  const by = originOf(enforcing);
  const otherwise = before.otherwise === null && enforcing.keepsOtherwise ? view.otherwise : null;
  const commands = commandsToKeep(view, enforcing.isWhole);
  const rests = restsOn(
    requirements.flatMap(({ when }) => (when === null ? [] : [when])),
    [...requirements.map(({ require }) => require), ...(otherwise === null ? [] : [otherwise])],
    [...(view.objectors ?? []), ...commands.flatMap(([, groups]) => groups ?? [])],
  );
  const groups = new Set([...rests.groups, ...(rests.organisations ? giveSeats(view.people) : [])]);
  const enforcement: Enforcement = {
    ...keepSettings(before, view, by, enforcing.isWhole),
    groups: keepFirst(
      before.groups,
      view.people.filter(({ name }) => groups.has(name)).map((one) => [one.name, one]),
      by,
    ),
    otherwise:
      otherwise === null
        ? before.otherwise
        : {
            value: withSeats(otherwise, view.people),
            by: view.otherwiseFrom?.origin ?? by,
            isObserved: view.mode === "observe",
          },
    commands: keepFirst(before.commands, commands, by),
    allRules: before.allRules ?? (rests.findings ? { value: view.rules, by } : null),
  };
  const enforced = new Map([
    ...standing.enforced,
    ...requirements.map((one) => [one, markEnforced(one, view, enforcement.kinds)] as const),
  ]);
  return {
    enforcement,
    problems: [...standing.problems, ...findUndefined(layers, groups, view)],
    enforced,
    relieving: standing.relieving ?? (otherwise === null ? null : new Set(enforced.keys())),
    kindsUpTo: layers.length,
  };
}

function keepSettings(before: Enforcement, view: Policy, by: PolicyOrigin, isWhole: boolean): Enforcement {
  const keepsAfterLanding = isWhole || before.afterLanding !== null;
  return {
    ...before,
    kinds: view.kinds,
    counting: { value: view.counting, by },
    objectors: before.objectors ?? { value: view.objectors, by },
    mode: before.mode ?? (isWhole ? { value: view.mode, by } : null),
    rules: isWhole
      ? new Map([...before.rules, ...Object.entries(view.rules).map(([id, value]) => [id, { value, by }] as const)])
      : before.rules,
    afterLanding: keepsAfterLanding ? { value: view.afterLanding ?? defaultAfterLanding, by } : null,
  };
}

/** Commands by which decisions are made: what a layer says of them holds as soon as it enforces anything, of `hold` also that it says nothing. */
const deciding: readonly GrantableCommand[] = ["approve", "reject", "withdraw", "hold", "unhold"];

function commandsToKeep(
  { commands }: Policy,
  isWhole: boolean,
): readonly (readonly [GrantableCommand, readonly string[] | null])[] {
  return grantableCommands
    .filter(
      (command) => command === "hold" || (commands[command] !== undefined && (isWhole || deciding.includes(command))),
    )
    .map((command) => [command, commands[command] ?? null]);
}

function keepFirst<K, T>(
  before: ReadonlyMap<K, Kept<T>>,
  entries: readonly (readonly [K, T])[],
  by: PolicyOrigin,
): ReadonlyMap<K, Kept<T>> {
  return new Map([...entries.map(([key, value]) => [key, { value, by }] as const), ...before]);
}

function markEnforced(requirement: Requirement, view: Policy, kinds: Enforcement["kinds"]): Requirement {
  return {
    ...requirement,
    require: withSeats(requirement.require, view.people),
    enforced: true,
    ...(view.mode === "observe" ? { isObserved: true } : {}),
    ...(kinds === null ? {} : { kinds }),
  };
}

function originOf({ layer, isWhole, requirements: [first] }: Enforcing): PolicyOrigin {
  const { decoding } = layer;
  const at = (path: string) => ({ layer: decoding.document.path, line: lineOf(decoding, [path], "key") });
  if (isWhole) return at("enforced");
  return first?.origin ?? at("otherwise");
}

/** What some layers say together, as far as what is enforced above them lets them. */
function viewOf(layers: readonly StackedLayer[], { enforcement, kindsUpTo }: Standing): Policy {
  const weighed = byWeight(layers);
  const policy = mergeLayers(weighed);
  const from = weighed.findLast(({ otherwise }) => otherwise !== null)?.decoding;
  const origin = from && { layer: from.document.path, line: lineOf(from, ["otherwise"], "key") };
  const placed = origin === undefined ? policy : { ...policy, otherwiseFrom: { origin } };
  return applyEnforcement(placed, enforcement, listKinds(byWeight(layers.slice(kindsUpTo))));
}

function conclude(layers: readonly StackedLayer[], standing: Standing): Policy {
  const policy = viewOf(layers, standing);
  const requirements = policy.requirements.map((requirement): Requirement => {
    const { kinds, ...marked } = standing.enforced.get(requirement) ?? requirement;
    const isWider = kinds !== undefined && kinds.length < policy.kinds.length;
    const isWithout = standing.relieving !== null && !standing.relieving.has(requirement);
    return { ...marked, ...(isWider ? { kinds } : {}), ...(isWithout ? { relieves: false } : {}) };
  });
  return { ...policy, requirements };
}
