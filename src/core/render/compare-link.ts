import type { ForgeName } from "../../domain/identity.ts";

/**
 * The forge's page that compares two commits of a change's repository; `null` where its address is not known. `webUrl` is the
 * change's page. After a force push the older commit is no ancestor of the newer, so the two are compared as they are, and not
 * from where they parted.
 * Source: https://docs.github.com/en/pull-requests/committing-changes-to-your-project/viewing-and-comparing-commits/comparing-commits
 */
export function compareLink(
  forge: ForgeName,
  webUrl: string,
  from: string,
  to: string,
  isForced: boolean,
): string | null {
  const tail = forge === "github" ? /\/pull\/\d+$/ : /\/-\/merge_requests\/\d+$/;
  if (!/^https?:\/\/[^\s()<>]+$/.test(webUrl) || !tail.test(webUrl)) return null;
  if (!/^[0-9a-f]{40,64}$/.test(from) || !/^[0-9a-f]{40,64}$/.test(to)) return null;
  const repository = webUrl.replace(tail, "");
  if (forge === "github") return `${repository}/compare/${from}${isForced ? ".." : "..."}${to}`;
  return `${repository}/-/compare/${from}...${to}${isForced ? "?straight=true" : ""}`;
}
