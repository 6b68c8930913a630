import type { Logger } from "pino";
import { judgeGate } from "../core/judge-gate.ts";
import { setupCommand } from "../core/render/gate-note.ts";
import { type GateState, type GateVerdict, gateStates } from "../domain/gate.ts";
import { type RepositoryRef, repositoryKey } from "../domain/identity.ts";
import type { Forge, Repository } from "../ports/forge.ts";
import type { Metrics } from "./metrics.ts";

/** What is known of the gates of all repositories, as of the last look. */
export interface Gates {
  /** Of a branch by its short name; `null` where nobody looked. */
  of(repository: RepositoryRef, branch: string): GateVerdict | null;
  /** Looks at the gate of each repository of a forge. One that cannot be read is `unknown`, and logged. */
  look(
    forge: Pick<Forge, "listRepositories" | "readGate">,
    branchOf: (repository: Repository) => string,
  ): Promise<void>;
}

/** Logs a gate whenever it is another than at the last look, and shows all in the metrics. */
export function createGates(metrics: Pick<Metrics, "gates">, log: Logger): Gates {
  const known = new Map<string, GateVerdict>();
  const keyOf = (repository: RepositoryRef, branch: string) => `${repositoryKey(repository)}:${branch}`;

  async function lookAt(forge: Pick<Forge, "readGate">, repository: Repository, branch: string): Promise<void> {
    const fields = { forge: repository.forge, repo: repository.name, branch };
    const verdict = await readVerdict(forge, repository, branch, log.child(fields));
    const key = keyOf(repository, branch);
    const before = known.get(key);
    known.set(key, verdict);
    showInMetrics(metrics, repository, verdict.state);
    if (JSON.stringify(before) === JSON.stringify(verdict)) return;
    if (verdict.state === "enforced") log.info(fields, "the gate is enforced");
    if (verdict.state === "unseen") log.info({ ...fields, ...verdict }, "the gate is enforced as far as can be seen");
    if (verdict.state === "open")
      log.warn({ ...fields, ...verdict, remedy: setupCommand(repository) }, "the gate is not enforced");
  }

  return {
    of: (repository, branch) => known.get(keyOf(repository, branch)) ?? null,
    async look(forge, branchOf) {
      for (const repository of await forge.listRepositories()) await lookAt(forge, repository, branchOf(repository));
    },
  };
}

async function readVerdict(
  forge: Pick<Forge, "readGate">,
  repository: Repository,
  branch: string,
  log: Logger,
): Promise<GateVerdict> {
  try {
    return judgeGate(await forge.readGate(repository, branch));
  } catch (error) {
    log.warn({ err: error }, "the gate could not be read; it is read again at the next look");
    return { state: "unknown", reasons: ["the forge did not say"] };
  }
}

function showInMetrics(metrics: Pick<Metrics, "gates">, { forge, name }: Repository, state: GateState): void {
  for (const one of gateStates) metrics.gates.set({ forge, repository: name, state: one }, one === state ? 1 : 0);
}
