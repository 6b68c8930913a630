import { expect, test } from "vitest";
import { compareLink } from "../../../src/core/render/compare-link.ts";

const [from, to] = ["a".repeat(40), "b".repeat(40)];
const github = "https://github.com/acme/study/pull/7";
const gitlab = "https://gitlab.example.org/acme/data/study/-/merge_requests/7";

test.each([
  ["github", github, false, `https://github.com/acme/study/compare/${from}...${to}`],
  ["github", github, true, `https://github.com/acme/study/compare/${from}..${to}`],
  ["gitlab", gitlab, false, `https://gitlab.example.org/acme/data/study/-/compare/${from}...${to}`],
  ["gitlab", gitlab, true, `https://gitlab.example.org/acme/data/study/-/compare/${from}...${to}?straight=true`],
] as const)("what changed since an approval, on %s (%s, forced: %s)", (forge, webUrl, isForced, link) => {
  expect(compareLink(forge, webUrl, from, to, isForced)).toBe(link);
});

test.each([
  ["an address of another form", "https://github.com/acme/study", from],
  ["no address", "", from],
  ["a script", "javascript:alert(1)/pull/7", from],
  ["an address that would end the link", "https://x.example/a) [b](c/pull/7", from],
  ["a sha that somebody wrote by hand", github, "this](x"],
])("no link for %s", (_, webUrl, sha) => {
  expect(compareLink("github", webUrl, sha, to, false)).toBeNull();
});
