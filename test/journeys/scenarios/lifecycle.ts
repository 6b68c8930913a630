import { readFile, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { setDraft } from "../../forge/model/changes.ts";
import { repositoryByName } from "../../forge/model/model.ts";
import { addRepository, commitFiles, renameRepository } from "../../forge/model/repositories.ts";
import { cohortDag, leakyDag, policyFor } from "../../world/files.ts";
import {
  beginGoverned,
  checkOf,
  isSuccess,
  mergeByForge,
  mergePast,
  mergeWhenApproved,
  propose,
  untilCheck,
  untilTold,
} from "../../world/steps.ts";
import { until } from "../../world/until.ts";
import type { Face, World } from "../../world/world.ts";
import type { Scenario } from "../scenario.ts";

const dag = "dags/a.py";
const otherDag = cohortDag.replaceAll("acme_cohort", "acme_other");

/** What is ready needs whom a draft does not need. */
function draftPolicy(face: Face): string {
  const group = (name: string) => (face === "github" ? `teams: [acme/${name}]` : `groups: [acme-${name}]`);
  return `version: 1
people:
  data-controllers: { ${group("data-controllers")} }
  release-managers: { ${group("release-managers")} }
requirements:
  - name: a data controller reads DAGs
    when: { changes: dag }
    require: { count: 1, from: data-controllers }
  - name: a release manager agrees to what is ready
    when: { changes: dag, draft: false }
    require: { count: 1, from: release-managers }
otherwise: { require: { count: 1, from: data-controllers } }
commands: { merge: data-controllers }
`;
}

/** Before the service starts: what main holds then is the baseline. */
async function beginWith(world: World, policy: string): Promise<void> {
  await world.people.eve.push({ branch: "main", files: { ".countersign.yml": policy }, message: "The policy" });
  await beginGoverned(world);
}

async function approved(world: World, branch: string, files: Readonly<Record<string, string>>): Promise<number> {
  const { ada, ben } = world.people;
  const number = await propose(ada, branch, `Change ${branch}`, files);
  await untilCheck(world, number, "validation", isSuccess);
  await ben.approve(number);
  await untilCheck(world, number, "approval", isSuccess);
  return number;
}

const untilLive = (world: World, path: string) => until(`${path} on the node`, () => world.node.readDag(path));

function untilAlert(world: World, text: RegExp, isOpen = true): Promise<string> {
  const { ben } = world.people;
  return until(
    `an alert ${text}, ${isOpen ? "open" : "closed"}`,
    async () => (await ben.listAlerts()).find((alert) => text.test(alert.title) && alert.isOpen === isOpen)?.body,
    { seen: () => ben.listAlerts() },
  );
}

/** A person's change of the draft flag; the forge's own events follow. */
async function markDraft({ forge, people }: World, number: number, isDraft: boolean): Promise<void> {
  const repository = repositoryByName(forge.model, "acme/study");
  const change = repository.changes.find((one) => one.number === number);
  if (change === undefined) throw new Error(`there is no change ${number}`);
  await setDraft(forge.model, repository, change, isDraft, people.ada.id);
}

export const lifecycleScenarios: readonly Scenario[] = [
  {
    name: "an approval of a draft counts when it is ready, and what the policy asks of ready changes is asked then",
    options: { hasPolicy: false, groups: { "release-managers": ["rosa"] } },
    async play(world) {
      const { ada, ben } = world.people;
      await beginWith(world, draftPolicy(world.face));
      const number = await propose(ada, "one", "One", { [dag]: cohortDag });
      await markDraft(world, number, true);
      await untilTold(world, number, /a draft, nobody is asked yet/);
      await ben.approve(number);
      await untilCheck(world, number, "approval", isSuccess);
      await untilTold(world, number, /a release manager agrees to what is ready\S*: it does not apply/);

      await markDraft(world, number, false);
      await untilCheck(world, number, "approval", ({ title }) =>
        /Waiting for 1 approval from release-managers/.test(title),
      );
      await untilTold(world, number, /a data controller reads DAGs\S*: approved by ben/);
      await mergeByForge(world, number).catch(() => undefined); // GitHub's gate refuses
      if (world.face === "gitlab") await untilAlert(world, /is not approved and was not deployed/);
      else await sleep(1_000);
      expect(await world.node.readDag(dag)).toBeNull();

      const { head } = await ben.readChange(number);
      await world.person("rosa").comment(number, `/countersign approve ${head}`);
      if (world.face === "github") await mergeWhenApproved(world, ben, number);
      await untilLive(world, dag);
    },
  },
  {
    name: "a change merged past the gate is deployed once it is approved, by whom it needs, and not before",
    options: { webhooks: false },
    async play(world) {
      const { ada, ben, eve } = world.people;
      await beginGoverned(world);
      const number = await propose(ada, "one", "One", { [dag]: cohortDag });
      await untilCheck(world, number, "approval", () => true);
      await mergePast(world, number);
      await untilTold(world, number, /nothing was deployed/);
      const { head } = await ben.readChange(number);
      await eve.comment(number, `/countersign approve ${head}`);
      await untilTold(world, number, /`approve` is for members of data-controllers or controllers of the node/);
      expect(await world.node.readDag(dag)).toBeNull();

      await ben.comment(number, `/countersign approve ${head}`);
      await untilLive(world, dag);
      await untilTold(world, number, /Countersign: deployed/);
      await untilAlert(world, /is not approved and was not deployed/, false);
    },
  },
  {
    name: "what an observing policy would have stopped is one issue a week, with the reason and the findings of each",
    options: { policyMore: "mode: observe\n" },
    async play(world) {
      const { ada, ben } = world.people;
      await beginGoverned(world);
      const good = await approved(world, "good", { "dags/good.py": otherDag });
      await mergeWhenApproved(world, ben, good);
      await untilLive(world, "dags/good.py");
      expect((await ben.listAlerts()).filter(({ title }) => /would have waited/.test(title))).toEqual([]);

      const first = await propose(ada, "one", "One", { [dag]: leakyDag });
      await world.people.cleo.approve(first); // for the node, which does not only observe
      await untilTold(world, first, /observing only, nothing is held back/);
      await mergeByForge(world, first);
      await untilLive(world, dag);
      const one = await untilAlert(world, /: 1 change to main would have waited/);
      expect(one).toMatch(/Waiting for 1 approval from data-controllers/);
      expect(one).toMatch(/1 finding at error: \S+ in `dags\/a\.py:3`/);

      await ada.git("fetch", "--quiet", "origin");
      const second = await propose(ada, "two", "Two", { "notes.md": "# Notes\n" });
      await world.people.cleo.approve(second);
      await untilCheck(world, second, "approval", isSuccess);
      await mergeByForge(world, second);
      const both = await untilAlert(world, /: 2 changes to main would have waited/);
      expect(both.match(/^- /gm)).toHaveLength(2);
      expect(both).not.toMatch(/good/);
      expect((await ben.listAlerts()).filter(({ title }) => /would have waited/.test(title))).toHaveLength(1);
    },
  },
  {
    name: "a repository that is renamed keeps its approvals and what is live; whoever takes its old name deploys nothing",
    async play(world) {
      const { ada, ben } = world.people;
      const { model } = world.forge;
      await beginGoverned(world);
      const number = await approved(world, "one", { [dag]: cohortDag });
      const moved = repositoryByName(model, "acme/study");
      await renameRepository(model, moved, "trial", world.people.eve.id);
      await ben.comment(number, "/countersign recheck");
      await untilTold(world, number, /Looked at again: Approved by ben/);
      expect(checkOf(await ada.readChange(number), "approval")?.outcome).toBe("success");

      await mergeWhenApproved(world, ben, number);
      await untilTold(world, number, /merged, and not deployed.*was called `acme\/study`.*names `acme\/trial` there/s);
      expect(await world.node.readDag(dag)).toBeNull();
      expect(await world.node.readDag("README.md")).not.toBeNull();

      await takeOldName(world);
      await until("the alert of whoever took the name", async () =>
        repositoryByName(model, "acme/study").issues.find(({ title }) => /needs a baseline/.test(title)),
      );
      expect(await world.node.readDag("dags/theirs.py")).toBeNull();
      expect(await world.node.readDag("README.md")).toBe("# Study\n");

      await world.service.kill();
      const text = await readFile(world.node.file, "utf8");
      await writeFile(world.node.file, text.replace('/acme/study"', '/acme/trial"'));
      await world.service.start();
      await untilLive(world, dag);
      expect(await world.node.readDag("dags/theirs.py")).toBeNull();
    },
  },
];

/** It has to wait until an approval is old. */
export const expiryScenarios: readonly Scenario[] = [
  {
    name: "an approval that expires after the landing takes the release back, where the policy says so, and a new one brings it again",
    options: {
      policyMore: `counting: { expire-after: 75s }\nafter-landing: { on-expiry: rollback }\n`,
    },
    async play(world) {
      const { ben } = world.people;
      await beginGoverned(world);
      const number = await approved(world, "one", { [dag]: cohortDag });
      await mergeWhenApproved(world, ben, number);
      await untilLive(world, dag);
      await until("the DAG gone", async () => (await world.node.readDag(dag)) === null, { timeoutMs: 180_000 });
      await untilTold(world, number, /expired/);
      const told = await untilAlert(world, /is no longer approved, and main is rolled back to/);
      expect(told).toMatch(/expired/);

      const { head } = await ben.readChange(number);
      await ben.comment(number, `/countersign approve ${head}`);
      await untilLive(world, dag);
      await untilAlert(world, /is no longer approved/, false);
    },
  },
];

/** eve makes another repository under the name that the first one had, with a policy that asks nobody. */
async function takeOldName({ forge: { model }, people, face }: World): Promise<void> {
  const acme = repositoryByName(model, "acme/trial").owner;
  model.redirects.delete("acme/study");
  const taken = await addRepository(model, { owner: acme, name: "study" });
  for (const { id } of model.accounts)
    taken.collaborators.push({ accountId: id, permission: "admin", accessLevel: 40 });
  const files = { "README.md": "# Theirs\n", "dags/theirs.py": otherDag, ".countersign.yml": policyFor(face) };
  await commitFiles(model, taken, { branch: "main", files, message: "Begin", actorId: people.eve.id });
}
