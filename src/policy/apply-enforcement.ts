import type { KindOfPath, Policy, RuleSetting } from "../domain/policy.ts";
import { defaultAfterLanding } from "./defaults.ts";
import { type Enforcement, stricterAfterLanding, stricterCounting, stricterRule, weakensOther } from "./enforcement.ts";

/**
 * A policy as its layers make it, with what is enforced put back in its place. Whoever wrote a layer is told elsewhere; a
 * preset, which knows of no organisation, just yields. `added` are the kinds of the layers below those that enforce.
 */
export function applyEnforcement(policy: Policy, enforcement: Enforcement, added: readonly KindOfPath[]): Policy {
  const { mode, counting, otherwise, objectors, kinds } = enforcement;
  return {
    ...policy,
    mode: mode?.value === "enforce" ? "enforce" : policy.mode,
    kinds: kinds === null ? policy.kinds : [...kinds, ...added],
    rules: keepRules(policy.rules, enforcement),
    counting: counting === null ? policy.counting : stricterCounting(counting.value, policy.counting),
    otherwise: otherwise === null ? policy.otherwise : otherwise.value,
    ...(otherwise === null
      ? {}
      : {
          otherwiseFrom: {
            origin: otherwise.by,
            enforced: true,
            ...(otherwise.isObserved ? { isObserved: true } : {}),
          },
        }),
    objectors: objectors === null ? policy.objectors : objectors.value,
    commands: keepCommands(policy.commands, enforcement),
    ...keepAfterLanding(policy, enforcement),
  };
}

function keepRules(rules: Policy["rules"], enforcement: Enforcement): Policy["rules"] {
  if (enforcement.allRules !== null) return enforcement.allRules.value;
  const kept = [...enforcement.rules].map(([id, { value }]): [string, RuleSetting] => {
    const wanted = rules[id];
    return [id, wanted === undefined ? value : (stricterRule(value, wanted) ?? value)];
  });
  const free = Object.entries(rules).filter(
    ([id, wanted]) => ![...enforcement.rules].some(([key, { value }]) => weakensOther(key, value, id, wanted)),
  );
  return { ...Object.fromEntries(free), ...Object.fromEntries(kept) };
}

function keepCommands(commands: Policy["commands"], enforcement: Enforcement): Policy["commands"] {
  const free = Object.entries(commands).filter(([command]) => !enforcement.commands.has(command as never)); // any text may be asked for
  const kept = [...enforcement.commands].flatMap(([command, { value }]) => (value === null ? [] : [[command, value]]));
  return Object.fromEntries([...free, ...kept]) as Policy["commands"]; // of keys that it had, or that are commands
}

function keepAfterLanding(policy: Policy, { afterLanding }: Enforcement): Pick<Policy, "afterLanding"> {
  if (afterLanding === null) return {};
  return { afterLanding: stricterAfterLanding(afterLanding.value, policy.afterLanding ?? defaultAfterLanding) };
}
