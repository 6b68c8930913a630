import type { RepositoryRef } from "../domain/identity.ts";
import type { NodeFile, NodeRepository } from "../domain/node.ts";

/**
 * The node's entry for a repository of a forge: the one whose URL has the forge's host and the repository's full name.
 * Names are compared without regard to case, as the forges do; `.git` at the end is optional.
 */
export function repositoryOf(
  node: NodeFile | null,
  forgeUrl: string,
  repository: RepositoryRef,
): NodeRepository | null {
  const wanted = placeOf(`${forgeUrl}/${repository.name}`);
  return node?.repositories.find(({ url }) => wanted !== null && placeOf(url) === wanted) ?? null;
}

/** `https://host/acme/study.git` and `git@host:acme/study` are both `host/acme/study`. */
function placeOf(url: string): string | null {
  const ssh = /^(?:ssh:\/\/)?[^@/\s]+@([^:/\s]+)[:/](.+)$/.exec(url);
  const place = ssh === null ? fromHttp(url) : `${ssh[1]}/${ssh[2]}`;
  return place?.replace(/\.git$/, "").toLowerCase() ?? null;
}

function fromHttp(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { host, pathname } = new URL(url);
  return `${host}${pathname.replace(/\/+$/, "")}`;
}
