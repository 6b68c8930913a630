import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";

const manifestWire = z.looseObject({ name: z.string(), url: z.string() });

export interface Addresses {
  /** Where the browser finds this page, and comes back to. */
  readonly origin: string;
  /** Where GitHub finds the service. */
  readonly publicUrl: string;
  /** GitHub's own pages. */
  readonly githubUrl: string;
}

/** The manifest of `app.yml` as GitHub takes it in a form, with our addresses. */
export async function readAppManifest(addresses: Addresses): Promise<Readonly<Record<string, unknown>>> {
  const text = await readFile(new URL("../../app.yml", import.meta.url), "utf8");
  return {
    ...manifestWire.parse(parse(text)),
    redirect_url: `${addresses.origin}/probot/setup`,
    hook_attributes: canBeReached(addresses)
      ? { url: `${addresses.publicUrl}/api/github/webhooks`, active: true }
      : { url: "https://example.com/countersign-cannot-be-reached", active: false }, // GitHub wants a public one here
  };
}

/** GitHub takes no address for webhooks that is on the machine of whoever asks, unless it is there itself. */
export function canBeReached({ publicUrl, githubUrl }: Pick<Addresses, "publicUrl" | "githubUrl">): boolean {
  return !isLoopback(new URL(publicUrl).hostname) || isLoopback(new URL(githubUrl).hostname);
}

export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[?::1\]?)$/.test(hostname);
}
