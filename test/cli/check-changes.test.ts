import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeChanges } from "../../src/cli/check-changes.ts";
import { readChanges } from "../../src/cli/check-git.ts";
import { makeRepository, temporaryDirectory } from "../git/repository.ts";

test("what a change touches, as it is on the disk: removed files, links, sizes, what is not yet committed", async () => {
  const { directory, git, commit } = makeRepository(join(temporaryDirectory(), "work"));
  commit({ "gone.txt": "a", "edited.txt": "a\n", "same.txt": "a" });
  git("checkout", "--quiet", "-b", "change");
  symlinkSync("../x", join(directory, "link"));
  commit({ "gone.txt": null, "edited.txt": "a\nbc\n" });
  symlinkSync("/etc", join(directory, "fresh"));

  const repository = { top: directory, directory: join(directory, ".git") };
  const changes = await readChanges(repository, "main");
  expect(changes.map(({ path, lines }) => [path, lines])).toEqual([
    ["edited.txt", [[2, 3]]],
    ["gone.txt", null],
    ["link", null],
    ["fresh", null],
  ]);
  const known = { previousPath: null, kind: "other" };
  expect(await describeChanges(directory, changes, () => "other")).toEqual([
    { ...known, path: "edited.txt", status: "modified", mode: "100644", size: 5 },
    { ...known, path: "gone.txt", status: "removed", mode: "100644", size: null },
    { ...known, path: "link", status: "added", mode: "120000", size: 4, link: "../x" },
    { ...known, path: "fresh", status: "added", mode: "120000", size: 4, link: "/etc" },
  ]);
});
