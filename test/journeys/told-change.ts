import type { ForgeChange } from "../../src/ports/forge.ts";

export const ada = { id: 1, login: "ada", kind: "user" } as const;

/** An open change by ada into main, of which nobody has said anything yet. Its head is for the test to give. */
export const toldChange: ForgeChange = {
  ref: { repository: { forge: "github", id: 5, name: "acme/study" }, number: 7 },
  title: "",
  body: "",
  state: "open",
  isDraft: false,
  isFork: false,
  author: ada,
  webUrl: "",
  baseRef: "refs/heads/main",
  baseRefSince: null,
  baseTips: [],
  head: { ref: "refs/heads/topic", sha: "", since: "2026-11-20T10:00:00Z" },
  earlierHeads: [],
  pushers: [ada],
  pushersSince: null,
  reviews: [],
  comments: [],
  checks: [],
  labels: [],
  mergedAs: null,
};
