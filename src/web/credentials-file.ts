import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { parseEnv } from "node:util";

/** What GitHub gives for an app that was made from a manifest, as far as we need it. */
export interface GithubCredentials {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
}

/** Keeps the credentials as settings in a file that only its owner can read; whole, or not at all. */
export async function writeCredentials(path: string, credentials: GithubCredentials): Promise<void> {
  const text = [
    "# Written by the first-run setup: the GitHub App of this service. Whoever has it can act as the app.",
    `APP_ID=${credentials.appId}`,
    `WEBHOOK_SECRET=${credentials.webhookSecret}`,
    `PRIVATE_KEY="${credentials.privateKey.trim().replaceAll("\n", "\\n")}"`,
    "",
  ].join("\n");
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.tmp`;
  const file = await open(temporary, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

/** The settings in the file, by the names of environment variables; none when there is no file. */
export async function readCredentials(path: string): Promise<Readonly<Record<string, string | undefined>>> {
  try {
    return parseEnv(await readFile(path, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
}
