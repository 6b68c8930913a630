import { describe, expect, test } from "vitest";
import { faces } from "../world/world.ts";
import { patternOf, themes } from "./attack.ts";
import { drawSample } from "./draw-sample.ts";
import { playAttack, playTwin } from "./judge.ts";
import { openStage } from "./stage.ts";
import { attacks } from "./table.ts";

/** All of them are played by `npm run proof`; here a few, others with another seed. */
const seed = Number(process.env.COUNTERSIGN_FUZZ_SEED ?? 20261121);
const sampleSize = 2;

describe.concurrent("a sample of the attacks", () => {
  test.each(faces)(`on %s (seed ${seed})`, { timeout: 600_000 }, async (face) => {
    const here = attacks.filter((one) => one.isSlow !== true && (one.faces?.includes(face) ?? true));
    const sample = drawSample(here, sampleSize, seed);
    const stage = await openStage({ face });
    try {
      for (const attack of sample) {
        await playAttack(stage, attack).catch((error: unknown) => {
          throw new Error(`the attack succeeded, or was answered otherwise: ${attack.name}`, { cause: error });
        });
      }
      const honest = sample.find((one) => one.hasNoTwin !== true);
      if (honest !== undefined) await playTwin(stage, honest);
    } finally {
      await stage.close();
    }
  });
});

describe("the table", () => {
  test("names each attack once, and has some of every theme", () => {
    expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
    expect(new Set(attacks.map(({ theme }) => theme))).toEqual(new Set(themes));
  });

  test("says of every attack what people are told", () => {
    const vague = attacks.filter(({ said }) =>
      [said]
        .flatMap((one) => (typeof one === "string" ? one : Object.values(one)))
        .some((one) => one.replaceAll("…", "").trim().length < 12),
    );
    expect(vague.map(({ name }) => name)).toEqual([]);
  });

  test("a sentence fits what differs from it in the marked places only", () => {
    const pattern = patternOf("given on …, before (the) latest push.");
    expect(pattern.test("given on 3f2a1c0, before (the) latest push.")).toBe(true);
    expect(pattern.test("given on 3f2a1c0, after (the) latest push.")).toBe(false);
    expect(pattern.test("given on 3f2a1c0\n, before (the) latest push.")).toBe(false);
    expect(pattern.test("given on 3f2a1c0, before the latest push.")).toBe(false);
  });
});
