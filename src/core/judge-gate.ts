import {
  type BotMergesGate,
  type GateFacts,
  type GateRules,
  type GateVerdict,
  gateChecks,
  type RequiredChecksGate,
} from "../domain/gate.ts";
import { listNames, quoteName } from "../formats/did-you-mean.ts";
import { checkName } from "./render/checks.ts";

/** Whether the gate of a branch holds back what was not approved. */
export function judgeGate(facts: GateFacts): GateVerdict {
  return facts.kind === "required-checks" ? judgeRequiredChecks(facts) : judgeBotMerges(facts);
}

/** One thing that must be asked of the branch, and how to say that it is not. */
interface Need {
  readonly missing: string;
  readonly isMetBy: (rules: GateRules) => boolean;
}

function needsOf({ branch, app }: RequiredChecksGate): readonly Need[] {
  const checks = gateChecks.map((check): Need => {
    const name = checkName(check, `refs/heads/${branch}`);
    return {
      missing: `the check ${quoteName(name)} is not required from this app (number ${app})`,
      isMetBy: ({ checks }) => checks.some((one) => one.name === name && one.app === app),
    };
  });
  return [
    ...checks,
    { missing: "a pull request is not required", isMetBy: ({ requiresChange }) => requiresChange },
    { missing: "force pushes are not blocked", isMetBy: ({ forbidsForcePush }) => forbidsForcePush },
    { missing: "deletion is not blocked", isMetBy: ({ forbidsDeletion }) => forbidsDeletion },
  ];
}

/** A need that several rulesets ask for is met for those who may pass not all of them. */
function judgeRequiredChecks(facts: RequiredChecksGate): GateVerdict {
  const open: string[] = [];
  const unseen: string[] = [];
  for (const { missing, isMetBy } of needsOf(facts)) {
    const meeting = facts.rules.filter(isMetBy);
    if (meeting.length === 0) open.push(missing);
    else if (!meeting.some(({ bypass }) => bypass !== null && bypass.length === 0)) {
      const hidden = meeting.filter(({ bypass }) => bypass === null);
      if (hidden.length > 0) unseen.push(...hidden.map(describeHidden));
      else open.push(...meeting.map(describeBypass));
    }
  }
  if (open.length > 0) return { state: "open", reasons: [...new Set(open)] };
  return unseen.length > 0 ? { state: "unseen", reasons: [...new Set(unseen)] } : { state: "enforced", reasons: [] };
}

function describeHidden({ name }: GateRules): string {
  return `who may bypass the ruleset ${quoteName(name)} is shown only to those who may change it`;
}

function describeBypass({ name, bypass }: GateRules): string {
  return `the ruleset ${quoteName(name)} may be bypassed by ${listNames(bypass ?? [], 5)}`;
}

function judgeBotMerges({ branch, isProtected, mergers, pushers, allowsForcePush }: BotMergesGate): GateVerdict {
  if (!isProtected) return { state: "open", reasons: [`the branch ${quoteName(branch)} is not protected`] };
  const others = (actors: typeof mergers) => [...new Set(actors.filter(({ isUs }) => !isUs).map(({ who }) => who))];
  const [merging, pushing] = [others(mergers), others(pushers)];
  const reasons = [
    ...(merging.length === 0 ? [] : [`merging is allowed to ${merging.join(", ")}`]),
    ...(pushing.length === 0 ? [] : [`pushing is allowed to ${pushing.join(", ")}`]),
    ...(allowsForcePush ? ["force pushes are allowed"] : []),
    ...(mergers.some(({ isUs }) => isUs) ? [] : ["Countersign's own account is not allowed to merge"]),
  ];
  return { state: reasons.length === 0 ? "enforced" : "open", reasons };
}
