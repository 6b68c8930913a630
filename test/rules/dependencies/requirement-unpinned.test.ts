import { describe, expect, test } from "vitest";
import { requirementUnpinned } from "../../../src/rules/dependencies/requirement-unpinned.ts";
import type { FileSubject } from "../../../src/rules/subject.ts";
import { expectLinear } from "../../support/cost-of.ts";
import { dag, told } from "./inspect-dependencies.ts";

const path = "requirements.txt";
const sha = "0123456789abcdef".repeat(4);

describe("requirements", () => {
  test.each([
    ["a==1.0", []],
    ["a===1.0", []],
    ["a>=1,==1.5", []],
    ["a", ["1:1 `a` has no version."]],
    ["a>=1", ["1:1 `a` has no pinned version: `>=1` allows more than one."]],
    ["a==1.*", ["1:1 `a` has no pinned version: `==1.*` allows more than one."]],
    [`a @ https://x.example/a.whl`, ["1:1 `a` comes from a URL whose content can change."]],
    [`a @ https://x.example/a.whl#sha256=${sha}`, []],
    [`git+https://x.example/a@main#egg=a`, ["1:1 `a` comes from a URL whose content can change."]],
    [`git+https://x.example/a@${sha.slice(0, 40)}#egg=a`, []],
    [`a --hash=sha256:${sha}`, []],
    ["-e ./lib\n./other", []],
    ["git+https://x.example/a.git@main", ["1:1 This package comes from a URL whose content can change."]],
    ["git+https://x.example/a", ["1:1 This package comes from a URL whose content can change."]],
    [`git+https://x.example/a.git@${sha.slice(0, 40)}`, []],
    [
      "https://x.example/a.tar.gz ; python_version > '3'",
      ["1:1 This package comes from a URL whose content can change."],
    ],
    [`https://x.example/a.tar.gz#sha256=${sha}`, []],
    [`https://x.example/a.tar.gz --hash=sha256:${sha}`, []],
    ["-e git+https://x.example/a@main#egg=a", ["1:1 This package comes from a URL whose content can change."]],
    [`-e git+https://x.example/a@${sha.slice(0, 40)}#egg=a`, []],
    ["-e file:///srv/lib\nfile:///srv/other", []],
  ])("%s", async (text, wanted) => {
    expect(await told("DEP-006", text, { path })).toEqual(wanted);
  });
});

test("a constraints file pins", async () => {
  const text = "-c ../constraints.txt\na>=1\nb\n";
  const others = { "constraints.txt": "a==1.5\nb>=2\n" };
  expect(await told("DEP-006", text, { path: "docker/requirements.txt", others })).toEqual(["3:1 `b` has no version."]);
  expect(await told("DEP-006", "-c https://x.example/c.txt\na\n", { path })).toEqual([]);
  expect(await told("DEP-006", "a>=1\n", { path: "constraints.txt" })).toEqual([]);
});

test("pyproject.toml: a lock file beside it pins, extras and groups are left alone", async () => {
  const text = '[project]\ndependencies = ["a>=1"]\n[project.optional-dependencies]\nx = ["b"]\n';
  expect(await told("DEP-006", text, { path: "pyproject.toml" })).toHaveLength(1);
  expect(await told("DEP-006", text, { path: "pyproject.toml", others: { "uv.lock": "" } })).toEqual([]);
});

test("a docstring: tables and DAGs are no packages", async () => {
  const text = dag('"""X.\n\nDependencies:\n  - customers_daily\n  - pandas\n  - acme-tools>=1\n"""\nimport pandas');
  expect(await told("DEP-006", text)).toEqual([
    "5:5 `pandas` has no version.",
    "6:5 `acme-tools` has no pinned version: `>=1` allows more than one.",
  ]);
});

test("a docstring of very many names beside very many imports takes linear time", { timeout: 60_000 }, async () => {
  const span = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
  await expectLinear(500, (count) => {
    const numbers = Array.from({ length: count }, (_, at) => at);
    const plain = { specifier: "", url: null, marker: null, hasHash: false, group: null, span };
    const requirements = numbers.map((at) => ({ ...plain, name: `pack${at}`, key: `pack${at}` }));
    const imports = numbers.map((at) => ({ module: `other${at}.inner`, level: 0 }));
    const all = { path: "dags/a.py", tree: null, declared: null, inventory: null, imports };
    const subject = { ...all, dependencies: [{ form: "docstring", requirements, options: [] }] };
    const found = requirementUnpinned.checkFile?.(subject as unknown as FileSubject, {}); // the rest is not looked at
    expect(found?.findings).toEqual([]);
  });
});
