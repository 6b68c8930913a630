import type { ChangeRef } from "../../domain/identity.ts";
import type { ChangeReport } from "../../domain/report.ts";
import type { AppIdentity } from "./app-identity.ts";
import { publishChecks } from "./check-runs.ts";
import { publishSummary } from "./conversation.ts";
import { publishLineComments } from "./line-comments.ts";
import { findMergeGroups } from "./merge-groups.ts";
import type { GithubOctokit } from "./octokit.ts";

/**
 * Shows a report on a pull request: checks first, since a merge waits for them, then the summary, then the lines.
 * A merge queue asks for the same checks on the commits that it makes of the change.
 */
export async function publishReport(
  octokit: GithubOctokit,
  ref: ChangeRef,
  self: AppIdentity,
  report: ChangeReport,
): Promise<void> {
  const { name } = ref.repository;
  await publishChecks(octokit, name, report.head, self.appId, report.checks);
  for (const sha of await findMergeGroups(octokit, ref)) {
    await publishChecks(octokit, name, sha, self.appId, report.checks);
  }
  await publishSummary(octokit, ref, self, report.summary);
  await publishLineComments(octokit, ref, self, report);
}
