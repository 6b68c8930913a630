import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import pino from "pino";
import { afterEach, describe, expect, test } from "vitest";
import { createOctokitClass } from "../../../src/forges/github/octokit.ts";

let server: Server | undefined;
afterEach(() => server?.close());

type Headers = Readonly<Record<string, string>>;

/** What is said when GitHub answers so to whoever asks with a person's token, or as the app. */
async function told(status: number, headers: Headers, tokenVariable?: string): Promise<string> {
  server = createServer((_, response) => {
    response.writeHead(status, { "content-type": "application/json", connection: "close", ...headers });
    response.end(JSON.stringify({ message: "GitHub's words" }));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server?.once("listening", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return messageOf(`http://127.0.0.1:${port}`, tokenVariable);
}

async function messageOf(baseUrl: string, tokenVariable?: string): Promise<string> {
  const clock = { now: () => new Date() };
  const manners = { clock, timeoutMs: 5000, retryReadsAfter: [], ...(tokenVariable && { tokenVariable }) };
  const Octokit = createOctokitClass(manners);
  const octokit = new Octokit({ auth: { token: "s3cret" }, baseUrl, log: pino({ level: "silent" }) });
  const error = await octokit.request("GET /repos/acme/study").catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: "ForgeError" });
  expect(String(error)).not.toContain("s3cret");
  return String(error);
}

describe("of the token that was asked with", () => {
  test.each<readonly [string, number, Headers, readonly string[]]>([
    ["a wrong one", 401, {}, ["the token in GITHUB_TOKEN is not accepted: it is mistyped, expired or revoked"]],
    ["no sight of it", 404, {}, ["it is not there, or the token in GITHUB_TOKEN may not see it"]],
    [
      "a fine-grained one without a permission",
      403,
      { "x-accepted-github-permissions": "contents=read" },
      ["the token in GITHUB_TOKEN lacks a permission", 'It needs "contents: read" on this repository'],
    ],
    [
      "a classic one without a scope",
      403,
      { "x-oauth-scopes": "gist", "x-accepted-oauth-scopes": "repo, public_repo" },
      ["the token in GITHUB_TOKEN lacks a scope", 'It needs "repo" or "public_repo"'],
    ],
    [
      "a classic one with the scope, of an account that may not",
      403,
      { "x-oauth-scopes": "repo", "x-accepted-oauth-scopes": "repo" },
      ["the token in GITHUB_TOKEN may not do that. Set one of an account that may"],
    ],
    [
      "single sign-on",
      403,
      { "x-github-sso": "required; url=https://github.com/orgs/acme/sso?authorization_request=A1" },
      ["authorised for single sign-on first, at https://github.com/orgs/acme/sso?authorization_request=A1"],
    ],
    ["the rate limit", 429, { "retry-after": "90" }, ["GitHub's rate limit for the token in GITHUB_TOKEN", "in 90 s"]],
    ["a fault of GitHub", 502, {}, ["it has a problem of its own: try again later"]],
  ])("%s", async (_, status, headers, parts) => {
    const message = await told(status, headers, "GITHUB_TOKEN");
    for (const part of parts) expect(message).toContain(part);
    expect(message).not.toMatch(/APP_ID|the app/);
    if (status !== 429)
      expect(message).toContain(`GitHub answered ${status} to GET /repos/acme/study (GitHub's words)`);
  });
});

describe("of the app", () => {
  test.each<readonly [number, Headers, string]>([
    [401, {}, "Check APP_ID and PRIVATE_KEY (or PRIVATE_KEY_PATH), and the clock."],
    [404, {}, "it is not there, or the app is not installed on it."],
    [403, { "x-accepted-github-permissions": "checks=write" }, 'the app lacks a permission. It needs "checks: write"'],
  ])("%i", async (status, headers, part) => {
    const message = await told(status, headers);
    expect(message).toContain(part);
    expect(message).not.toContain("token");
  });
});

test("no answer is told with where it was asked, and what to check", async () => {
  const message = await messageOf("http://127.0.0.1:2", "GITHUB_TOKEN");
  expect(message).toContain("GitHub at http://127.0.0.1:2 gave no answer to GET /repos/acme/study");
  expect(message).toContain("Nothing listens there");
});
