import type { ForgeTraits } from "../model/model.ts";

export const githubTraits: ForgeTraits = {
  name: "github",
  headRef: (number) => `refs/pull/${number}/head`,
  mergeRef: (number) => `refs/pull/${number}/merge`,
  hasSharedNumbers: true,
  committer: { name: "GitHub", email: "noreply@github.com" },
  emailOf: (account) => account.emails[0] ?? `${account.id}+${account.login}@users.noreply.github.com`,
};
