import type { PeopleGroup } from "../../domain/policy.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import type { FormatProblem } from "../../formats/format-problem.ts";
import { type NoteSubject, noteAt } from "./note-subject.ts";
import { openGroups } from "./open-groups.ts";

/** Groups of a preset that nobody has named yet, at the `extends` that brings them. */
export function findPlaceholders(subject: NoteSubject): readonly FormatProblem[] {
  const { layers } = subject;
  return openGroups(subject).flatMap((group) => {
    const preset = layers.find(({ isPreset, file }) => isPreset && file.people?.[group.name] !== undefined);
    const extending = layers.find(({ isPreset, chain }) => !isPreset && chain === preset?.chain);
    return extending === undefined ? [] : [noteAt(extending, ["extends"], describe(group))];
  });
}

function describe({ name, organisation, permission }: PeopleGroup): string {
  const seat = organisation === null ? "" : `organisation: ${organisation}, `;
  const named = `people: { ${name}: { ${seat}teams: [acme/${name}] } }`;
  const meant = `${seat}permissions: [${permission}]`;
  return `Nobody has named ${quoteName(name)}: until then it is whoever has ${permission} permission on the repository. Add \`${named}\`, or \`${meant}\` in it if that is meant.`;
}
