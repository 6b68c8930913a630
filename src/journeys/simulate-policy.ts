import { asMerged } from "../core/as-merged.ts";
import { whyOtherwise } from "../core/compare-decisions.ts";
import { decide } from "../core/decide.ts";
import { withFindings } from "../core/with-findings.ts";
import type { Decision } from "../domain/decision.ts";
import { ForgeError, GitError } from "../domain/errors.ts";
import { PolicyError } from "../domain/file-problem.ts";
import type { RepositoryRef } from "../domain/identity.ts";
import type { Condition } from "../domain/policy.ts";
import type { Mirror } from "../git/mirror.ts";
import type { ForgeChange, MergedChange } from "../ports/forge.ts";
import { assembleChange, type GatheredChange, type GatherPorts } from "./gather-change.ts";
import { inspectChange } from "./inspect-change.ts";
import { tipBefore } from "./look-at-change.ts";
import type { JourneyPorts } from "./ports.ts";
import type { PolicyInstead } from "./read-policy-at.ts";
import { rememberReads } from "./remember-reads.ts";
import { withDatasetsRead } from "./with-datasets-read.ts";

export type SimulatePorts = GatherPorts & Pick<JourneyPorts, "inspector" | "indexes">;

/** What became of one merged change by the policy that its base had, and by another one. `why` is empty when both say the same. */
export type Simulated = Pick<MergedChange, "number" | "mergedAt"> &
  (
    | {
        readonly title: string;
        readonly before: Pick<Decision, "status" | "summary">;
        readonly after: Pick<Decision, "status" | "summary">;
        readonly why: readonly string[];
      }
    /** It cannot be told on what it was merged, or the forge has not got it any more. */
    | { readonly unknown: string }
  );

/**
 * Decides on merged changes by the policy of their base and by another, both on the facts of their merge. `instead` are the files to
 * try; what is not among them is as the forge has it. Throws `PolicyError` when the repository's file to try cannot be used.
 */
export async function simulatePolicy(
  given: SimulatePorts,
  repository: RepositoryRef,
  changes: readonly MergedChange[],
  instead: PolicyInstead,
  onEach: (simulated: Simulated) => void,
): Promise<readonly Simulated[]> {
  const ports = { ...given, forge: rememberReads(given.forge) };
  const done: Simulated[] = [];
  for (const merged of changes) {
    const simulated = await simulateOne(ports, repository, merged, instead).catch((error: unknown): Simulated => {
      if ((error instanceof ForgeError || error instanceof GitError) && !error.retryable)
        return { ...placeOf(merged), unknown: error.message };
      throw error;
    });
    done.push(simulated);
    onEach(simulated);
  }
  return done;
}

function placeOf({ number, mergedAt }: MergedChange): Pick<MergedChange, "number" | "mergedAt"> {
  return { number, mergedAt };
}

async function simulateOne(
  ports: SimulatePorts,
  repository: RepositoryRef,
  merged: MergedChange,
  instead: PolicyInstead,
): Promise<Simulated> {
  const told = await ports.forge.readChange({ repository, number: merged.number });
  if (told.mergedAs === null)
    return { ...placeOf(merged), unknown: "the forge names no commit that it left on the branch" };
  const baseSha = await tipBefore(ports, told, told.mergedAs);
  const mirror = await ports.mirrors.open(repository);
  const before = await decideAsMerged(ports, told, mirror, baseSha, merged, undefined);
  const after = await decideAsMerged(ports, told, mirror, baseSha, merged, instead);
  return {
    ...placeOf(merged),
    title: told.title,
    before: { status: before.status, summary: before.summary },
    after: { status: after.status, summary: after.summary },
    why: whyOtherwise(before, after),
  };
}

async function decideAsMerged(
  ports: SimulatePorts,
  told: ForgeChange,
  mirror: Mirror,
  baseSha: string,
  { mergedAt }: MergedChange,
  instead: PolicyInstead | undefined,
): Promise<Decision> {
  const assembled = await assembleChange(ports, told, mirror, baseSha, instead);
  if (assembled.policy.state === "invalid" && instead?.own) throw new PolicyError(assembled.policy.problems);
  const inspection = asksRules(assembled) ? await inspectChange(ports, assembled) : null;
  const gathered = await withDatasetsRead(ports, assembled, inspection);
  const asThen = asMerged(gathered.change, mergedAt);
  const change = inspection === null ? asThen : withFindings(asThen, inspection);
  return decide(change, { policy: gathered.policy, node: ports.node });
}

/** The rules are run only for a policy that asks what they found. */
function asksRules({ policy }: GatheredChange): boolean {
  return policy.state === "valid" && policy.policy.requirements.some(({ when }) => asksForFindings(when));
}

function asksForFindings(condition: Condition | null): boolean {
  switch (condition?.form) {
    case undefined:
      return false;
    case "not":
      return asksForFindings(condition.of);
    case "all":
    case "any":
      return condition.of.some(asksForFindings);
    case "predicate":
      return condition.key === "findings";
    default:
      return condition satisfies never;
  }
}
