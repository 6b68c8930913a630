import type { Account, Person } from "../../domain/identity.ts";
import type { GitlabClient } from "./client.ts";
import { eachOf } from "./each-of.ts";
import { orNull } from "./refusal-status.ts";
import { decode, decodeList, fullUserWire, type UserWire, userWire } from "./wire.ts";

export function toPerson(user: UserWire): Person {
  return { id: user.id, login: user.username };
}

/**
 * Whether it is a bot stands only in the user's own record. An account that cannot be read is taken for a bot, whose
 * approvals never count.
 */
export async function readAccount(client: GitlabClient, user: UserWire): Promise<Account> {
  const known = client.accounts.get(user.id);
  if (known !== undefined) return { ...known, login: user.username };
  const answer = await orNull([403, 404], () => client.api.Users.show(user.id));
  if (answer === null) return { ...toPerson(user), kind: "bot" };
  const full = decode(fullUserWire, answer, `the user ${user.id}`);
  const account: Account = { id: full.id, login: full.username, kind: full.bot === true ? "bot" : "user" };
  client.accounts.set(user.id, account);
  return account;
}

/** Accounts of all these users, by id. */
export async function readAccounts(
  client: GitlabClient,
  users: readonly UserWire[],
): Promise<ReadonlyMap<number, Account>> {
  const distinct = [...new Map(users.map((user) => [user.id, user])).values()];
  const accounts = await eachOf(distinct, (user) => readAccount(client, user));
  return new Map(accounts.map((account) => [account.id, account]));
}

/** The account that has this login now; `null` when nobody has. */
export async function findPerson(client: GitlabClient, login: string): Promise<Person | null> {
  const answer = await client.api.Users.all({ username: login.replace(/^@/, "") });
  const [found] = decodeList(userWire, answer, `the user ${login}`);
  return found === undefined ? null : toPerson(found);
}

/** The account whose token the client has. */
export async function readOwnPerson(client: GitlabClient): Promise<Person> {
  return toPerson(decode(userWire, await client.api.Users.showCurrentUser(), "our own account"));
}

/** Whether a group has this path, as far as we may see it. */
export async function isGroup(client: GitlabClient, path: string): Promise<boolean> {
  return (await orNull([401, 403, 404], () => client.api.Groups.show(path))) !== null;
}
