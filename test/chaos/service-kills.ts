import { join } from "node:path";
import { parseArgs } from "node:util";
import { tellStory } from "../demo/story.ts";
import { installDvc } from "../support/install-dvc.ts";
import { type Face, faces, startWorld, type World } from "../world/world.ts";
import { findDoubles } from "./find-doubles.ts";
import { findLostEntries } from "./find-lost-entries.ts";
import { seededRandom } from "./seeded-random.ts";

/** Kills the service (SIGKILL) at random moments of the story, on each forge: the story ends as ever, and all is told once. */
const { values } = parseArgs({
  options: {
    count: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    forge: { type: "string" },
  },
});
/** A look at a change takes a second or two after a start, and some of them must come to their end. */
const shortestPauseMs = 1_000;
const longestPauseMs = 10_000;

let passed = 0;
let failed = 0;
for (const face of faces.filter((one) => values.forge === undefined || one === values.forge)) {
  const problem = await playUnderKills(face, Number(values.count), Number(values.seed));
  if (problem === null) passed += 1;
  else failed += 1;
  console.log(
    `${face}: ${values.count} kills, seed ${values.seed}: ${problem ?? "the story ended as ever, nothing was done twice, and each record has its one entry in the audit log"}`,
  );
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

async function playUnderKills(face: Face, count: number, seed: number): Promise<string | null> {
  const story = tellStory(installDvc);
  const world = await startWorld({ face, webhooks: true, reconcileInterval: "1s" });
  const killer = { left: count, isOn: false };
  const killing = killAgainAndAgain(world, killer, seededRandom(seed));
  try {
    for (const [index, step] of story.entries()) {
      killer.isOn = false;
      await killing.idle();
      if (index === story.length - 1) break; // the last step kills the service itself
      killer.isOn = index > 0;
      await step.play(world, (line) => console.log(`   ${line}`));
    }
    killer.isOn = true;
    while (killer.left > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    killer.isOn = false;
    await killing.idle();
    await story.at(-1)?.play(world, (line) => console.log(`   ${line}`));
    const doubles = await findDoubles(world);
    const lost = findLostEntries(join(world.directory, "service/state"));
    if (lost.length > 0) return `not one entry in the audit log of each record: ${lost.join("; ")}`;
    return doubles.length === 0 ? null : `done twice: ${doubles.join("; ")}`;
  } catch (error) {
    return `${error instanceof Error ? error.message : error} (log: ${world.service.logFile})`;
  } finally {
    killer.left = 0;
    await killing.end();
    await world.leaveForInspection();
  }
}

/** While it is on: waits a random time, kills, starts again. */
function killAgainAndAgain(world: World, killer: { left: number; isOn: boolean }, random: () => number) {
  let isEnding = false;
  let busy: Promise<void> = Promise.resolve();
  const loop = (async () => {
    while (!isEnding) {
      await new Promise((resolve) =>
        setTimeout(resolve, shortestPauseMs + random() * (longestPauseMs - shortestPauseMs)),
      );
      if (!killer.isOn || killer.left === 0) continue;
      killer.left -= 1;
      busy = (async () => {
        await world.service.kill();
        await world.service.start();
      })();
      await busy;
    }
  })();
  return {
    idle: () => busy,
    end: async () => {
      isEnding = true;
      await loop;
    },
  };
}
