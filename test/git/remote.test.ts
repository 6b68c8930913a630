import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commitFiles } from "../../src/git/commit-files.ts";
import { diffTrees } from "../../src/git/diff-trees.ts";
import { fetchRefs } from "../../src/git/fetch-refs.ts";
import { listRemoteRefs } from "../../src/git/list-remote-refs.ts";
import { openMirror } from "../../src/git/mirror.ts";
import { pushRef } from "../../src/git/push-ref.ts";
import { readRef } from "../../src/git/read-ref.ts";
import { findUrlProblem, withoutCredentials } from "../../src/git/remote-url.ts";
import { serveGit } from "./git-server.ts";
import { commitRawTree, makeRepository, temporaryDirectory } from "./repository.ts";

const credentials = { username: "x-access-token", password: "s3cr3t-token" };
const main = "+refs/heads/main:refs/heads/main";

async function setUp() {
  const root = temporaryDirectory();
  const repository = makeRepository(join(root, "work"));
  repository.git("config", "http.receivepack", "true");
  const mirror = await openMirror(join(root, "mirror.git"));
  return { root, repository, mirror };
}

describe("credentials", () => {
  test("open a private repository, and stand in no file of the mirror", async () => {
    const { root, repository, mirror } = await setUp();
    const sha = repository.commit({ a: "1" });
    const server = await serveGit({ root, credentials });
    const remote = { url: `${server.url}/work/.git`, credentials };

    await fetchRefs(mirror, remote, [main], { timeoutMs: 20_000 });
    expect(await readRef(mirror, "refs/heads/main")).toBe(sha);
    expect((await listRemoteRefs(remote, ["refs/heads/*"], { timeoutMs: 20_000 })).get("refs/heads/main")).toBe(sha);
    const files = readdirSync(mirror.directory, { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    const text = files.map((file) => readFileSync(join(file.parentPath, file.name), "latin1")).join("");
    expect(text).not.toContain(credentials.password);
  });

  test("that are wrong or missing end at once with `auth`, and are not in the message", async () => {
    const { root, mirror } = await setUp();
    const server = await serveGit({ root, credentials });
    const wrong = { url: `${server.url}/work/.git`, credentials: { ...credentials, password: "wrong-s3cr3t" } };
    for (const remote of [wrong, { ...wrong, credentials: null }]) {
      const failure = await fetchRefs(mirror, remote, [main], { timeoutMs: 20_000 }).catch((error: unknown) => error);
      expect(failure).toMatchObject({ name: "GitError", code: "auth", retryable: false });
      expect(String(failure)).not.toContain("wrong-s3cr3t");
    }
  });

  test("are not carried to another server by a redirect", async () => {
    const { root, repository, mirror } = await setUp();
    repository.commit({ a: "1" });
    const elsewhere = await serveGit({ root });
    const server = await serveGit({
      root,
      instead: (request, response) => {
        response.writeHead(302, { location: `${elsewhere.url}${request.url}` }).end();
        return true;
      },
    });
    const remote = { url: `${server.url}/work/.git`, credentials };
    await expect(fetchRefs(mirror, remote, [main], { timeoutMs: 20_000 })).rejects.toMatchObject({ name: "GitError" });
    expect(elsewhere.requests).toEqual([]);
    await fetchRefs(mirror, { ...remote, credentials: null }, [main], { timeoutMs: 20_000 });
    expect(elsewhere.requests.length).toBeGreaterThan(0);
  });
});

describe("failures have a code", () => {
  test("an unknown branch", async () => {
    const { repository, mirror } = await setUp();
    repository.commit({ a: "1" });
    const remote = { url: repository.directory, credentials: null };
    const call = { timeoutMs: 20_000, allowFile: true };
    const fetching = fetchRefs(mirror, remote, ["+refs/heads/none:refs/heads/none"], call);
    await expect(fetching).rejects.toMatchObject({ code: "ref-not-found" });
  });

  test("nobody listens", async () => {
    const { mirror } = await setUp();
    const remote = { url: "http://127.0.0.1:9/x", credentials: null };
    await expect(fetchRefs(mirror, remote, [main], { timeoutMs: 20_000 })).rejects.toMatchObject({
      code: "network",
      retryable: true,
    });
  });

  test("a server that never answers: `timeout`, and no process is left", async () => {
    const { mirror } = await setUp();
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const address = silent.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const started = Date.now();
    const fetching = fetchRefs(mirror, { url: `http://127.0.0.1:${port}/x`, credentials: null }, [main], {
      timeoutMs: 300,
    });
    await expect(fetching).rejects.toMatchObject({ code: "timeout", retryable: true });
    expect(Date.now() - started).toBeLessThan(5_000);
    expect(commandLines().filter((line) => line.includes(`127.0.0.1:${port}/`))).toEqual([]);
    silent.close();
  });

  test("a repository that is not there: `network`, with git's words", async () => {
    const { root, mirror } = await setUp();
    const server = await serveGit({ root });
    const fetching = fetchRefs(mirror, { url: `${server.url}/none.git`, credentials: null }, [main], {
      timeoutMs: 20_000,
    });
    await expect(fetching).rejects.toMatchObject({ code: "network", message: expect.stringContaining("not found") });
  });

  test("a broken object on the remote: `corrupt`, and no ref is moved", async () => {
    const { repository, mirror } = await setUp();
    commitRawTree(repository, [
      { mode: "100644", name: "a", content: "1" },
      { mode: "100644", name: "a", content: "2" },
    ]);
    const remote = { url: repository.directory, credentials: null };
    const fetching = fetchRefs(mirror, remote, [main], { timeoutMs: 20_000, allowFile: true });
    await expect(fetching).rejects.toMatchObject({ code: "corrupt" });
    expect(await readRef(mirror, "refs/heads/main")).toBeNull();
  });
});

describe("a commit of ours", () => {
  const request = {
    message: "results",
    author: { name: "Countersign", email: "c@example.org" },
    at: "2026-01-01T00:00:00Z",
  };

  test("changes only the files that are named, and is the same each time", async () => {
    const { repository, mirror } = await setUp();
    const parent = repository.commit({ keep: "k", old: "o" });
    const remote = { url: repository.directory, credentials: null };
    await fetchRefs(mirror, remote, [main], { timeoutMs: 20_000, allowFile: true });
    const files = [
      { path: "results/a.dvc", content: "outs:\n" },
      { path: "old", content: null },
    ];
    const sha = await commitFiles(mirror, { ...request, parent, files });
    expect(await commitFiles(mirror, { ...request, parent, files })).toBe(sha);
    expect((await diffTrees(mirror, parent, sha)).items.map(({ path, status }) => [path, status])).toEqual([
      ["old", "removed"],
      ["results/a.dvc", "added"],
    ]);
  });

  test("is pushed to a new branch, and never over another's", async () => {
    const { root, repository, mirror } = await setUp();
    const parent = repository.commit({ a: "1" });
    const server = await serveGit({ root, credentials });
    const remote = { url: `${server.url}/work/.git`, credentials };
    const call = { timeoutMs: 20_000 };
    await fetchRefs(mirror, remote, [main], call);
    const first = await commitFiles(mirror, { ...request, parent, files: [{ path: "b", content: "1" }] });
    const other = await commitFiles(mirror, { ...request, parent, files: [{ path: "b", content: "2" }] });
    await pushRef(mirror, remote, first, "refs/heads/results", call);
    await pushRef(mirror, remote, first, "refs/heads/results", call);
    await expect(pushRef(mirror, remote, other, "refs/heads/results", call)).rejects.toMatchObject({
      name: "GitError",
    });
    expect(repository.git("rev-parse", "results")).toBe(first);
  });
});

describe("addresses", () => {
  test.each([
    "https://example.org/a/b.git",
    "ssh://git@example.org/a/b",
    "git@example.org:a/b.git",
    "http://127.0.0.1:8080/a",
  ])("%s is good", (url) => {
    expect(findUrlProblem(url, { allowFile: false })).toBeNull();
  });

  test.each([
    "ext::sh -c id",
    "ext::id",
    "file:///srv/x.git",
    "/srv/x.git",
    "git://example.org/x",
    "https://user:pass@example.org/x",
    "https://token@example.org/x",
    "--upload-pack=id",
    "fd::3",
    "",
    "x",
  ])("%s is refused", async (url) => {
    expect(findUrlProblem(url, { allowFile: false })).not.toBeNull();
    await expect(listRemoteRefs({ url, credentials: null }, [], { timeoutMs: 5_000 })).rejects.toMatchObject({
      name: "GitError",
    });
  });

  test("are shown without credentials", () => {
    expect(withoutCredentials("https://user:pass@example.org/x")).toBe("https://example.org/x");
    expect(withoutCredentials("ssh://git@example.org/x")).toBe("ssh://git@example.org/x");
  });
});

function commandLines(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      } catch {
        return ""; // it ended meanwhile
      }
    });
}
