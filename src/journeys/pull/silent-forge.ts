import type { Forge, Self } from "../../ports/forge.ts";

/** It says nothing, so nothing on the forge is its own, also where its token is that of somebody who speaks there. */
const nobody: Self = { id: 0, login: "nobody", kind: "bot", commitEmail: "" };

/** A forge to which nothing is told: the node only reads. Whatever would write does nothing, or throws where an answer is needed. */
export function silenceForge(forge: Forge): Forge {
  const say = async (): Promise<void> => {};
  const refuse = async (): Promise<never> => {
    throw new Error("a node only reads from the forge");
  };
  return {
    name: forge.name,
    capabilities: forge.capabilities,
    readSelf: async () => nobody,
    listRepositories: () => forge.listRepositories(),
    readRepository: (name) => forge.readRepository(name),
    readRemote: (repository) => forge.readRemote(repository),
    readGate: (repository, branch) => forge.readGate(repository, branch),
    listOpenChanges: (repository) => forge.listOpenChanges(repository),
    listMergedChanges: (repository, branch, limit) => forge.listMergedChanges(repository, branch, limit),
    readChange: (ref) => forge.readChange(ref),
    readCommitIdentities: (repository, commits) => forge.readCommitIdentities(repository, commits),
    readMembers: (repository, group) => forge.readMembers(repository, group),
    readPermissions: (repository, accounts) => forge.readPermissions(repository, accounts),
    listChangesLandedAs: (repository, sha) => forge.listChangesLandedAs(repository, sha),
    readPushOf: (repository, ref, sha) => forge.readPushOf(repository, ref, sha),
    listCommitComments: (repository, sha, alertKey) => forge.listCommitComments(repository, sha, alertKey),
    publishReport: say,
    publishDeployment: say,
    publishAlert: say,
    closeAlert: say,
    answerComment: say,
    answerCommitComment: say,
    openChange: refuse,
    mergeChange: refuse,
  };
}
