import { describe, expect, test } from "vitest";
import { chooseOwners, choosePolicyBot, type ImportFile } from "../../../src/policy/import/choose-file.ts";

const owners = (...paths: readonly [string, ...string[]]) =>
  paths.map((path) => ({ path, text: `# ${path}` })) as [ImportFile, ...ImportFile[]]; // one for each path

describe("of several CODEOWNERS files", () => {
  test.each([
    ["github", ["docs/CODEOWNERS", "CODEOWNERS", ".github/CODEOWNERS"], ".github/CODEOWNERS"],
    ["github", ["docs/CODEOWNERS", "CODEOWNERS"], "CODEOWNERS"],
    ["github", ["study/docs/CODEOWNERS", "study/CODEOWNERS"], "study/CODEOWNERS"],
    ["github", [".gitlab/CODEOWNERS", "docs/CODEOWNERS"], "docs/CODEOWNERS"],
    ["gitlab", [".gitlab/CODEOWNERS", "docs/CODEOWNERS"], "docs/CODEOWNERS"],
    ["gitlab", [".gitlab/CODEOWNERS", "docs/CODEOWNERS", "CODEOWNERS"], "CODEOWNERS"],
    ["gitlab", ["other", ".gitlab/CODEOWNERS"], ".gitlab/CODEOWNERS"],
  ] as const)("on %s, of %j: %s", (forge, paths, wanted) => {
    const [first, ...others] = paths;
    const { path, text, notes } = chooseOwners(owners(first, ...others), forge);
    expect({ path, text }).toEqual({ path: wanted, text: `# ${wanted}` });
    expect(notes).toEqual([expect.stringContaining(`${wanted} is taken: `)]);
    for (const aside of paths.filter((one) => one !== wanted)) expect(notes.join()).toContain(`\`${aside}\``);
  });

  test("a single one needs no word", () => {
    expect(chooseOwners(owners("given"), "github")).toEqual({ path: "given", text: "# given", notes: [] });
  });
});

describe("of several files of policy-bot", () => {
  const own = { path: ".policy.yml", text: "policy: { approval: [a] }\n" };
  const remote = { path: ".policy.yml", text: "remote: acme/policies\n" };
  const shared = { path: "policies/policy.yml", text: "policy: { approval: [b] }\n" };

  test("the repository's own is taken", () => {
    const { text, notes } = choosePolicyBot([own, shared]);
    expect(text).toBe(own.text);
    expect(notes).toEqual([
      expect.stringMatching(/^\.policy\.yml is taken: .* Left aside: `policies\/policy\.yml`\.$/),
    ]);
  });

  test("the next one, where it only names another", () => {
    const { text, notes } = choosePolicyBot([remote, shared]);
    expect(text).toBe(shared.text);
    expect(notes).toEqual(['policies/policy.yml is taken for the policy of "acme/policies", which .policy.yml names.']);
  });

  test("a single one needs no word, whatever it says", () => {
    expect(choosePolicyBot([remote])).toEqual({ ...remote, notes: [] });
  });
});
