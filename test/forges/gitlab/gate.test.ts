import { afterEach, beforeEach, expect, test } from "vitest";
import { judgeGate } from "../../../src/core/judge-gate.ts";
import { repositoryByName } from "../../forge/model/model.ts";
import type { SimAccess, SimProtectedBranch } from "../../forge/model/types.ts";
import { type Gitlab, startGitlab } from "./start-gitlab.ts";

let gitlab: Gitlab;
beforeEach(async () => {
  gitlab = await startGitlab();
});
afterEach(() => gitlab.close());

const idOf = (login: string): number => gitlab.seeded.users[login]?.id ?? 0;
const access = (of: Partial<SimAccess>): SimAccess => ({
  id: 1,
  accessLevel: null,
  accountId: null,
  organisationId: null,
  ...of,
});
const nobody = access({ accessLevel: 0 });

function protect(...branches: readonly Partial<SimProtectedBranch>[]): void {
  const us = access({ accountId: idOf("countersign") });
  repositoryByName(gitlab.simulator.model, "acme/study").protectedBranches = branches.map((one, id) => ({
    id,
    name: "main",
    pushAccess: [nobody],
    mergeAccess: [us],
    allowForcePush: false,
    ...one,
  }));
}

const judge = async (branch = "main") => judgeGate(await gitlab.forge.readGate(gitlab.repository, branch));

test("only our account merges, nobody pushes: enforced", async () => {
  protect({});
  expect(await judge()).toEqual({ state: "enforced", reasons: [] });
  expect(await judge("other")).toMatchObject({ state: "open", reasons: ["the branch `other` is not protected"] });
});

test("a level lets everybody pass who has it", async () => {
  protect({ mergeAccess: [access({ accessLevel: 40 })] });
  const { state, reasons } = await judge();
  expect(state).toBe("open");
  expect(reasons.join()).toMatch(/merging is allowed to .*eve.* \(everybody with the role Maintainer or above\)/);
});

test("somebody else, a group, and a wildcard that matches too: open", async () => {
  protect({}, { name: "ma*", mergeAccess: [access({ accountId: idOf("ada") })], allowForcePush: true });
  expect((await judge()).reasons).toEqual([
    `merging is allowed to the account number ${idOf("ada")}`,
    "force pushes are allowed",
  ]);
  protect({ pushAccess: [access({ organisationId: 7 })] });
  expect((await judge()).reasons).toEqual(["pushing is allowed to members of the group number 7"]);
  protect({}, { name: "release-*", mergeAccess: [access({ accessLevel: 30 })] });
  expect((await judge()).state).toBe("enforced");
});

test("the changes that were merged last come newest first", async () => {
  expect(await gitlab.forge.listMergedChanges(gitlab.repository, "main", 5)).toEqual([]);
});
