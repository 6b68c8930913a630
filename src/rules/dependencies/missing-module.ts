import { z } from "zod";
import { quoteName } from "../../formats/did-you-mean.ts";
import { packageOfProvider } from "./package-of-provider.ts";
import { packageOf } from "./well-known.ts";

export interface MissingModule {
  /** The full name of the module. */
  readonly lacking: string;
}

/** What the rules of missing modules take as options. */
export const providedOptions = z.strictObject({
  provided: z
    .array(z.string().min(1).max(200))
    .max(1000)
    .default([])
    .describe("Top-level modules that the node has without a package that the inventory tells of."),
});

/** What to do about it; names the package when that is known. */
export function shownPackage({ lacking }: MissingModule): string {
  const name = /^airflow\.providers\.\w/.test(lacking) ? packageOfProvider(lacking) : packageOf(lacking);
  const it = name === null ? "the package that brings it" : quoteName(name);
  return `Declare ${it} and have it installed on the node; if the node has it by now, run \`countersign inventory\` there again.`;
}
