import { quoteName } from "../../formats/did-you-mean.ts";
import type { FormatProblem } from "../../formats/format-problem.ts";
import type { LayerFile } from "../policy-schema.ts";
import { type NoteSubject, noteAt, writtenIn } from "./note-subject.ts";

type Group = NonNullable<LayerFile["people"]>[string];

/** Groups that more people belong to, or fewer, than it looks. */
export function findWideGroups(subject: NoteSubject): readonly FormatProblem[] {
  return writtenIn(subject).flatMap((layer) =>
    Object.entries(layer.file.people ?? {}).flatMap(([name, group]) => {
      const at = ["people", name];
      return [
        ...describePermissions(name, group).map((message) => noteAt(layer, [...at, "permissions"], message)),
        ...describeTwins(group).map((message) => noteAt(layer, [...at, "users"], message)),
      ];
    }),
  );
}

function describePermissions(name: string, group: Group): readonly string[] {
  const { permissions, teams, organizations, groups, users } = group;
  if (permissions === undefined) return [];
  const others = [teams, organizations, groups, users].filter((one) => one !== undefined);
  if (others.length > 0)
    return [
      `Whoever has this permission belongs to ${quoteName(name)}, whether or not the rest says so too. If both shall be so, write \`permissions\` beside \`from: ${name}\` in \`require\`.`,
    ];
  if (!permissions.includes("read")) return [];
  return [
    `Whoever can read the repository belongs to ${quoteName(name)}: if it is public, that is everybody. Write \`write\` or more, unless that is meant.`,
  ];
}

/** The id counts, so a login with another's is that person once more. */
function describeTwins({ users = [] }: Group): readonly string[] {
  return users.flatMap(({ login, id }, index) => {
    const first = users.slice(0, index).find((one) => one.id === id);
    if (first === undefined) return [];
    return [
      `${quoteName(login)} has the id of ${quoteName(first.login)}, ${id}, and so is the same person. Look up both: \`gh api users/${login} --jq .id\`.`,
    ];
  });
}
