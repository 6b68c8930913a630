import { join } from "node:path";
import { expect, test } from "vitest";
import { clearRefNames } from "../../src/git/clear-ref-names.ts";
import { fetchRefs } from "../../src/git/fetch-refs.ts";
import { openMirror } from "../../src/git/mirror.ts";
import { readRef } from "../../src/git/read-ref.ts";
import { makeRepository, temporaryDirectory } from "./repository.ts";

test("a branch whose name another one had as its folder, or the other way round, is fetched once the old one is forgotten", async () => {
  const directory = temporaryDirectory();
  const work = makeRepository(join(directory, "work"));
  const sha = work.commit({ a: "1" });
  const mirror = await openMirror(join(directory, "mirror.git"));
  const fetch = (ref: string) =>
    fetchRefs(mirror, { url: work.directory, credentials: null }, [`+${ref}:${ref}`], {
      timeoutMs: 20_000,
      allowFile: true,
    });
  await fetch("refs/heads/main");
  let former = "release";
  work.git("branch", former);
  await fetch(`refs/heads/${former}`);
  for (const name of ["release/1", "release"]) {
    work.git("branch", "-D", former);
    work.git("branch", name);
    former = name;
    const ref = `refs/heads/${name}`;
    await expect(fetch(ref)).rejects.toThrow(/cannot lock ref|exists/);
    expect(await clearRefNames(mirror, [ref])).toBe(true);
    await fetch(ref);
    expect(await readRef(mirror, ref)).toBe(sha);
  }
  expect(await clearRefNames(mirror, ["refs/heads/release"])).toBe(false);
  expect(await readRef(mirror, "refs/heads/main")).toBe(sha);
});
