import type { ChangeRequest } from "../domain/change.ts";
import type { Account, Person } from "../domain/identity.ts";

type Told = Pick<ChangeRequest, "forge" | "author" | "reviews" | "comments" | "labels" | "broughtBy">;

/**
 * The account of somebody of whom a change tells no more than who it is, such as a committer: a bot where anything else in the change says so,
 * and on GitHub by its login.
 */
export function accountOf({ id, login }: Person, change: Told): Account {
  const isBot = (change.forge === "github" && login.endsWith("[bot]")) || isToldABot(id, change);
  return { id, login, kind: isBot ? "bot" : "user" };
}

function isToldABot(id: number, { author, reviews, comments, labels, broughtBy }: Told): boolean {
  const setters = [...labels, ...(broughtBy ?? []).flatMap((one) => one.labels)].map(({ by }) => by);
  const accounts = [author, ...[...reviews, ...comments].map(({ account }) => account), ...setters];
  return [...accounts, ...(broughtBy ?? []).map((one) => one.author)].some(
    (account) => account?.id === id && account.kind === "bot",
  );
}
