import type { ForgeTraits } from "../model/model.ts";

export const gitlabTraits: ForgeTraits = {
  name: "gitlab",
  headRef: (number) => `refs/merge-requests/${number}/head`,
  mergeRef: (number) => `refs/merge-requests/${number}/merge`,
  hasSharedNumbers: false,
  committer: null,
  emailOf: (account) => account.emails[0] ?? `${account.id}-${account.login}@users.noreply.gitlab.example`,
};
