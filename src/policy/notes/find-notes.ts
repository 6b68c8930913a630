import type { FileProblem } from "../../domain/file-problem.ts";
import { findAlwaysMet } from "./find-always-met.ts";
import { findContradictions } from "./find-contradictions.ts";
import { findEmptyPolicy } from "./find-empty-policy.ts";
import { findIdleCounts } from "./find-idle-counts.ts";
import { findIdleRules } from "./find-idle-rules.ts";
import { findIdleSettings } from "./find-idle-settings.ts";
import { findKeptRequirements } from "./find-kept-requirements.ts";
import { findLiftedOtherwise } from "./find-lifted-otherwise.ts";
import { findLostKinds } from "./find-lost-kinds.ts";
import { findNarrowGlobs } from "./find-narrow-globs.ts";
import { findOddValues } from "./find-odd-values.ts";
import { findOneForTwo } from "./find-one-for-two.ts";
import { findOpenOtherwise } from "./find-open-otherwise.ts";
import { findOwnerless } from "./find-ownerless.ts";
import { findPeopleless } from "./find-peopleless.ts";
import { findPlaceholders } from "./find-placeholders.ts";
import { findReplacedKinds } from "./find-replaced-kinds.ts";
import { findShadowedKinds } from "./find-shadowed-kinds.ts";
import { findSharedMembers } from "./find-shared-members.ts";
import { findTwinOrganisations } from "./find-twin-organisations.ts";
import { findUnmeetable } from "./find-unmeetable.ts";
import { findUnnamedGroups } from "./find-unnamed-groups.ts";
import { findWaysRound } from "./find-ways-round.ts";
import { findWideGroups } from "./find-wide-groups.ts";
import type { NoteSubject } from "./note-subject.ts";

const finders: readonly ((subject: NoteSubject) => readonly FileProblem[])[] = [
  findAlwaysMet,
  findContradictions,
  findEmptyPolicy,
  findIdleCounts,
  findIdleRules,
  findIdleSettings,
  findKeptRequirements,
  findLiftedOtherwise,
  findLostKinds,
  findNarrowGlobs,
  findOddValues,
  findOneForTwo,
  findOpenOtherwise,
  findOwnerless,
  findPeopleless,
  findPlaceholders,
  findReplacedKinds,
  findShadowedKinds,
  findSharedMembers,
  findTwinOrganisations,
  findUnmeetable,
  findUnnamedGroups,
  findWaysRound,
  findWideGroups,
];

/** Everything in a good policy that its author hardly means. None of it is wrong: it may be meant all the same. */
export function findNotes(subject: NoteSubject): readonly FileProblem[] {
  return finders.flatMap((find) => find(subject));
}
