import type { OpenChange } from "../../ports/forge.ts";

/**
 * What was seen of repositories and their open changes, for events that do not say which changes they are about (a commit's
 * status, a team's member). It may be incomplete: a look that is missed for that is made up for by reconciliation.
 */
export interface Roster {
  /** The id of our own account; `null` until it is known. */
  ourselves(): number | null;
  repositoriesOf(owner: string): readonly string[];
  /** Numbers of open changes, of those with this head alone if one is given. */
  openChangesOf(repository: string, head?: string): readonly number[];
}

export interface RosterKeeper extends Roster {
  sawOurselves(id: number): void;
  sawRepository(name: string): void;
  sawOpenChanges(repository: string, changes: readonly Pick<OpenChange, "number" | "headSha">[]): void;
  /** `head` is `null` for a change that is no longer open. */
  sawChange(repository: string, number: number, head: string | null): void;
}

export function createRoster(): RosterKeeper {
  const heads = new Map<string, Map<number, string>>();
  let ourselves: number | null = null;
  const headsOf = (repository: string): Map<number, string> => {
    const known = heads.get(repository) ?? new Map<number, string>();
    heads.set(repository, known);
    return known;
  };

  return {
    ourselves: () => ourselves,
    sawOurselves(id) {
      ourselves = id;
    },
    repositoriesOf: (owner) =>
      [...heads.keys()].filter((name) => name.toLowerCase().startsWith(`${owner}/`.toLowerCase())),
    openChangesOf: (repository, head) =>
      [...(heads.get(repository) ?? [])]
        .filter(([, sha]) => head === undefined || sha === head)
        .map(([number]) => number),
    sawRepository: (name) => void headsOf(name),
    sawOpenChanges: (repository, changes) =>
      void heads.set(repository, new Map(changes.map(({ number, headSha }) => [number, headSha]))),
    sawChange(repository, number, head) {
      if (head === null) headsOf(repository).delete(number);
      else headsOf(repository).set(number, head);
    },
  };
}
