import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runCountersign } from "../support/run-countersign.ts";
import { cohortDag } from "../world/files.ts";
import { beginGoverned, expectThat, isSuccess, mergeWhenApproved, propose, untilCheck } from "../world/steps.ts";
import { until } from "../world/until.ts";
import { type Face, startWorld, type World } from "../world/world.ts";
import { findDoubleWords } from "./find-doubles.ts";
import { findLostEntries } from "./find-lost-entries.ts";
import { seededRandom } from "./seeded-random.ts";

const dag = "dags/a.py";
/** From the comment to the node it takes about as long. */
const longestPauseMs = 1_500;

interface Entry {
  readonly kind: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * As often as `count` says an approval is withdrawn after the landing, the service is killed soon afterwards, once or twice, and
 * started again; then the approval is given again. Throws when a recall was not carried out, or something of it twice.
 */
export async function recallUnderKills(
  face: Face,
  { count, seed }: { readonly count: number; readonly seed: number },
): Promise<void> {
  const policyMore = "after-landing: { on-withdrawal: rollback }\n";
  const world = await startWorld({ face, webhooks: true, hasPolicy: true, reconcileInterval: "1s", policyMore });
  const random = seededRandom(seed);
  try {
    await beginGoverned(world);
    const { number, head } = await land(world);
    for (let round = 1; round <= count; round += 1) {
      await world.people.ben.comment(number, "/countersign withdraw");
      for (let kills = random() < 0.5 ? 1 : 2; kills > 0; kills -= 1) await killAfter(world, random);
      await until(`recall ${round} carried out`, async () => (await world.node.readDag(dag)) === null);
      await untilAlerts(world, round, true);
      await world.people.ben.comment(number, `/countersign approve ${head}`);
      if (random() < 0.5) await killAfter(world, random);
      await until(`recall ${round} over`, () => world.node.readDag(dag));
      await untilAlerts(world, round, false);
      await until("the release told", async () => /deployed/.test((await readSummary(world, number)) ?? ""));
    }
    await expectWhole(world, count);
  } finally {
    await world.close();
  }
}

async function land(world: World): Promise<{ readonly number: number; readonly head: string }> {
  const { ada, ben } = world.people;
  const number = await propose(ada, "one", "One", { [dag]: cohortDag });
  await untilCheck(world, number, "validation", isSuccess);
  await ben.approve(number);
  const { head } = await ben.readChange(number);
  await mergeWhenApproved(world, ben, number);
  await until("the DAG on the node", () => world.node.readDag(dag));
  return { number, head };
}

async function killAfter(world: World, random: () => number): Promise<void> {
  await sleep(random() * longestPauseMs);
  await world.service.kill();
  await world.service.start();
}

/** Each recall has one alert of its own, of which the last alone is open, and only while it lasts. */
async function untilAlerts({ people }: World, round: number, isOpen: boolean): Promise<void> {
  const alerts = async () =>
    (await people.ben.listAlerts()).filter(({ title }) => /is no longer approved, and main/.test(title));
  await until(
    `${round} alerts, ${isOpen ? "one of them" : "none of them"} open`,
    async () => {
      const all = await alerts();
      return all.length === round && all.filter((one) => one.isOpen).length === (isOpen ? 1 : 0);
    },
    { seen: alerts },
  );
}

async function readSummary({ people, bot }: World, number: number): Promise<string | undefined> {
  const { comments } = await people.ben.readChange(number);
  return comments.find(({ author, body }) => author === bot && body.includes("### Countersign"))?.body;
}

async function expectWhole(world: World, count: number): Promise<void> {
  await until("everything told of the last round", async () => countOf(await readAudit(world), "ended: ") === count);
  await world.service.stop();
  const entries = await readAudit(world);
  const begun = countOf(entries, "begun");
  expectThat(begun === count, `the audit log has each of ${count} recalls begun once, and not ${begun}`);
  const ended = countOf(entries, "ended: ");
  expectThat(ended === count, `the audit log has each of ${count} recalls ended once, and not ${ended}`);
  const deployments = entries.filter(({ kind }) => kind === "deployment").length;
  const expected = 2 + 2 * count; // the baseline, the landing, then back and forth
  expectThat(deployments === expected, `the audit log has ${expected} deployments, and not ${deployments}`);
  const verified = await runAudit(world, "verify");
  expectThat(verified.status === 0, `the audit log verifies: ${verified.stdout}${verified.stderr}`);
  const lost = findLostEntries(join(world.directory, "service/state"));
  expectThat(lost.length === 0, `each record has its entry in the audit log: ${lost.join("; ")}`);
  const doubles = await findDoubleWords(world);
  expectThat(doubles.length === 0, `nothing was said twice: ${doubles.join("; ")}`);
}

function countOf(entries: readonly Entry[], what: string): number {
  return entries.filter(({ kind, details }) => kind === "recall" && String(details.what).startsWith(what)).length;
}

async function readAudit(world: World): Promise<readonly Entry[]> {
  const { stdout } = await runAudit(world, "export");
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines.flatMap((line) => {
    const { entry } = JSON.parse(line) as { readonly entry?: Entry }; // as docs/schemas/audit-export has it
    return entry === undefined ? [] : [entry];
  });
}

function runAudit(world: World, command: "verify" | "export") {
  const cwd = join(world.directory, "service");
  return runCountersign(["audit", command, "--state", join(cwd, "state")], { cwd });
}
