import { readdir, readFile } from "node:fs/promises";

/** The folder `policies/` of the checkout, or of the installed package, where compiled modules stand in the same places. */
const folder = new URL("../../policies/", import.meta.url);

/** Reads the text of each preset that a policy may extend, by name. Throws when the folder is missing. */
export async function readPresets(): Promise<Readonly<Record<string, string>>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".yml") && !file.endsWith(".test.yml")).sort();
  const entries = await Promise.all(
    files.map(async (file) => [file.slice(0, -".yml".length), await readFile(new URL(file, folder), "utf8")] as const),
  );
  return Object.fromEntries(entries);
}
