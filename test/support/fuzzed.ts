/** How much more often than by itself a test tries, as the long runs ask for it. */
const factor = Number(process.env.COUNTERSIGN_FUZZ_FACTOR ?? 1);
const seed = Number(process.env.COUNTERSIGN_FUZZ_SEED ?? 20261121);

/** Settings of `fc.assert`: so many cases of one seed, in the long runs many times as many. */
export function fuzzed(numRuns: number): { readonly numRuns: number; readonly seed: number } {
  return { numRuns: numRuns * factor, seed };
}
