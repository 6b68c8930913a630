import { runDetails } from "../core/render/run-details.ts";
import { runId } from "../core/run-id.ts";
import { type Person, repositoryKey } from "../domain/identity.ts";
import type { LandingBasis } from "../domain/landing.ts";
import type { Run } from "../domain/run.ts";
import { readJobRequest } from "../formats/job-request.ts";
import { compareTrees } from "../git/diff-trees.ts";
import { readFileAt } from "../git/read-blob.ts";
import { kindOf } from "../policy/kind-of.ts";
import type { RecordedLanding } from "../ports/store.ts";
import type { Branch } from "./branch.ts";
import type { JourneyPorts } from "./ports.ts";
import { readPolicyAt } from "./read-policy-at.ts";

const maxJobBytes = 1024 * 1024;

/** Every job request that an approved landing adds or edits becomes one run, which waits for the release of its code. */
export async function requestRuns(ports: JourneyPorts, branch: Branch, landing: RecordedLanding): Promise<void> {
  const { verdict, before, sha } = landing;
  if (verdict.status !== "approved" || verdict.basis.kind === "restores") return;
  const policy = await readPolicyAt(ports, branch.repository, branch.mirror, before);
  const change = verdict.basis.kind === "change" ? verdict.basis.number : 0;
  const differences = await compareTrees(branch.mirror, before, sha);
  const requests = differences.filter(
    ({ path, before: old, after }) => after !== null && after.oid !== old?.oid && kindOf(policy, path) === "job",
  );
  if (requests.length === 0) return;

  const requester = await readRequester(ports, branch, verdict.basis);
  for (const { path, after } of requests) {
    const bytes = await readFileAt(branch.mirror, sha, path, maxJobBytes);
    const blob = after?.oid;
    const read = bytes === null ? null : readJobRequest(bytes.toString("utf8"), path);
    if (read === null || blob === undefined || !("job" in read)) {
      ports.log.warn({ repo: branch.repository.name, sha, path }, "a landed job request cannot be read and is not run");
      continue;
    }
    const at = ports.clock.now().toISOString();
    const run: Run = {
      id: runId(repositoryKey(branch.repository), change, path, blob),
      repository: branch.repository,
      change,
      path,
      blob,
      commit: sha,
      request: read.job,
      requester,
      state: "waiting",
      detail: runDetails.waiting,
      createdAt: at,
      updatedAt: at,
    };
    await ports.store.createRun(run);
    await ports.store.enqueue({ kind: "run", run: run.id }, at);
  }
}

/** Who raised the change, or else who pushed what was countersigned. */
async function readRequester(ports: JourneyPorts, branch: Branch, basis: LandingBasis): Promise<Person> {
  if (basis.kind === "countersigned") return basis.author;
  if (basis.kind !== "change") return { id: 0, login: "unknown" }; // an adopted or restored tree asks for no run
  const { author } = await ports.forge.readChange({ repository: branch.repository, number: basis.number });
  return { id: author.id, login: author.login };
}
