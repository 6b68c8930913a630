import { describe, expect, test } from "vitest";
import { readPolicy } from "../../src/policy/read-policy.ts";

function read(groups: string) {
  return readPolicy(`version: 1\npeople: { a: { groups: ${groups} } }\n`, { path: "p.yml", presets: {} });
}

function problemsOf(groups: string): readonly string[] {
  const reading = read(groups);
  return "problems" in reading
    ? reading.problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
    : [];
}

describe("groups of GitLab, with the access that somebody needs there", () => {
  test.each<readonly [string, readonly string[]]>([
    ["acme/data", ["group:acme/data"]],
    ["{ path: acme/data, access: maintainer }", ["group:acme/data:maintainer"]],
    ["[acme, { path: acme/data, access: guest }]", ["group:acme", "group:acme/data:guest"]],
  ])("%s", (text, keys) => {
    expect(read(text)).toMatchObject({ policy: { people: [{ name: "a", keys }] } });
  });

  test.each<readonly [string, RegExp]>([
    ["acme/data:maintainer", /^2:24 A group of GitLab is a full path/],
    ["{ path: acme/data }", /^2:24 .*access/],
    ["{ path: acme/data, access: boss }", /^2:24 .*`owner`, not `boss`/],
    ["{ path: acme/data, access: owner, id: 2 }", /^2:58 .*`id`/],
    ["{ path: /acme, access: owner }", /^2:24 A group of GitLab is a full path/],
  ])("%s is refused on its place", (text, problem) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(problem)]);
  });
});
