import { type Context, Hono } from "hono";
import { countHeldBack } from "../core/plan-release.ts";
import type { KeySet } from "../domain/attestation.ts";
import { forgeNames, type RepositoryKey } from "../domain/identity.ts";
import { readBranchRecords } from "../journeys/branch-plan.ts";
import type { RecordedLanding, Store } from "../ports/store.ts";
import { isSameSecret } from "./is-same-secret.ts";

export interface EvidenceRoutesOptions {
  readonly listKeys: () => KeySet;
  readonly store: Pick<
    Store,
    "listApprovedLandings" | "listAttestations" | "listLandingsOnBranch" | "listReleases" | "listRecalls"
  >;
  /** Who has it may read attestations; `null`: nobody may. */
  readonly readToken: string | null;
}

const defaultLimit = 5;
const maxLimit = 50;
/** Statements about large repositories are large: what would follow is asked for commit by commit. */
const maxBytes = 32 * 1024 * 1024;

/** The public keys for everybody, and for who has the read token what was signed with them. */
export function evidenceRoutes(options: EvidenceRoutesOptions): Hono {
  const app = new Hono();
  app.get("/.well-known/countersign/keys.json", (context) =>
    context.body(`${JSON.stringify(options.listKeys(), null, 2)}\n`, 200, { "content-type": "application/json" }),
  );
  app.use("/api/v1/repositories/*", async (context, next) => {
    if (options.readToken === null) return context.json({ version: 1, error: "There is nothing here." }, 404);
    if (!isSameSecret(context.req.header("authorization") ?? "", `Bearer ${options.readToken}`)) {
      context.header("www-authenticate", "Bearer");
      return context.json({ version: 1, error: "Send the read token as `Authorization: Bearer …`." }, 401);
    }
    return next();
  });
  app.get("/api/v1/repositories/:key/attestations", (context) => answerAttestations(options, context));
  app.get("/api/v1/repositories/:key/releases", (context) => answerReleases(options, context));
  return app;
}

async function answerAttestations({ store }: EvidenceRoutesOptions, context: Context): Promise<Response> {
  const repository = readKey(context.req.param("key"));
  const commit = context.req.query("commit") ?? "";
  if (repository === null) return context.json(wrongKey, 400);
  if (!/^[0-9a-f]{40}$/.test(commit)) {
    return context.json({ version: 1, error: "Name the full sha of a commit: `?commit=<40 hex digits>`." }, 400);
  }
  const attestations = await store.listAttestations(repository, commit);
  return context.json({
    version: 1,
    repository,
    commit,
    attestations: attestations.map(({ kind, place, at, change, envelope }) => ({ kind, place, at, change, envelope })),
  });
}

async function answerReleases({ store }: EvidenceRoutesOptions, context: Context): Promise<Response> {
  const repository = readKey(context.req.param("key"));
  if (repository === null) return context.json(wrongKey, 400);
  const asked = context.req.query("limit") ?? String(defaultLimit);
  if (!/^\d{1,3}$/.test(asked) || Number(asked) < 1 || Number(asked) > maxLimit) {
    return context.json({ version: 1, error: `\`limit\` is a number from 1 to ${maxLimit}.` }, 400);
  }
  const releases = [];
  let bytes = 0;
  for (const landing of await listOffered(store, repository, Number(asked))) {
    const release = await describeRelease(store, repository, landing);
    bytes += release.attestations.reduce((sum, { envelope }) => sum + envelope.payload.length, 0);
    if (bytes > maxBytes && releases.length > 0) break;
    releases.push(release);
  }
  return context.json({ version: 1, repository, releases });
}

/** The newest approved landings. What was taken back is offered to no node that pulls, nor what is stacked on it. */
async function listOffered(
  store: EvidenceRoutesOptions["store"],
  repository: RepositoryKey,
  limit: number,
): Promise<readonly RecordedLanding[]> {
  const newest = await store.listApprovedLandings(repository, limit);
  const heldBack = new Set<string>();
  for (const ref of new Set(newest.map((landing) => landing.ref))) {
    const { onBranch, recalls } = await readBranchRecords(store, repository, ref);
    for (const { sha } of onBranch.slice(0, countHeldBack(onBranch, recalls))) heldBack.add(`${ref} ${sha}`);
  }
  if (heldBack.size === 0) return newest;
  const more = await store.listApprovedLandings(repository, limit + heldBack.size);
  return more.filter(({ ref, sha }) => !heldBack.has(`${ref} ${sha}`)).slice(0, limit);
}

/** An approved landing with everything that was signed about it: as the release of a place, and as the change that it was. */
async function describeRelease(
  store: EvidenceRoutesOptions["store"],
  repository: RepositoryKey,
  { ref, sha, tree, at, verdict }: RecordedLanding,
) {
  const basis = verdict.status === "approved" ? verdict.basis : null;
  const ofRelease = await store.listAttestations(repository, sha);
  const ofChange = basis?.kind === "change" ? await store.listAttestations(repository, basis.head) : [];
  const all = [...ofRelease, ...(basis?.kind === "change" && basis.head !== sha ? ofChange : [])];
  return {
    ref,
    commit: sha,
    tree,
    at,
    basis,
    attestations: all.map(({ kind, place, envelope, ...signed }) => ({ kind, place, at: signed.at, envelope })),
  };
}

const wrongKey = { version: 1, error: "Name the repository by its forge and number, such as `github:5`." };

function readKey(text: string | undefined): RepositoryKey | null {
  const [forge, id = ""] = (text ?? "").split(":");
  const name = forgeNames.find((one) => one === forge);
  return name !== undefined && /^\d{1,15}$/.test(id) ? `${name}:${Number(id)}` : null;
}
