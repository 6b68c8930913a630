import { parseArgs } from "node:util";
import { faces } from "../world/world.ts";
import { recallUnderKills } from "./recall-under-kills.ts";

/** Kills the service (SIGKILL) at random moments between the withdrawal of an approval and the rollback of the node, on each forge. */
const { values } = parseArgs({
  options: {
    count: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    forge: { type: "string" },
  },
});

/** More in one world, and the hour's allowance of requests is used up. */
const mostInOneWorld = 5;

const count = Number(values.count);
const seed = Number(values.seed);
let passed = 0;
let failed = 0;
for (const face of faces.filter((one) => values.forge === undefined || one === values.forge)) {
  for (let first = 0; first < count; first += mostInOneWorld) {
    const part = { count: Math.min(mostInOneWorld, count - first), seed: seed + first };
    const problem = await recallUnderKills(face, part).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (problem === null) passed += 1;
    else failed += 1;
    const outcome = problem ?? "each was carried out once, and the audit log is whole";
    console.log(`${face}: ${part.count} recalls, seed ${part.seed}: ${outcome}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
