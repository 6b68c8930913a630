import { expect, test } from "vitest";
import { createTokenBucket } from "../../../src/forges/github/token-bucket.ts";

/** A bucket of three, with one more each half second, in a time of its own. */
function start() {
  let ms = 0;
  const waits: number[] = [];
  const bucket = createTokenBucket({
    capacity: 3,
    perSecond: 2,
    clock: { now: () => new Date(ms) },
    sleep: async (wait) => void waits.push(wait),
  });
  const pass = (by: number) => {
    ms += by;
  };
  return { bucket, waits, pass };
}

test("the first go at once, the next wait their turn", async () => {
  const { bucket, waits } = start();
  for (let index = 0; index < 6; index += 1) await bucket.take();
  expect(waits).toEqual([500, 1000, 1500]);
});

test("what was not used is kept, up to the capacity", async () => {
  const { bucket, waits, pass } = start();
  for (let index = 0; index < 3; index += 1) await bucket.take();
  pass(500);
  await bucket.take();
  expect(waits).toEqual([]);
  await bucket.take();
  expect(waits).toEqual([500]);
  pass(60_000);
  for (let index = 0; index < 4; index += 1) await bucket.take();
  expect(waits).toEqual([500, 500]);
});
