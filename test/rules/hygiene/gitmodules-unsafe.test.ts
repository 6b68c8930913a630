import { describe, expect, test } from "vitest";
import { told } from "./inspect-hygiene.ts";

const inspect = (settings: string, name = "lib") =>
  told("HYG-010", ".gitmodules", `[submodule "${name}"]\n\t${settings.replaceAll("\n", "\n\t")}\n`);

describe("is refused", () => {
  test.each([
    ["url = ext::sh -c touch% /tmp/x", "has an address that is a command"],
    ['url = "-u./payload"', "has an address that begins with `-`, which is an option"],
    ["URL = file:///etc", "has an address on the machine of whoever clones it"],
    ["url = /srv/git/x", "has an address on the machine of whoever clones it"],
    ["path = ../../hooks", "has a path that has `..`"],
    ["path = -x", "has a path that begins with `-`"],
    ["path = lib/.GIT/hooks", "has a path that goes into `.git`"],
    ["update = !sh -c id", "has an `update` that is a command"],
  ])("%s", async (settings, expected) => {
    expect(await inspect(settings)).toEqual([`2:2 The submodule \`lib\` ${expected}.`]);
  });

  test("a name that leaves its place", async () => {
    expect(await inspect("path = lib", "../../x")).toEqual(["2:2 The submodule `../../x` has `..` in its name."]);
  });
});

test.each([
  "path = vendor/lib\nurl = https://example.org/acme/lib.git\nbranch = main",
  "url = ../lib.git # beside this repository",
  "url = git@example.org:acme/lib.git\nupdate = rebase\nshallow = true",
])("is good: %s", async (settings) => {
  expect(await inspect(settings)).toEqual([]);
});

test("only the file at the top counts for git", async () => {
  expect(await told("HYG-010", "vendor/.gitmodules", '[submodule "a"]\nurl = ext::x\n')).toEqual([]);
});
