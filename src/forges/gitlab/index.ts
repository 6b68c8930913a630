import type { Forge, ForgeCapabilities, Self } from "../../ports/forge.ts";
import { closeAlert, publishAlert } from "./alerts.ts";
import { connect, type GitlabClient, type GitlabSettings } from "./client.ts";
import { readCommitIdentities } from "./commit-identities.ts";
import { answerComment, answerCommitComment, listCommitComments } from "./conversation.ts";
import { publishDeployment } from "./deployments.ts";
import { readGate } from "./gate.ts";
import { listChangesLandedAs, listMergedChanges, readPushOf } from "./landings.ts";
import { readMembers, readPermissions } from "./people.ts";
import { privateAddress } from "./private-address.ts";
import { listOpenChanges, mergeChange, openChange } from "./proposals.ts";
import { readChange } from "./read-change.ts";
import { publishReport } from "./report.ts";
import { listRepositories, readRepository, remoteOf } from "./repositories.ts";
import { decode, fullUserWire } from "./wire.ts";

export const gitlabCapabilities: ForgeCapabilities = {
  gate: "bot-merges",
  headRef: (number) => `refs/merge-requests/${number}/head`,
};

/** GitLab as a forge, seen with one access token. */
export function createGitlabForge(settings: GitlabSettings): Forge {
  const client = connect(settings);
  let self: Self | null = null;
  const readSelf = async (): Promise<Self> => {
    self ??= await readOwnAccount(client);
    return self;
  };
  const readSelfId = async (): Promise<number> => (await readSelf()).id;
  return {
    name: "gitlab",
    capabilities: gitlabCapabilities,
    readSelf,
    listRepositories: () => listRepositories(client),
    readRepository: (name) => readRepository(client, name),
    readRemote: async (repository) => remoteOf(client, repository),
    readGate: async (repository, branch) => readGate(client, repository, branch, await readSelfId()),
    listMergedChanges: (repository, branch, limit) => listMergedChanges(client, repository, branch, limit),
    listOpenChanges: (repository) => listOpenChanges(client, repository),
    readChange: (ref) => readChange(client, ref),
    readCommitIdentities: (repository, commits) => readCommitIdentities(client, repository, commits),
    readMembers: (_repository, group) => readMembers(client, group),
    readPermissions: (repository, accounts) => readPermissions(client, repository, accounts),
    listChangesLandedAs: (repository, sha) => listChangesLandedAs(client, repository, sha),
    readPushOf: (repository, ref, sha) => readPushOf(client, repository, ref, sha),
    listCommitComments: async (repository, sha, alertKey) =>
      listCommitComments(client, repository, { sha, alertKey }, await readSelfId()),
    publishReport: async (ref, report) => publishReport(client, ref, report, await readSelfId()),
    publishDeployment: (repository, report) => publishDeployment(client, repository, report),
    publishAlert: async (repository, alert) => publishAlert(client, repository, alert, await readSelfId()),
    closeAlert: async (repository, key, body) => closeAlert(client, repository, key, body, await readSelfId()),
    answerComment: async (ref, commentId, body) => answerComment(client, ref, commentId, body, await readSelfId()),
    answerCommitComment: async (repository, sha, alertKey, commentId, body) =>
      answerCommitComment(client, repository, { sha, alertKey, commentId }, body, await readSelfId()),
    openChange: (repository, proposal) => openChange(client, repository, proposal),
    mergeChange: (ref, sha) => mergeChange(client, ref, sha),
  };
}

async function readOwnAccount(client: GitlabClient): Promise<Self> {
  const user = decode(fullUserWire, await client.api.Users.showCurrentUser(), "our own account");
  const commitEmail = privateAddress(client.url, user.id, user.username);
  return { id: user.id, login: user.username, kind: user.bot === true ? "bot" : "user", commitEmail };
}
