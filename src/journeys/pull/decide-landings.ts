import { landingEndingWith, type Step } from "../../core/find-landing.ts";
import { shortSha } from "../../core/render/markdown.ts";
import type { TrustBasis } from "../../domain/trust.ts";
import { isPresentAncestor, listFirstParents } from "../../git/list-commits.ts";
import { readTreeId } from "../../git/read-ref.ts";
import type { AcceptedState } from "../../store/accepted-state.ts";
import { acceptBaseline } from "./accept-baseline.ts";
import { acceptByAttestation } from "./accept-by-attestation.ts";
import { acceptAdoption, acceptByReviews } from "./accept-by-reviews.ts";
import { acceptBySignatures } from "./accept-by-signatures.ts";
import type { Acceptance, Attempt, PullPorts, Scene, Signatures } from "./ports.ts";
import { readSignatures } from "./read-signatures.ts";

/** What may go live now, and why nothing newer may. */
export interface Judgement {
  /** `null`: nothing was ever accepted. */
  readonly state: AcceptedState | null;
  readonly isRewritten: boolean;
  /** Sentences; none when the branch's tip is accepted. */
  readonly why: readonly string[];
}

/** Stores what was accepted, with what the service says of it, if that is why. */
export type Keep = (state: AcceptedState, envelopes?: Acceptance["envelopes"]) => void;

/** How many first-parent steps one cycle looks at. */
const maxSteps = 5_000;
const maxReasons = 20;

/**
 * Decides which landings since the last accepted one may go live. `keep` stores each one before the next is looked at. It only
 * ever goes forward on the branch; a branch that has lost what was accepted needs a baseline that says so.
 */
export async function decideLandings(
  ports: PullPorts,
  scene: Scene,
  known: AcceptedState | null,
  keep: Keep,
): Promise<Judgement> {
  const isRewritten = known !== null && !(await isPresentAncestor(scene.mirror, known.commit, scene.tip));
  const steps = known === null || isRewritten ? [] : await readSteps(scene, known.commit);
  if (known !== null && !isRewritten && steps.length === 0) return { state: known, isRewritten, why: [] };

  const signatures = ports.trust.accept.includes("controller-signatures")
    ? await readSignatures(
        ports,
        scene,
        steps.map(({ sha }) => sha),
      )
    : { signed: [], problems: [] };
  if (known !== null && !isRewritten) return goForward(ports, scene, known, steps, signatures, keep);

  const begun = await firstAccepted(ports, (basis) => begin(ports, scene, known, basis, signatures));
  if (begun.accepted === null) {
    const why = [whyNoBeginning(ports, scene, known), ...begun.why, ...signatures.problems];
    return { state: known, isRewritten, why: why.slice(0, maxReasons) };
  }
  const state = follow(ports, scene, known, begun.accepted);
  keep(state, begun.accepted.envelopes);
  return goForward(ports, scene, state, await readSteps(scene, state.commit), signatures, keep);
}

async function goForward(
  ports: PullPorts,
  scene: Scene,
  known: AcceptedState,
  all: readonly Step[],
  signatures: Signatures,
  keep: Keep,
): Promise<Judgement> {
  let state = known;
  let steps = all;
  for (let [first, ...rest] = steps; first !== undefined; [first, ...rest] = steps) {
    const attempt = await acceptNext(ports, scene, state, [first, ...rest], signatures);
    if (attempt.accepted === null) {
      const why = [whyNot(ports, scene, state, first), ...attempt.why, ...signatures.problems];
      return { state, isRewritten: false, why: why.slice(0, maxReasons) };
    }
    const { commit } = attempt.accepted;
    state = follow(ports, scene, state, attempt.accepted);
    keep(state, attempt.accepted.envelopes);
    steps = steps.slice(steps.findIndex(({ sha }) => sha === commit) + 1);
  }
  return { state, isRewritten: false, why: [] };
}

async function acceptNext(
  ports: PullPorts,
  scene: Scene,
  state: AcceptedState,
  steps: readonly [Step, ...Step[]],
  signatures: Signatures,
): Promise<Attempt> {
  const restored = landingEndingWith(state.commit, steps, state.tree);
  if (restored !== null) {
    const reason = "it restores exactly the tree that was accepted before it";
    const { sha: commit, tree } = restored;
    const kept = state.evidence === undefined ? {} : { evidence: state.evidence }; // it is the same tree
    return { accepted: { commit, tree, basis: "restores", reason, by: [], head: null, ...kept } };
  }
  return firstAccepted(ports, async (basis) => {
    switch (basis) {
      case "controller-signatures":
        return acceptBySignatures(ports, scene, state, steps, signatures);
      case "reviews":
        return scene.reviews === null ? noToken : acceptByReviews(scene.reviews, scene, state, steps);
      case "service-attested":
        return acceptByAttestation(ports, scene, steps);
      default:
        return basis satisfies never;
    }
  });
}

