import { describe, expect, test } from "vitest";
import { areDisjoint } from "../../../src/rules/dependencies/compare-specifiers.ts";
import { expectLinear } from "../../support/cost-of.ts";
import { dag, told } from "./inspect-dependencies.ts";

describe("specifiers", () => {
  test.each([
    ["==1.0", "==1.0", false],
    ["==1.0", "==1", false],
    ["==1.0", "==1.1", true],
    [">=2", "<2", true],
    [">=2", "<=2", false],
    [">2", "<=2", true],
    [">2", "<2.1", false],
    [">=1,<2", ">=2", true],
    ["~=1.4", ">=2", true],
    ["~=1.4", ">=1.9", false],
    ["==1.*", "==1.5", false],
    ["==1.*", ">=2", true],
    ["!=1.0", "==1.0", true],
    ["!=1.0", ">=1.0,<1.1", false],
    ["<1.0", "<2.0", false],
    [">=1!1.0", "<5", true],
    ["==2.0rc1", ">=2", true],
    ["==2.0rc1", ">=2.0rc1", false],
    ["==1.0+cu118", "==1.0", false],
    ["", "==1", false],
    ["===x", "==1", false],
  ])("%s and %s", (one, other, wanted) => {
    expect(areDisjoint(one, other)).toBe(wanted);
    expect(areDisjoint(other, one)).toBe(wanted);
  });
});

test("twice in one file, whatever the spelling", async () => {
  expect(await told("DEP-007", "Acme.Tools==1\nacme_tools>=2\n", { path: "requirements.txt" })).toEqual([
    "2:1 `acme_tools>=2` and `Acme.Tools==1` (`requirements.txt:1`) cannot both be installed.",
  ]);
});

test("a project's own list, and its pyproject.toml", async () => {
  const project = '[project]\nname = "x"\ndependencies = ["a>=2"]\n[project.optional-dependencies]\nold = ["b<2"]\n';
  const lists = async (path: string) =>
    await told("DEP-007", "a==1.0\nb==2.0\n", { path, others: { "pyproject.toml": project } });
  expect(await lists("requirements.txt")).toEqual([
    "1:1 `a==1.0` and `a>=2` (`pyproject.toml:3`) cannot both be installed.",
  ]);
  expect(await lists("images/requirements.txt")).toEqual([]);
  expect(await lists("requirements-test.txt")).toEqual([]);
});

test("what is taken in with -r and -c, in circles too", async () => {
  const others = {
    "base.txt": "",
    "r/requirements.txt": "-r ../requirements.txt\n-c c/constraints.txt\n",
    "r/c/constraints.txt": "a<2\n",
  };
  expect(await told("DEP-007", "-r r/requirements.txt\na==2.1\n", { path: "requirements.txt", others })).toEqual([
    "2:1 `a==2.1` and `a<2` (`r/c/constraints.txt:1`) cannot both be installed.",
  ]);
});

test("a docstring, and the requirements of its folders, not of others", async () => {
  const text = dag('"""X.\n\nDependencies: pandas==1.5.3\n"""');
  expect(await told("DEP-007", text, { others: { "requirements.txt": "pandas==2.2.3\n" } })).toHaveLength(1);
  expect(await told("DEP-007", text, { others: { "web/requirements.txt": "pandas==2.2.3\n" } })).toEqual([]);
});

test("markers, extras and unrelated files are left alone", async () => {
  const text = 'a==1; python_version < "3.10"\na==2; python_version >= "3.10"\n';
  expect(await told("DEP-007", text, { path: "requirements.txt" })).toEqual([]);
  expect(
    await told("DEP-007", "a==1\n", { path: "requirements.txt", others: { "other/requirements.txt": "a==2\n" } }),
  ).toEqual([]);
  const project = '[project]\ndependencies = ["a==1"]\n[dependency-groups]\ndev = ["a==2"]\n';
  expect(await told("DEP-007", project, { path: "pyproject.toml" })).toEqual([]);
});

test.each([
  // Both hold on the node, with its Python 3.12.
  ['a==1; python_version >= "3.9"\na==2; sys_platform == "linux"\n', 1],
  ['a==1; python_version >= "3.9"\na==2\n', 1],
  ['a==1; python_version < "3.9"\na==2\n', 0],
  ['a==1; platform_machine == "arm64"\na==2\n', 0],
  // Wherever one is wanted, so is the other.
  ['a==1; platform_machine == "arm64"\na==2; platform_machine == "arm64"\n', 1],
  ['a==1; platform_machine == "arm64"\na==2; platform_machine == "x86_64"\n', 0],
  ['a==1; python_version < "3.9"\na==2; python_version < "3.9"\n', 0],
])("environment markers: %s", async (text, expected) => {
  expect(await told("DEP-007", text, { path: "requirements.txt", hasNode: true })).toHaveLength(expected);
});

test("whether a marker holds cannot be known without the node", async () => {
  const text = 'a==1; python_version >= "3.9"\na==2\n';
  expect(await told("DEP-007", text, { path: "requirements.txt" })).toEqual([]);
});

test("of very many entries of one package each is held against few", { timeout: 60_000 }, async () => {
  const write = (count: number) => Array.from({ length: count }, (_, at) => `acme>=1.${at}\n`).join("");
  await expectLinear(150, async (count) => {
    expect(await told("DEP-007", write(count), { path: "requirements.txt" })).toEqual([]);
  });
});
