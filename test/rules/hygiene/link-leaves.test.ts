import { expect, test } from "vitest";
import { toldOfChange } from "./inspect-hygiene.ts";

const inspect = (link: string, more: object = {}) =>
  toldOfChange("HYG-011", "dags/lib/x", { mode: "120000", link, ...more });

test.each([
  ["/etc/passwd", "is a place of the machine"],
  ["../../../x", "is outside of the repository"],
  ["../../../acme/dags/lib/y", "is outside of the repository"],
  ["./.././..//../x", "is outside of the repository"],
  ["a/../../../../dags/x", "is outside of the repository"],
  ["../../.git/config", "is in git's own folder"],
  ["../../.GIT/config", "is in git's own folder"],
  ["", "is nowhere"],
])("%s", async (link, why) => {
  expect(await inspect(link)).toEqual([`dags/lib/x The link \`dags/lib/x\` points to \`${link}\`, which ${why}.`]);
});

test.each(["y", "../y", "../../y", "./a//b", "../../.github/x", "a/../b"])("%s is good", async (link) => {
  expect(await inspect(link)).toEqual([]);
});

test("a link that is removed, and one that was not read", async () => {
  expect(await inspect("/etc", { status: "removed" })).toEqual([]);
  expect(await toldOfChange("HYG-011", "x", { mode: "120000" })).toEqual([]);
});
