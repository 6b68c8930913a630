import { readFile } from "node:fs/promises";
import { describe, test } from "vitest";
import { faces, startWorld, type World, type WorldOptions } from "../world/world.ts";

/** One story with an expected end, which must be the same on every forge. */
export interface Scenario {
  readonly name: string;
  /** Played by the fast suites: one or two of a kind. The others are for the slow ones. */
  readonly isQuick?: true;
  readonly options?: Omit<WorldOptions, "face" | "webhooks"> & { readonly webhooks?: boolean };
  /** Throws when it did not go as expected. */
  readonly play: (world: World) => Promise<void>;
}

/** Plays every scenario on every forge, several at a time. */
export function playScenarios(scenarios: readonly Scenario[]): void {
  describe.each(faces)("on %s", (face) => {
    test.concurrent.each(scenarios)("$name", { timeout: 300_000 }, async ({ options, play }) => {
      const world = await startWorld({ face, webhooks: true, hasPolicy: true, ...options });
      try {
        await play(world);
      } catch (error) {
        throw await withLog(error, world.service.logFile);
      } finally {
        await world.close();
      }
    });
  });
}

const linesShown = 60;

/** The error with what the service said last, which is gone with its world. */
async function withLog(error: unknown, logFile: string): Promise<unknown> {
  const log = await readFile(logFile, "utf8").catch(() => "");
  const end = log.trimEnd().split("\n").slice(-linesShown).join("\n");
  if (error instanceof Error) error.message += `\nthe service's log ends so:\n${end}`;
  return error;
}
