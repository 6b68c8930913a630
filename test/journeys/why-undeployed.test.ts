import { expect, test } from "vitest";
import { whyUndeployed } from "../../src/journeys/why-undeployed.ts";
import { toldChange } from "./told-change.ts";

const place = { name: "study", url: "", branch: "main", namespace: "study", autoDeploy: true };
const live = { state: "live", repositoryName: "acme/former" };

/** Only what is asked for. */
function ports(named: typeof place | null, releases: readonly object[] = []) {
  const store = { listReleases: async () => releases };
  return { store, repositoryOf: () => named } as unknown as Parameters<typeof whyUndeployed>[0];
}

test.each([
  ["the branch that the node takes", ports(place), "refs/heads/main", null],
  ["another branch", ports(place), "refs/heads/dev", /The node takes `main` of this repository, and not `dev`/],
  ["a repository that no node takes", ports(null), "refs/heads/main", /^No node takes anything/],
  ["one whose releases are over", ports(null, [{ ...live, state: "superseded" }]), "refs/heads/main", /^No node takes/],
  [
    "one that is called as ever, and that the node's file names no more",
    ports(null, [{ ...live, repositoryName: toldChange.ref.repository.name }]),
    "refs/heads/main",
    /^No node takes/,
  ],
  [
    "one that was renamed",
    ports(null, [live]),
    "refs/heads/main",
    /was called `acme\/former`.*names `acme\/study` there/,
  ],
])("%s", async (_, given, baseRef, expected) => {
  const why = await whyUndeployed(given, { ...toldChange, baseRef });
  if (expected === null) expect(why).toBeNull();
  else expect(why).toMatch(expected);
});
