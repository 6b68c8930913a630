import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ConfigError } from "../../src/domain/errors.ts";
import { readCredentials } from "../../src/web/credentials-file.ts";
import { runSetupPage, type SetupPageOptions } from "../../src/web/setup-page.ts";
import { type ForgeSimulator, startForge } from "../forge/start-forge.ts";

let directory: string;
let forge: ForgeSimulator;
let said: string[];
let abort: AbortController;
let ended: Promise<unknown>;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "countersign-setup-"));
  forge = await startForge({ face: "github" });
  await forge.seed({ users: [{ login: "ada" }], organisations: [{ login: "acme", members: [{ login: "ada" }] }] });
  said = [];
  abort = new AbortController();
  ended = Promise.resolve();
});
afterEach(async () => {
  abort.abort();
  await ended;
  await forge.close();
  await rm(directory, { recursive: true });
});

const file = () => join(directory, "state", "github-app.env");

/** Starts the page, and answers the address that it tells the operator. */
async function start(options: Partial<SetupPageOptions> = {}) {
  const told = Promise.withResolvers<string>();
  const done = runSetupPage({
    host: "127.0.0.1",
    port: 0,
    githubUrl: forge.url(),
    apiUrl: forge.url(),
    credentialsFile: file(),
    signal: abort.signal,
    tell(text) {
      said.push(text);
      const [url] = /http:\S+/.exec(text) ?? [];
      if (url) told.resolve(url.replace("THIS-HOST", "127.0.0.1"));
    },
    ...options,
  });
  ended = done.catch(() => {});
  return { done, url: await told.promise };
}

const plain = (text: string) => text.replaceAll("&quot;", '"').replaceAll("&amp;", "&").replaceAll("&#39;", "'");

async function read(url: string | URL): Promise<string> {
  return (await fetch(url)).text();
}

/** What the first page's fields hold, by name. */
function fieldsOf(page: string): Record<string, string> {
  const inputs = [...page.matchAll(/<input [^>]*>/g)].map(([tag]) => [
    / name="([^"]*)"/.exec(tag)?.[1] ?? "",
    plain(/ value="([^"]*)"/.exec(tag)?.[1] ?? ""),
  ]);
  return Object.fromEntries(inputs);
}

/** The second page, after the first one was filled in as a browser would. */
async function next(url: string, written: Readonly<Record<string, string>> = {}): Promise<string> {
  const second = new URL("/probot", url);
  second.search = new URLSearchParams({ ...fieldsOf(await read(url)), ...written }).toString();
  return read(second);
}

/** The form of the second page. */
function formOf(page: string) {
  const action = /<form method="post" action="([^"]*)"/.exec(page)?.[1] ?? "";
  const manifest = /name="manifest" value="([^"]*)"/.exec(page)?.[1] ?? "";
  return { action: plain(action), manifest: plain(manifest) };
}

async function submit(page: string): Promise<string> {
  const { action, manifest } = formOf(page);
  const answer = await fetch(action, { method: "POST", body: new URLSearchParams({ manifest }), redirect: "manual" });
  return answer.headers.get("location") ?? `${answer.status}: no way back`;
}

