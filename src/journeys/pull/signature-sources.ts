import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { adoptAlert, rewrittenAlert, unapprovedKey } from "../../core/render/alerts.ts";
import { ServiceError } from "../../domain/errors.ts";
import { fetchSignatures, type ServiceAddress } from "../../remotes/countersign-service.ts";
import type { ReviewsSeen, Scene, SignatureSource } from "./ports.ts";

const maxFiles = 2_000;
const maxFileBytes = 256 * 1024;
/** Of a branch that is far ahead, the first landings are looked at; the others when those are accepted. */
const maxStepsAsked = 20;
const maxChanges = 20;

/** Files that somebody put into a directory, whatever they are called. */
export function signaturesInDirectory(directory: string): SignatureSource {
  return async () => {
    const names = await readdir(directory).catch((cause: unknown) => {
      const message = `The signatures in ${directory} cannot be read. Check \`signatures-directory\` in the node's file.`;
      throw new ServiceError(message, { retryable: true }, { cause });
    });
    const texts: string[] = [];
    for (const name of names.sort().slice(0, maxFiles)) {
      const file = join(directory, name);
      const facts = await stat(file).catch(() => null);
      if (facts?.isFile() === true && facts.size <= maxFileBytes)
        texts.push(await readFile(file, "utf8").catch(() => ""));
    }
    return texts;
  };
}

export function signaturesOfService(service: ServiceAddress): SignatureSource {
  return ({ place }) => fetchSignatures(service, place);
}

/** Comments on the changes that landed, on the landed commits and on the branch's tip. Whose comments they are does not matter. */
export function signaturesInComments(see: (scene: Scene) => Promise<ReviewsSeen | null>): SignatureSource {
  return async (scene, steps) => {
    const seen = await see(scene);
    if (seen === null) return [];
    const { repository, ports } = seen;
    const { ref, tip } = scene;
    const texts: string[] = [];
    const numbers = new Set<number>();
    for (const sha of new Set([...steps.slice(0, maxStepsAsked), tip])) {
      for (const number of await ports.forge.listChangesLandedAs(repository, sha)) numbers.add(number);
      const comments = await ports.forge.listCommitComments(repository, sha, unapprovedKey(ref, sha));
      texts.push(...comments.map(({ body }) => body));
    }
    for (const key of [adoptAlert(ref, tip).key, rewrittenAlert(ref, tip, tip).key]) {
      const comments = await ports.forge.listCommitComments(repository, tip, key);
      texts.push(...comments.map(({ body }) => body));
    }
    for (const number of [...numbers].slice(0, maxChanges)) {
      const { comments } = await ports.forge.readChange({ repository, number });
      texts.push(...comments.map(({ body }) => body));
    }
    return texts;
  };
}
