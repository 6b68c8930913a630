import {
  hasWritten,
  objectToPlace,
  type SignedStatement,
  type Weighed,
  weighSignatures,
} from "../../core/weigh-signatures.ts";
import type { ApprovalStatement, LandingStatement } from "../../domain/countersignature.ts";
import type { Scene } from "./ports.ts";
import { type Before, isEnough, listAddresses, missing, type SignaturePorts } from "./signed-groups.ts";

/** What signatures for a landing are about. */
export interface Subject<S extends ApprovalStatement | LandingStatement> {
  readonly kind: "change" | "landing";
  /** Such as `change 7`. */
  readonly name: string;
  /** Its last commit: who wrote one since what was accepted last does not count. */
  readonly commit: string;
  /** What else is wrong with a statement, continuing "ben's signature …"; `null` when nothing is. */
  readonly objectTo: (statement: S) => string | null;
}

export interface WeighedLanding extends Weighed {
  readonly isEnough: boolean;
  /** Why it is not enough, in sentences: whose signature does not count, and how many are missing. */
  readonly why: readonly string[];
}

/** Weighs the signatures for what would follow what was accepted last. */
export async function weighLanding<S extends ApprovalStatement | LandingStatement>(
  ports: SignaturePorts,
  scene: Scene,
  { state, policy, wanted }: Before,
  signed: readonly SignedStatement<S>[],
  { kind, name, commit, objectTo }: Subject<S>,
): Promise<WeighedLanding> {
  const addresses = await listAddresses(scene.mirror, state.commit, commit);
  const weighed = weighSignatures(signed, ({ statement, signer }) => {
    const objection = objectToPlace(statement, wanted) ?? objectTo(statement);
    if (objection !== null) return objection;
    if (statement.policy !== policy) return "was given under another policy";
    return hasWritten(signer, addresses) ? `is of a ${kind} with a commit by ${signer.login}` : null;
  });
  const why = [...weighed.refused, ...missing(ports, weighed.signers, name)];
  return { ...weighed, isEnough: isEnough(ports, weighed.signers), why };
}
