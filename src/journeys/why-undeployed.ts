import { code, shortRef } from "../core/render/markdown.ts";
import { repositoryKey } from "../domain/identity.ts";
import type { ForgeChange } from "../ports/forge.ts";
import type { JourneyPorts } from "./ports.ts";

/** Why what landed there goes to no node, as a sentence in Markdown; `null` where it does go to one. */
export async function whyUndeployed(
  { store, repositoryOf }: Pick<JourneyPorts, "store" | "repositoryOf">,
  { ref: { repository }, baseRef }: Pick<ForgeChange, "ref" | "baseRef">,
): Promise<string | null> {
  const place = repositoryOf(repository);
  if (place !== null) {
    if (baseRef === `refs/heads/${place.branch}`) return null;
    return `The node takes ${code(place.branch)} of this repository, and not ${code(shortRef(baseRef))}.`;
  }
  const releases = await store.listReleases(repositoryKey(repository));
  const live = releases.find(({ state, repositoryName }) => state === "live" && repositoryName !== repository.name);
  if (live === undefined) return "No node takes anything from this repository.";
  const [former, today] = [code(live.repositoryName), code(repository.name)];
  return `This repository was called ${former}, and the node's file names it so. What is live stays live; what landed is deployed when the node's operator names ${today} there and starts Countersign again.`;
}
