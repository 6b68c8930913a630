import { repositoryKey } from "../domain/identity.ts";
import type { CommitIdentity, Forge } from "../ports/forge.ts";

/**
 * A forge that asks once for what many changes have in common: members of groups, permissions of people, and whose commits
 * they are. For a look that is over soon, since nothing is ever forgotten.
 */
export function rememberReads(forge: Forge): Forge {
  const members = new Map<string, ReturnType<Forge["readMembers"]>>();
  const permissions = new Map<string, ReturnType<Forge["readPermissions"]>>();
  const identities = new Map<string, CommitIdentity>();

  return {
    ...forge,
    readMembers: (repository, group) =>
      remembered(members, `${repositoryKey(repository)} ${group}`, () => forge.readMembers(repository, group)),
    async readPermissions(repository, accounts) {
      const each = accounts.map((one) =>
        remembered(permissions, `${repositoryKey(repository)} ${one.id} ${one.login}`, () =>
          forge.readPermissions(repository, [one]),
        ),
      );
      return Object.assign({}, ...(await Promise.all(each)));
    },
    async readCommitIdentities(repository, commits) {
      const unknown = commits.filter(({ sha }) => !identities.has(`${repositoryKey(repository)} ${sha}`));
      if (unknown.length > 0) {
        for (const [sha, identity] of await forge.readCommitIdentities(repository, unknown))
          identities.set(`${repositoryKey(repository)} ${sha}`, identity);
      }
      const known = commits.flatMap(({ sha }) => {
        const identity = identities.get(`${repositoryKey(repository)} ${sha}`);
        return identity === undefined ? [] : [[sha, identity] as const];
      });
      return new Map(known);
    },
  };
}

function remembered<T>(known: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  const value = known.get(key) ?? read();
  known.set(key, value);
  return value;
}
