import { datasetOwners } from "../../domain/policy.ts";
import type { DraftGroup } from "./draft.ts";

/** Gives groups names, the same one to the same people. */
export interface GroupNames {
  nameOf(group: DraftGroup): string;
  readonly all: ReadonlyMap<string, DraftGroup>;
}

export function createGroupNames(): GroupNames {
  const all = new Map<string, DraftGroup>();
  const names = new Map<string, string>();
  return {
    all,
    nameOf(group) {
      const key = JSON.stringify(
        [group.teams, group.organizations, group.groups, group.users, group.permissions].map((list) =>
          [...list].sort(),
        ),
      );
      const known = names.get(key);
      if (known !== undefined) return known;
      const name = freeName(all, suggest(group));
      names.set(key, name);
      all.set(name, group);
      return name;
    },
  };
}

/** After the only team, organisation, group, person or permission; else `owners`. */
function suggest({ teams, organizations, groups, users, permissions }: DraftGroup): string {
  const [only, ...others] = [
    ...teams,
    ...organizations,
    ...groups,
    ...users,
    ...permissions.map((one) => `whoever-may-${one}`),
  ];
  if (only === undefined) return "nobody";
  if (others.length > 0) return "owners";
  const name = only
    .slice(only.lastIndexOf("/") + 1)
    .replaceAll(/[^A-Za-z0-9_-]/g, "-")
    .replace(/^[^A-Za-z]+/, "");
  return name === "" || name === datasetOwners ? "owners" : name.slice(0, 100);
}

function freeName(taken: ReadonlyMap<string, DraftGroup>, wanted: string): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) if (!taken.has(`${wanted}-${number}`)) return `${wanted}-${number}`;
}
