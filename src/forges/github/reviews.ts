import type { ChangeRef } from "../../domain/identity.ts";
import type { ForgeReview } from "../../ports/forge.ts";
import { decodeAll, splitName } from "./api.ts";
import { findEdited } from "./edits.ts";
import type { GithubOctokit } from "./octokit.ts";
import type { Timeline } from "./timeline.ts";
import { ghost, type ReviewWire, reviewWire, toAccount } from "./wire.ts";

type State = ForgeReview["state"];

/**
 * The submitted reviews, oldest first. One that was dismissed is given with its state before that, which only the timeline
 * knows; whether a review was edited is told by GraphQL alone.
 */
export async function readReviews(
  octokit: GithubOctokit,
  ref: ChangeRef,
  timeline: Promise<Timeline>,
): Promise<readonly ForgeReview[]> {
  const answer = await octokit.paginate("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", {
    ...splitName(ref.repository.name),
    pull_number: ref.number,
    per_page: 100,
  });
  const submitted = decodeAll(reviewWire, answer, "the reviews of a pull request").filter(isSubmitted);
  const judging = submitted.filter((review) => review.state !== "COMMENTED");
  const edited = await findEdited(
    octokit,
    judging.map((review) => review.node_id),
  );
  const { dismissals } = await timeline;
  return submitted.map((wire) => {
    const dismissal = wire.state === "DISMISSED" ? dismissals.get(wire.id) : undefined;
    return {
      id: wire.id,
      account: toAccount(wire.user),
      state: toState(wire, dismissal?.state),
      dismissed: wire.state === "DISMISSED" ? toDismissed(dismissal, wire.submitted_at) : null,
      sha: wire.commit_id ?? null,
      at: wire.submitted_at,
      edited: edited.has(wire.node_id),
      body: wire.body ?? "",
    };
  });
}

type Submitted = ReviewWire & { readonly submitted_at: string };

function isSubmitted(wire: ReviewWire): wire is Submitted {
  return wire.state !== "PENDING" && typeof wire.submitted_at === "string";
}

/** A dismissed review of which nobody knows what it was is taken for an objection: that grants nothing. */
function toState(wire: ReviewWire, before: string | undefined): State {
  const state = wire.state === "DISMISSED" ? (before ?? "changes_requested") : wire.state;
  return ({ approved: "approved", commented: "commented" } as const)[state.toLowerCase()] ?? "changes_requested";
}

function toDismissed(
  dismissal: { by: { id: number; login: string }; at: string } | undefined,
  submittedAt: string,
): NonNullable<ForgeReview["dismissed"]> {
  if (dismissal) return { by: dismissal.by, at: dismissal.at };
  return { by: { id: ghost.id, login: ghost.login }, at: submittedAt };
}
