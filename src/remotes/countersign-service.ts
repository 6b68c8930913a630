import { z } from "zod";
import type { Envelope } from "../domain/attestation.ts";
import { ServiceError } from "../domain/errors.ts";
import type { RepositoryKey } from "../domain/identity.ts";
import { maxEnvelopeBytes, readEnvelope } from "../formats/dsse.ts";

const timeoutMs = 60_000;
const maxSignaturesBytes = 8 * 1024 * 1024;
const maxTexts = 10_000;
/** The service may tell of fewer, newest first. */
const maxReleases = 50;
const maxAttestations = 500;

const signaturesWire = z.object({ version: z.literal(1), signatures: z.array(z.string()).max(maxTexts) });
const releasesWire = z.object({
  version: z.literal(1),
  releases: z.array(
    z.object({ attestations: z.array(z.object({ kind: z.enum(["approval", "release"]), envelope: z.unknown() })) }),
  ),
});

/** Where a service is, and the token with which it lets read; `null`: none is sent. */
export interface ServiceAddress {
  readonly url: string;
  readonly token: string | null;
}

/** The blocks of signatures that the service keeps for a repository (by host and path). Throws `ServiceError`. */
export async function fetchSignatures(service: ServiceAddress, repository: string): Promise<readonly string[]> {
  const url = `${service.url}/api/v1/signatures?repository=${encodeURIComponent(repository)}`;
  const read = signaturesWire.safeParse(await fetchJson(url, service.token, maxSignaturesBytes));
  if (!read.success) throw odd(url);
  return read.data.signatures;
}

/** Envelopes of releases that the service tells of, newest first; what is no envelope is left out. Throws `ServiceError`. */
export async function fetchReleases(service: ServiceAddress, repository: RepositoryKey): Promise<readonly Envelope[]> {
  const url = `${service.url}/api/v1/repositories/${repository}/releases?limit=${maxReleases}`;
  const read = releasesWire.safeParse(await fetchJson(url, service.token, maxEnvelopeBytes));
  if (!read.success) throw odd(url);
  const attestations = read.data.releases.slice(0, maxReleases).flatMap((release) => release.attestations);
  return attestations.slice(0, maxAttestations).flatMap(({ kind, envelope }) => {
    if (kind !== "release") return [];
    const reading = readEnvelope(JSON.stringify(envelope));
    return "envelope" in reading ? [reading.envelope] : [];
  });
}

/** Hands a block to the service, which keeps it if it is signed by a key that it knows. Throws `ServiceError`. */
export async function postSignature(service: string, block: string): Promise<void> {
  const url = `${service}/api/v1/signatures`;
  const headers = { "content-type": "text/plain; charset=utf-8" };
  const response = await call(url, { method: "POST", body: block, headers });
  const text = (await readBody(response, url, maxSignaturesBytes)).trim();
  if (!response.ok) {
    throw new ServiceError(`${url} answered ${response.status}: ${text.slice(0, 500)}`, {
      retryable: response.status >= 500,
    });
  }
}

async function fetchJson(url: string, token: string | null, maxBytes: number): Promise<unknown> {
  const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
  const response = await call(url, { headers: { accept: "application/json", ...authorization } });
  const text = await readBody(response, url, maxBytes);
  if (!response.ok) {
    const remedy = "Check `service` in the node's file, and COUNTERSIGN_READ_TOKEN";
    throw new ServiceError(`${url} answered ${response.status}. ${remedy}.`, {
      retryable: true,
    });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw odd(url, cause);
  }
}

async function call(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: "error", signal: AbortSignal.timeout(timeoutMs) });
  } catch (cause) {
    throw new ServiceError(`${url} cannot be reached: ${reasonOf(cause)}.`, { retryable: true }, { cause });
  }
}

async function readBody(response: Response, url: string, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > maxBytes)
        throw new ServiceError(`${url} answers with more than ${maxBytes} bytes.`, { retryable: false });
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof ServiceError) throw cause;
    throw new ServiceError(`${url} broke off its answer: ${reasonOf(cause)}.`, { retryable: true }, { cause });
  }
  return Buffer.concat(chunks).toString("utf8");
}

function odd(url: string, cause?: unknown): ServiceError {
  return new ServiceError(
    `${url} answers something that is no answer of a Countersign.`,
    { retryable: true },
    { cause },
  );
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
