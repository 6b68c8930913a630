import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fetchRefs } from "../../src/git/fetch-refs.ts";
import { openMirror } from "../../src/git/mirror.ts";
import { readRef } from "../../src/git/read-ref.ts";
import { makeRepository, temporaryDirectory } from "./repository.ts";

/** A program `ssh` that notes what it was asked, and runs the remote command here. */
function putSshFirst(root: string): string {
  const noted = join(root, "noted");
  mkdirSync(join(root, "bin"));
  const program = join(root, "bin/ssh");
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" > ${noted}\nfor last; do :; done\nexec sh -c "$last"\n`);
  chmodSync(program, 0o755);
  const before = process.env.PATH;
  process.env.PATH = `${join(root, "bin")}:${before}`;
  onTestFinished(() => {
    process.env.PATH = before;
  });
  return noted;
}

test("ssh is asked with the key and the known hosts alone, never to prompt, never to accept an unknown host", async () => {
  const root = temporaryDirectory();
  const repository = makeRepository(join(root, "work"));
  const sha = repository.commit({ a: "1" });
  const mirror = await openMirror(join(root, "mirror.git"));
  const noted = putSshFirst(root);
  const ssh = { keyFile: join(root, "my key's"), knownHostsFile: join(root, "known hosts") };
  const remote = { url: `ssh://git@example.org${repository.directory}`, credentials: null };
  await fetchRefs(mirror, remote, ["+refs/heads/main:refs/heads/main"], { timeoutMs: 20_000, ssh });

  expect(await readRef(mirror, "refs/heads/main")).toBe(sha);
  const asked = readFileSync(noted, "utf8").split("\n");
  const options = ["BatchMode=yes", "StrictHostKeyChecking=yes", "IdentitiesOnly=yes"];
  expect(asked).toEqual(
    expect.arrayContaining([
      ...options,
      `UserKnownHostsFile="${ssh.knownHostsFile}"`,
      "-i",
      ssh.keyFile,
      "git@example.org",
    ]),
  );
});

test("an address that would be an option of ssh is refused", async () => {
  const root = temporaryDirectory();
  const mirror = await openMirror(join(root, "mirror.git"));
  const noted = putSshFirst(root);
  for (const url of ["ssh://-oProxyCommand=id/x", "-oProxyCommand=id:x", "ssh://git@-x/y"]) {
    const fetching = fetchRefs(mirror, { url, credentials: null }, ["+refs/heads/main:refs/heads/main"], {
      timeoutMs: 20_000,
    });
    await expect(fetching).rejects.toMatchObject({ name: "GitError" });
  }
  expect(() => readFileSync(noted)).toThrow();
});
