import type { Attack } from "./attack.ts";
import { baseAttacks } from "./base.ts";
import { countersignedAttacks } from "./countersigned.ts";
import { forgedFactAttacks } from "./forged-facts.ts";
import { identityAttacks } from "./identity.ts";
import { labelAttacks } from "./labels.ts";
import { landingAttacks } from "./landing.ts";
import { lifecycleAttacks } from "./lifecycle.ts";
import { manyAtOnceAttacks } from "./many-at-once.ts";
import { nameAttacks } from "./names.ts";
import { resultAttacks } from "./results.ts";
import { sizeAttacks } from "./size.ts";
import { takenBackAttacks } from "./taken-back.ts";
import { timingAttacks } from "./timing.ts";
import { wordAttacks } from "./words.ts";

/** Every attack that the project is held against. Each is tried on both forges, where it can be. */
export const attacks: readonly Attack[] = [
  ...identityAttacks,
  ...manyAtOnceAttacks,
  ...timingAttacks,
  ...wordAttacks,
  ...baseAttacks,
  ...landingAttacks,
  ...countersignedAttacks,
  ...resultAttacks,
  ...takenBackAttacks,
  ...lifecycleAttacks,
  ...labelAttacks,
  ...nameAttacks,
  ...forgedFactAttacks,
  ...sizeAttacks,
];
