import { z } from "zod";
import type { Instant } from "../../domain/change.ts";
import type { Person } from "../../domain/identity.ts";
import type { ForgeLabel } from "../../ports/forge.ts";
import { decodeAll, splitName } from "./api.ts";
import type { GithubOctokit } from "./octokit.ts";
import { accountWire, toAccount, toPerson } from "./wire.ts";

const eventWire = z.object({
  id: z.number().optional(),
  event: z.string().optional(),
  actor: accountWire.nullish(),
  created_at: z.string().optional(),
  commit_id: z.string().nullish(),
  label: z.object({ name: z.string() }).optional(),
  dismissed_review: z.object({ review_id: z.number(), state: z.string() }).optional(),
});
type EventWire = z.infer<typeof eventWire>;

export interface Dismissal {
  readonly by: Person;
  readonly at: Instant;
  /** What the review was before: `approved`, `changes_requested` or `commented`. */
  readonly state: string;
}

/** What the timeline of a pull request tells and nothing else does. */
export interface Timeline {
  readonly baseRefSince: Instant | null;
  /** Heads that a force push set, oldest first; `sha` is `null` where GitHub does not say. */
  readonly forcePushes: readonly { readonly sha: string | null; readonly at: Instant }[];
  /** By review id. */
  readonly dismissals: ReadonlyMap<number, Dismissal>;
  /** Who set a label last, by name; nobody known where it was taken away afterwards. */
  readonly labels: ReadonlyMap<string, ForgeLabel>;
}

/** https://docs.github.com/en/rest/using-the-rest-api/issue-event-types */
export async function readTimeline(octokit: GithubOctokit, repository: string, number: number): Promise<Timeline> {
  const events = decodeAll(
    eventWire,
    await octokit.paginate("GET /repos/{owner}/{repo}/issues/{issue_number}/timeline", {
      ...splitName(repository),
      issue_number: number,
      per_page: 100,
    }),
    "the timeline of a pull request",
  );
  const dated = events.filter((event): event is Dated => event.created_at !== undefined);
  return {
    baseRefSince: dated.findLast((event) => baseChanges.has(event.event ?? ""))?.created_at ?? null,
    forcePushes: dated
      .filter(({ event }) => event === "head_ref_force_pushed")
      .map((event) => ({ sha: event.commit_id ?? null, at: event.created_at })),
    dismissals: new Map(dated.flatMap(toDismissal)),
    labels: new Map(dated.flatMap(toLabel)),
  };
}

type Dated = EventWire & { readonly created_at: string };

const baseChanges = new Set(["base_ref_changed", "automatic_base_change_succeeded"]);

function toDismissal(event: Dated): [number, Dismissal][] {
  if (event.event !== "review_dismissed" || !event.dismissed_review) return [];
  const { review_id: id, state } = event.dismissed_review;
  return [[id, { by: toPerson(event.actor), at: event.created_at, state }]];
}

function toLabel({ id, event, label, actor, created_at: at }: Dated): [string, ForgeLabel][] {
  if ((event !== "labeled" && event !== "unlabeled") || !label) return [];
  const { name } = label;
  return [
    [name, event === "labeled" && actor ? { name, by: toAccount(actor), at, event: id ?? null } : unknownLabel(name)],
  ];
}

/** A label of which nobody knows who set it. */
export function unknownLabel(name: string): ForgeLabel {
  return { name, by: null, at: null, event: null };
}
