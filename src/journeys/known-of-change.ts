import type { KnownFacts } from "../analysis/inspector.ts";
import type { Person } from "../domain/identity.ts";
import type { NodeFile } from "../domain/node.ts";
import { kindOf, kindsFor } from "../policy/kind-of.ts";
import type { ChangedPath } from "../rules/changed-path.ts";
import type { NodeFacts } from "../rules/subject.ts";
import type { TreeListing } from "../rules/tree-listing.ts";
import type { GatheredChange } from "./gather-change.ts";

/** What is known of a change beyond its files. */
export function factsOfChange(
  { told, change, policy }: GatheredChange,
  node: NodeFile | null,
): Pick<KnownFacts, "node" | "inventory" | "change" | "repository" | "kinds"> {
  const { author } = change;
  return {
    node: node === null ? null : nodeFactsOf(node),
    inventory: node?.inventory?.content ?? null,
    change: {
      number: change.number,
      author: { id: author.id, login: author.login },
      isBot: author.kind === "bot",
      ...authorsOf(change),
    },
    repository: told.ref.repository.name,
    kinds: kindsFor(policy),
  };
}

/** What a change touches. `tree` is the merged one, `links` where symbolic links point to. */
export function pathsOfChange(
  { change, policy }: GatheredChange,
  tree: TreeListing,
  links: ReadonlyMap<string, string>,
): readonly ChangedPath[] {
  return change.files.items.map(({ path, previousPath, status, mode }) => ({
    path,
    previousPath,
    status,
    mode,
    size: status === "removed" ? null : (tree.find(path)?.size ?? null),
    kind: kindOf(policy, path),
    ...linkOf(path, links),
  }));
}

/** Nothing where some commit belongs to no account. */
function authorsOf({ commits }: GatheredChange["change"]): { commitAuthors?: readonly Person[] } {
  const authors = commits.items.flatMap(({ author, coAuthors }) => [author, ...coAuthors]);
  const known = authors.filter((one) => one !== null);
  return commits.complete && known.length === authors.length ? { commitAuthors: known } : {};
}

function linkOf(path: string, links: ReadonlyMap<string, string>) {
  const link = links.get(path);
  return link === undefined ? {} : { link };
}

/** What rules may know of the node's file: who its controllers are is no matter of theirs. */
export function nodeFactsOf({ node, python, datasets, repositories, storage, targets }: NodeFile): NodeFacts {
  return { node, python, datasets, repositories, storage, targets };
}
