import type { Logger } from "pino";
import type { RepositoryRef } from "../../domain/identity.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Forge } from "../../ports/forge.ts";
import * as alerts from "./alerts.ts";
import { decode, decodeAll, splitName } from "./api.ts";
import type { AppIdentity } from "./app-identity.ts";
import { readCommitIdentities } from "./commit-identities.ts";
import { publishAnswer } from "./conversation.ts";
import { publishDeployment } from "./deployments.ts";
import { readGate } from "./gate.ts";
import { createInstallations, type GithubAccess, type Installations } from "./installations.ts";
import { listChangesLandedAs, listMergedChanges, readPushOf } from "./landings.ts";
import { isOurs, markers, withMarker } from "./markers.ts";
import type { GithubOctokit } from "./octokit.ts";
import { readMembers, readPermissions } from "./people.ts";
import { mergeChange, openChange } from "./proposals.ts";
import { readChange } from "./read-change.ts";
import { createRemotes } from "./remote.ts";
import { publishReport } from "./report.ts";
import type { RosterKeeper } from "./roster.ts";
import { openPullWire, repositoryWire, toOpenChange, toRepository } from "./wire.ts";

export type { GithubAccess } from "./installations.ts";

export interface GithubForgeOptions {
  readonly access: GithubAccess;
  /** Is told of what is seen, for events that say too little. */
  readonly roster: RosterKeeper;
  readonly log: Logger;
  readonly clock: Clock;
}

/** GitHub, seen through a GitHub App. */
export function createGithubForge({ access, roster, log, clock }: GithubForgeOptions): Forge {
  const installations = createInstallations(access, clock);
  return assembleForge({
    installations,
    readRemote: createRemotes(access.app, installations, clock),
    roster,
    log,
    clock,
  });
}

export interface GithubParts extends Omit<GithubForgeOptions, "access"> {
  readonly installations: Pick<Installations, "readSelf" | "listRepositories" | "octokitFor">;
  readonly readRemote: Forge["readRemote"];
}

/** The forge, whoever speaks to GitHub. */
export function assembleForge({ installations, readRemote, roster, log, clock }: GithubParts): Forge {
  const readSelf = async (): Promise<AppIdentity> => {
    const self = await installations.readSelf();
    roster.sawOurselves(self.account.id);
    return self;
  };
  const on = (repository: RepositoryRef) => installations.octokitFor(repository.name);

  return {
    name: "github",
    capabilities: { gate: "required-checks", headRef: (number) => `refs/pull/${number}/head` },
    readSelf: async () => (await readSelf()).account,

    async listRepositories() {
      const repositories = await installations.listRepositories();
      for (const repository of repositories) roster.sawRepository(repository.name);
      return repositories;
    },
    async readRepository(name) {
      const octokit = await installations.octokitFor(name);
      return toRepository(decode(repositoryWire, await octokit.request("GET /repos/{owner}/{repo}", splitName(name))));
    },
    readRemote,

    readGate: async (repository, branch) =>
      await readGate(await on(repository), repository.name, branch, (await readSelf()).appId),

    listMergedChanges: async (repository, branch, limit) =>
      await listMergedChanges(await on(repository), repository.name, branch, limit),
    async listOpenChanges(repository) {
      const octokit = await on(repository);
      const asked = { ...splitName(repository.name), state: "open", sort: "updated", direction: "desc" } as const;
      const answer = await octokit.paginate("GET /repos/{owner}/{repo}/pulls", { ...asked, per_page: 100 });
      const changes = decodeAll(openPullWire, answer, "the open pull requests").map(toOpenChange);
      roster.sawOpenChanges(repository.name, changes);
      return changes;
    },
    async readChange(ref) {
      const startedAt = clock.now().getTime();
      const { appId } = await readSelf();
      const change = await readChange(await on(ref.repository), ref, appId);
      roster.sawChange(ref.repository.name, ref.number, change.state === "open" ? change.head.sha : null);
      const durationMs = clock.now().getTime() - startedAt;
      const what = { forge: "github", repo: ref.repository.name, change: ref.number, sha: change.head.sha };
      log.debug({ ...what, durationMs }, "change read");
      return change;
    },
    readCommitIdentities: async (repository, commits) =>
      await readCommitIdentities(await on(repository), repository.name, commits),
    readMembers: async (repository, group) => await readMembers(await on(repository), group),
    readPermissions: async (repository, accounts) =>
      await readPermissions(await on(repository), repository.name, accounts),

    listChangesLandedAs: async (repository, sha) =>
      await listChangesLandedAs(await on(repository), repository.name, sha),
    readPushOf: async (repository, ref, sha) => await readPushOf(await on(repository), repository.name, ref, sha),
    listCommitComments: async (repository, sha, alertKey) =>
      await alerts.listCommitComments(await on(repository), repository.name, await readSelf(), sha, alertKey),

    publishReport: async (ref, report) => await publishReport(await on(ref.repository), ref, await readSelf(), report),
    publishDeployment: async (repository, report) =>
      await publishDeployment(await on(repository), repository.name, await readSelf(), report),
    publishAlert: async (repository, alert) =>
      await alerts.publishAlert(await on(repository), repository.name, await readSelf(), alert),
    closeAlert: async (repository, key, body) =>
      await alerts.closeAlert(await on(repository), repository.name, await readSelf(), key, body),
    async answerComment(ref, commentId, body) {
      const self = await readSelf();
      await publishAnswer(await on(ref.repository), ref.repository.name, ref.number, self, commentId, body);
    },
    async answerCommitComment(repository, sha, alertKey, commentId, body) {
      const self = await readSelf();
      await answerCommitComment(await on(repository), repository.name, self, { sha, alertKey, commentId, body });
    },

    openChange: async (repository, proposal) => await openChange(await on(repository), repository.name, proposal),
    mergeChange: async (ref, sha) => await mergeChange(await on(ref.repository), ref, sha),
  };
}

/** Answers where the question was asked: on the commit, or on the alert's issue. */
async function answerCommitComment(
  octokit: GithubOctokit,
  repository: string,
  self: AppIdentity,
  answer: { readonly sha: string; readonly alertKey: string; readonly commentId: number; readonly body: string },
): Promise<void> {
  const marker = markers.answer(answer.commentId);
  const onCommit = await alerts.readCommitComments(octokit, repository, answer.sha);
  if (onCommit.some((comment) => isOurs(comment, self.account, marker))) return;
  const issue = await alerts.findAlertIssue(octokit, repository, self, answer.alertKey);
  if (issue === null || onCommit.some((comment) => comment.id === answer.commentId)) {
    await alerts.writeCommitComment(octokit, repository, answer.sha, withMarker(answer.body, marker));
    return;
  }
  await publishAnswer(octokit, repository, issue, self, answer.commentId, answer.body);
}