async function begin(
  ports: PullPorts,
  scene: Scene,
  known: AcceptedState | null,
  basis: TrustBasis,
  signatures: Signatures,
): Promise<Attempt> {
  switch (basis) {
    case "controller-signatures":
      return acceptBaseline(ports, scene, known, signatures);
    case "reviews":
      return scene.reviews === null ? noToken : acceptAdoption(scene.reviews, scene, known);
    case "service-attested": {
      if (known !== null) return { accepted: null, why: ["No attestation of a service takes a node back."] };
      const [first, ...rest] = await readSteps(scene, null);
      return first === undefined ? { accepted: null, why: [] } : acceptByAttestation(ports, scene, [first, ...rest]);
    }
    default:
      return basis satisfies never;
  }
}

const noToken: Attempt = {
  accepted: null,
  why: ["The reviews cannot be read: give the node a token of its own for this forge."],
};

/** The first basis that the node's operator named and that accepts something; else what each of them lacked. */
async function firstAccepted(ports: PullPorts, attemptBy: (basis: TrustBasis) => Promise<Attempt>): Promise<Attempt> {
  const why: string[] = [];
  for (const basis of ports.trust.accept) {
    const attempt = await attemptBy(basis);
    if (attempt.accepted !== null) return attempt;
    why.push(...attempt.why);
  }
  return { accepted: null, why };
}

function follow(
  ports: Pick<PullPorts, "clock">,
  { place, ref }: Scene,
  before: AcceptedState | null,
  { head, envelopes: _, ...accepted }: Acceptance,
): AcceptedState {
  const landedHeads = [...(before?.landedHeads ?? []), ...(head === null ? [] : [head])];
  return { version: 1, repository: place, ref, ...accepted, at: ports.clock.now().toISOString(), landedHeads };
}

async function readSteps({ mirror, tip }: Scene, from: string | null): Promise<readonly Step[]> {
  const steps: Step[] = [];
  const shas = await listFirstParents(mirror, from, tip);
  const looked = from === null ? shas.slice(-maxSteps) : shas.slice(0, maxSteps);
  for (const sha of looked) steps.push({ sha, tree: await readTreeId(mirror, sha) });
  return steps;
}

/** What the controllers of this node can do, by what it accepts; continues "… begins with:". */
function remedies({ trust }: Pick<PullPorts, "trust">, signing: string, commenting: string): string {
  const ways = [
    ...(trust.accept.includes("controller-signatures") ? [signing] : []),
    ...(trust.accept.includes("reviews") ? [`the comment ${commenting} on the commit`] : []),
  ];
  return ways.length === 0 ? "an attestation of the service" : ways.join(", or ");
}

function whyNot(ports: Pick<PullPorts, "trust">, { tip }: Scene, { commit }: AcceptedState, first: Step): string {
  const ways = remedies(
    ports,
    `countersign sign --landed ${tip} --since ${commit}`,
    `/countersign approve ${first.sha}`,
  );
  return (
    `${shortSha(first.sha)} landed on ${shortSha(commit)} and is not accepted, nor is anything on top of it. ` +
    `A controller who has read what landed mends that by: ${ways}.`
  );
}

function whyNoBeginning(ports: Pick<PullPorts, "trust">, { tip, ref }: Scene, known: AcceptedState | null): string {
  const comment = `/countersign adopt ${tip}`;
  if (known === null) {
    const ways = remedies(ports, `countersign sign --adopt ${tip}`, comment);
    return `Nothing was accepted yet. A controller who has read the whole tree begins with: ${ways}.`;
  }
  const ways = remedies(ports, `countersign sign --adopt ${tip} --replaces ${known.commit}`, comment);
  return (
    `${ref} has lost ${shortSha(known.commit)}, which was accepted last: it was set back or rewritten, and stays as it is here. ` +
    `Restore the branch, or a controller begins anew with: ${ways}.`
  );
}