describe("the first run", () => {
  test("ends with a registered app, whose credentials nobody else can read, and says where to install it", async () => {
    const { done, url } = await start();
    const back = await submit(await next(url));
    const last = await fetch(back);
    const text = await last.text();
    expect(last.status, text).toBe(200);
    expect(text).toContain("/installations/new");

    const credentials = await done;
    expect(credentials?.privateKey).toContain("PRIVATE KEY-----");
    expect(credentials?.webhookSecret.length).toBeGreaterThan(10);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect((await stat(join(directory, "state"))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(directory, "state"))).toEqual(["github-app.env"]);
    const settings = await readCredentials(file());
    expect(settings).toEqual({
      APP_ID: String(credentials?.appId),
      WEBHOOK_SECRET: credentials?.webhookSecret,
      PRIVATE_KEY: credentials?.privateKey.trim(),
    });
    expect(said.at(-1)).toContain("/installations/new");
    await expect(fetch(url)).rejects.toThrow();
  });

  test("asks for what app.yml says, with our addresses", async () => {
    const { url } = await start();
    const page = await next(url, { organization: " acme", "public-url": "https://countersign.acme.org/" });
    const { action, manifest } = formOf(page);
    expect(action).toContain(`${forge.url()}/organizations/acme/settings/apps/new?state=`);
    expect(page).toContain("It will belong to the organisation <strong>acme</strong>.");
    const asked: unknown = JSON.parse(manifest);
    expect(asked).toMatchObject({
      hook_attributes: { url: "https://countersign.acme.org/api/github/webhooks", active: true },
      redirect_url: `${new URL(url).origin}/probot/setup`,
      default_permissions: { checks: "write", contents: "write" },
      public: false,
    });
    expect(await readFile(new URL("../../app.yml", import.meta.url), "utf8")).toContain("checks: write");
  });

  test("makes an app without webhooks where GitHub cannot reach the service, and says so", async () => {
    const { url } = await start({ githubUrl: "https://github.com" });
    const page = await next(url);
    expect(page).toContain("GitHub cannot reach this address");
    expect(JSON.parse(formOf(page).manifest)).toMatchObject({ hook_attributes: { active: false } });
  });

  test("takes no script from an address", async () => {
    const { url } = await start();
    const evil = encodeURIComponent('"><script>alert(1)</script>');
    for (const step of ["ask", "create"]) {
      const answer = await fetch(`${url}?step=${step}&organization=${evil}&public-url=https://example.org/${evil}`);
      const text = await answer.text();
      expect(text).toContain("&lt;script&gt;");
      expect(text).not.toContain("<script>");
      expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    }
  });

  test("keeps what was written: no page has two buttons, and the way back fills the fields in", async () => {
    const { url } = await start({ host: "0.0.0.0" });
    const key = new URL(url).searchParams.get("key");
    const written = { organization: "acme & sons", "public-url": "https://countersign.acme.org" };
    const second = await next(url, written);
    for (const page of [await read(url), second]) expect(page.match(/<button/g)).toHaveLength(1);
    const back = plain(/<a href="([^"]*)">Change this/.exec(second)?.[1] ?? "");
    expect(fieldsOf(await read(new URL(back, url)))).toEqual({ ...written, step: "create", key });
  });

  test("asks again for an address that is none, and keeps the text", async () => {
    const { url } = await start();
    const written = { organization: "acme", "public-url": "ftp://countersign.acme.org" };
    const again = await next(url, written);
    expect(again).toContain("is not an http or https address");
    expect(fieldsOf(again)).toMatchObject(written);
    expect(formOf(again)).toEqual({ action: "", manifest: "" });
  });
});

describe("what does not end the setup", () => {
  test("a code that did not begin on this page", async () => {
    const { url } = await start();
    const back = new URL(await submit(await next(url)));
    back.searchParams.set("state", "f".repeat(32));
    expect((await fetch(back)).status).toBe(403);
    await expect(stat(file())).rejects.toThrow("ENOENT");
  });

  test("a code that GitHub does not know: the page says so, and can be used again", async () => {
    const { done, url } = await start();
    const back = new URL(await submit(await next(url)));
    const wrong = new URL(back);
    wrong.searchParams.set("code", "../../x");
    const answer = await fetch(wrong);
    expect(answer.status).toBe(502);
    expect(await answer.text()).toContain("could not be registered");
    expect((await fetch(back)).status).toBe(200);
    expect(await done).not.toBe(null);
  });

  test("begin again: the link opens the first page, with the key for whom this service sent to GitHub, and for nobody else", async () => {
    const { url } = await start({ host: "0.0.0.0" });
    const back = new URL(await submit(await next(url)), url);
    const address = new URL(`${back.pathname}${back.search}`, url);
    address.searchParams.set("code", "x");
    const failed = await read(address);
    const again = plain(/<a [^>]*href="([^"]*)">Begin again/.exec(failed)?.[1] ?? "");
    expect((await fetch(new URL(again, url))).status).toBe(200);

    address.searchParams.set("state", "f".repeat(32));
    const stranger = await read(address);
    expect(stranger).not.toContain(new URL(url).searchParams.get("key"));
    expect(stranger).not.toContain("Begin again</a>");
    expect(stranger).toContain("Open the address that it printed");
  });

  test("another visitor, where the page can be reached from other machines", async () => {
    const { url } = await start({ host: "0.0.0.0" });
    expect(url).toContain("?key=");
    expect((await fetch(url.replace(/\?.*/, ""))).status).toBe(403);
    expect((await fetch(url)).status).toBe(200);
  });
});

test("it ends without an app when it is asked to stop", async () => {
  const { done, url } = await start();
  expect((await fetch(new URL("/healthz", url))).status).toBe(200);
  expect((await fetch(new URL("/readyz", url))).status).toBe(503);
  expect((await fetch(new URL("/", url), { redirect: "manual" })).headers.get("location")).toBe("/probot");
  abort.abort();
  expect(await done).toBe(null);
});

test("it says when its port is taken", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const refused = runSetupPage({
    host: "127.0.0.1",
    port,
    githubUrl: forge.url(),
    apiUrl: forge.url(),
    credentialsFile: file(),
    signal: abort.signal,
    tell: () => {},
  });
  await expect(refused).rejects.toThrow(ConfigError);
  other.close();
});
