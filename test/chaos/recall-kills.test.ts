import { describe, test } from "vitest";
import { faces } from "../world/world.ts";
import { recallUnderKills } from "./recall-under-kills.ts";

const seed = Number(process.env.COUNTERSIGN_FUZZ_SEED ?? 20261121);

describe.concurrent("a recall is carried out once, whenever the service is killed", () => {
  test.each(faces)(`on %s (seed ${seed})`, (face) => recallUnderKills(face, { count: 2, seed }));
});
