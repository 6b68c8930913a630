import type { ChangeRequest, Comment, Instant, Label, Review } from "../../domain/change.ts";
import type { Account } from "../../domain/identity.ts";
import { compareText } from "../../formats/compare-text.ts";
import { compareInstants, isLater } from "../../formats/instant.ts";
import { findCommands } from "../commands.ts";

export type ActKind = "approve" | "object" | "withdraw" | "hold" | "unhold";

/** Something that somebody did which bears on the decision. */
export interface Act {
  /** Unique among the acts of a change. */
  readonly id: string;
  readonly kind: ActKind;
  readonly account: Account;
  readonly at: Instant;
  readonly source: "review" | "command" | "label";
  /** What an approval is of; `null` where unknown, and for other acts. */
  readonly sha: string | null;
  readonly baseRef: string | null;
  readonly mergeBase: string | null;
  readonly edited: boolean;
  readonly dismissed: boolean;
  /** The label whose setting it is; absent where it is none. */
  readonly label?: string;
}

/** All acts of a change, oldest first, in an order that does not depend on the order in which they are told. */
export function listActs(change: Pick<ChangeRequest, "reviews" | "comments">): readonly Act[] {
  return inOrder([...change.reviews.flatMap(actsOfReview), ...change.comments.flatMap(actsOfComment)]);
}

/**
 * The settings of labels, in such an order. They approve only what asks for that label, so they are no acts like the others.
 * A label names no commit: it is of the head that was there when it was set.
 */
export function listLabelActs({ labels, head }: Pick<ChangeRequest, "labels" | "head">): readonly Act[] {
  return inOrder(labels.flatMap((label) => actsOfLabel(label, head)));
}

function actsOfLabel({ name, by, at, baseRef, mergeBase }: Label, head: ChangeRequest["head"]): readonly Act[] {
  if (by === null || at === null) return [];
  const sha = isLater(at, head.since) ? head.sha : null;
  const id = `label ${pad(by.id)} ${name} ${at}`;
  const set = { kind: "approve", source: "label", edited: false, dismissed: false } as const;
  return [{ id, account: by, at, sha, baseRef, mergeBase, label: name, ...set }];
}

function inOrder(acts: readonly Act[]): readonly Act[] {
  return acts.toSorted(
    (a, b) => compareInstants(a.at, b.at) || compareText(a.id, b.id) || compareText(tell(a), tell(b)),
  );
}

function actsOfReview(review: Review): readonly Act[] {
  if (review.state === "commented") return [];
  const { account, at, sha, baseRef, mergeBase, edited } = review;
  const kind = review.state === "approved" ? "approve" : "object";
  const dismissed = review.dismissed !== null;
  return [
    { id: idOf(review, kind, sha), kind, account, at, source: "review", sha, baseRef, mergeBase, edited, dismissed },
  ];
}

function actsOfComment(comment: Comment): readonly Act[] {
  const { account, at, baseRef, mergeBase, edited, body } = comment;
  if (body === null) return [];
  return findCommands(body).flatMap((command, index): readonly Act[] => {
    const kind = command.kind === "command" ? actOf(command.name) : null;
    if (command.kind !== "command" || kind === null) return [];
    const id = idOf(comment, `command ${index}`, command.sha);
    return [
      { id, kind, account, at, source: "command", sha: command.sha, baseRef, mergeBase, edited, dismissed: false },
    ];
  });
}

function actOf(command: string): ActKind | null {
  switch (command) {
    case "approve":
    case "withdraw":
    case "hold":
    case "unhold":
      return command;
    case "reject":
      return "object";
    default:
      return null;
  }
}

/** The forge's own id would do, were it not for facts that somebody wrote by hand. */
function idOf({ id, account }: Review | Comment, what: string, sha: string | null): string {
  return `${pad(id)} ${pad(account.id)} ${what} ${sha}`;
}

/** So that ids sort as numbers do. */
function pad(id: number): string {
  return String(id).padStart(20, "0");
}

/** Facts that somebody wrote by hand may tell one act twice, and differently. */
function tell(act: Act): string {
  return JSON.stringify(act);
}
