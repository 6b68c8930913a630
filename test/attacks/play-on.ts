import { afterAll, beforeAll, describe, test } from "vitest";
import type { Face } from "../world/world.ts";
import { type Attack, themes } from "./attack.ts";
import { playAttack, playTwin } from "./judge.ts";
import { openStage, type Stage } from "./stage.ts";

/** More in one world than this, and the service has to slow down, as GitHub lets it write so much a minute. */
const mostInOneWorld = 5;

/** Plays all attacks that can be tried on a forge, each followed by its honest twin. A few of a theme share a world. */
export function playOn(face: Face, attacks: readonly Attack[]): void {
  const here = attacks.filter(({ faces }) => faces?.includes(face) ?? true);
  const worlds = themes.flatMap((theme) => inParts(here.filter((one) => one.theme === theme)));
  describe.each(worlds)("$name", ({ part }) => {
    let stage: Stage | undefined;
    beforeAll(async () => {
      stage = await openStage({ face });
    });
    afterAll(() => stage?.close());

    test.each(part)("$name", async (attack) => {
      if (stage === undefined) throw new Error("the stage was not opened");
      await playAttack(stage, attack);
      if (attack.hasNoTwin !== true) await playTwin(stage, attack);
    });
  });
}

function inParts(attacks: readonly Attack[]): readonly { readonly name: string; readonly part: readonly Attack[] }[] {
  const [first] = attacks;
  if (first === undefined) return [];
  return [{ name: first.theme, part: attacks.slice(0, mostInOneWorld) }, ...inParts(attacks.slice(mostInOneWorld))];
}
