import { didYouMean, quoteName } from "../../formats/did-you-mean.ts";
import type { FormatProblem } from "../../formats/format-problem.ts";
import { restsOn } from "../rests-on.ts";
import { type NoteSubject, noteAt, writtenIn } from "./note-subject.ts";
import { namedGroups, openGroups } from "./open-groups.ts";

/**
 * Groups that nothing names, so that it says nothing who is in them. Those of an organisation, or of a file that is enforced, are for those below it, and
 * those with an organisation give seats to people of other groups; of these only what looks like a slip is told.
 */
export function findUnnamedGroups(subject: NoteSubject): readonly FormatProblem[] {
  const { policy } = subject;
  const named = namedGroups(subject);
  const open = openGroups(subject).map(({ name }) => name);
  const demands = [
    ...policy.requirements.map(({ require }) => require),
    ...(policy.otherwise ? [policy.otherwise] : []),
  ];
  const { organisations: seatsMatter } = restsOn([], demands, []);
  return writtenIn(subject).flatMap((layer) =>
    Object.entries(layer.file.people ?? {}).flatMap(([name, { organisation }]) => {
      if (named.has(name)) return [];
      const meant = didYouMean(name, open);
      const isOfUse =
        layer.chain === "upper" || layer.file.enforced === true || (seatsMatter && organisation !== undefined);
      if (meant === "" && isOfUse) return [];
      const remedy = meant || " Name it in a requirement, or leave it out.";
      return [
        noteAt(
          layer,
          ["people", name],
          `Nothing names the group ${quoteName(name)}, so nobody in it has a say.${remedy}`,
          "key",
        ),
      ];
    }),
  );
}
