import { seededRandom } from "../chaos/seeded-random.ts";

/** So many of the items, in an order that the seed decides. */
export function drawSample<T>(items: readonly T[], count: number, seed: number): readonly T[] {
  const random = seededRandom(seed);
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ item }) => item);
}
