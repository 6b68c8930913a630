import { expect, test } from "vitest";
import { nameOfRepository } from "../../src/cli/name-of-repository.ts";
import type { NodeFile } from "../../src/domain/node.ts";

const node = {
  repositories: [{ name: "london-study", url: "https://git.example.org/acme/study" }],
} as unknown as NodeFile; // the names and addresses are all that is asked for

test.each([
  ["https://github.com/Acme/Study.git", null, "Acme/Study"],
  ["git@github.com:acme/study.git", null, "acme/study"],
  ["ssh://git@gitlab.com:2222/group/sub/study", null, "group/sub/study"],
  ["https://ada:token@git.example.org/acme/study.git", node, "london-study"],
  ["https://git.example.org/acme/other.git", node, "acme/other"],
  ["/srv/git/study.git", null, null],
  ["file:///srv/git/study.git", null, null],
  ["not an address", null, null],
  [null, node, null],
])("%s", (origin, known, name) => {
  expect(nameOfRepository(origin, known)).toBe(name);
});
