import { findCommands } from "../core/commands.ts";
import type { Comment, Instant } from "../domain/change.ts";
import { listFirstParents } from "../git/list-commits.ts";
import type { RecordedLanding } from "../ports/store.ts";
import type { Branch } from "./branch.ts";
import type { GatheredChange, GatherPorts } from "./gather-change.ts";
import { gatherLandedBy, gatherLanding } from "./gather-landing.ts";

/** A countersigned landing, as it is judged anew. */
export interface GatheredCountersigned {
  /** With what is said on the commit and on the alert about it. */
  readonly landing: GatheredChange;
  /** And with what people said since on the changes by which it came: an objection counts where everybody looks, too. */
  readonly whole: GatheredChange;
}

export function isCountersigned({ verdict }: RecordedLanding): boolean {
  return verdict.status === "approved" && verdict.basis.kind === "countersigned";
}

export async function gatherCountersigned(
  ports: GatherPorts,
  branch: Branch,
  { before, sha, tree, verdict, at }: RecordedLanding,
): Promise<GatheredCountersigned> {
  const [first = sha] = await listFirstParents(branch.mirror, before, sha);
  const landedBy = await gatherLandedBy(ports, branch, before, first);
  const landing = await gatherLanding(ports, branch, before, [{ sha, tree }], landedBy);
  const { change } = landing;

  const approvers = new Set(
    (verdict.decision?.approvals ?? []).filter((one) => one.counted).map((one) => one.account.id),
  );
  const since = approvedAt(change.comments, approvers, at);
  const isSince = (act: { readonly at: Instant }) => Date.parse(act.at) > Date.parse(since);
  const changes = landedBy.changes.map((one) => one.change);
  const reviews = changes.flatMap((one) => one.reviews.filter(isSince));
  const comments = changes.flatMap((one) => one.comments.filter((comment) => isSince(comment) && takesBack(comment)));
  const whole = {
    ...change,
    reviews: [...change.reviews, ...reviews].toSorted(byTime),
    comments: [...change.comments, ...comments].toSorted(byTime),
  };
  return { landing, whole: { ...landing, change: whole } };
}

/** When the last of those who count said so, by the forge's own clock, as all else that is said. */
function approvedAt(comments: readonly Comment[], approvers: ReadonlySet<number>, landedAt: Instant): Instant {
  const said = comments.filter(
    ({ account, body, at }) =>
      approvers.has(account.id) && Date.parse(at) <= Date.parse(landedAt) && namesOf(body).includes("approve"),
  );
  return said.toSorted(byTime).at(-1)?.at ?? landedAt;
}

/** An approval of the change is of its head, and none of the commit that landed. */
function takesBack({ body }: Comment): boolean {
  const names = namesOf(body);
  return names.length > 0 && !names.includes("approve");
}

function namesOf(body: string | null): readonly string[] {
  return findCommands(body ?? "").flatMap((command) => (command.kind === "command" ? [command.name] : []));
}

function byTime(one: { readonly at: Instant }, other: { readonly at: Instant }): number {
  return Date.parse(one.at) - Date.parse(other.at);
}
