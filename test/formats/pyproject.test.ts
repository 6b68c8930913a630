import { expect, test } from "vitest";
import { readPyproject } from "../../src/formats/pyproject.ts";
import { expectLinear } from "../support/cost-of.ts";

function read(text: string) {
  const { requirements, problems, isOpen } = readPyproject(text, "pyproject.toml");
  return {
    isOpen,
    wanted: requirements.map(
      ({ key, specifier, group, url, span }) =>
        `${span.start.line}:${span.start.column} ${[key, specifier, url, group].filter(Boolean).join(" ")}`,
    ),
    problems: problems.map(({ line, column, message }) => `${line}:${column} ${message}`),
  };
}

test("dependencies, extras and groups", () => {
  const text = `[project]
name = "a"
dependencies = [
  "numpy>=1.26,<3", # why
  'pandas==2.2.2',
]
[project.optional-dependencies]
s3 = ["boto3"]
[dependency-groups]
dev = ["pytest", { include-group = "lint" }]
[tool.uv]
dev-dependencies = ["ruff==0.1"]
`;
  expect(read(text)).toEqual({
    isOpen: false,
    wanted: ["4:4 numpy >=1.26,<3", "5:4 pandas ==2.2.2", "8:8 boto3 s3", "10:9 pytest dev", "12:22 ruff ==0.1 dev"],
    problems: [],
  });
});

test("Poetry's own tables and signs", () => {
  const text = `[tool.poetry.dependencies]
python = "^3.11"
requests = "^2.31"
tiny = "^0.0.3"
tilde = "~1.2.3"
exact = "1.0"
any = "*"
table = { version = ">=1", extras = ["x"] }
vcs = { git = "https://example.org/a.git", rev = "abc" }
[tool.poetry.group.dev.dependencies]
pytest = "^8"
`;
  expect(read(text).wanted).toEqual([
    "3:1 requests >=2.31,<3",
    "4:1 tiny >=0.0.3,<0.0.4",
    "5:1 tilde >=1.2.3,<1.3",
    "6:1 exact ==1.0",
    "7:1 any",
    "8:1 table >=1",
    "9:1 vcs git+https://example.org/a.git@abc",
    "11:1 pytest >=8,<9 dev",
  ]);
});

test("what is wrong is told on its line", () => {
  expect(read('[project]\ndependencies = [\n  "a==1",\n  "b = 2",\n]\n').problems).toEqual([
    "4:4 In a dependency, `= 2` behind `b` is no version specifier.",
  ]);
  const { problems, isOpen } = read("[project\n");
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^1:\d+ It is no TOML: /);
  expect(isOpen).toBe(true);
});

test("dynamic dependencies are open", () => {
  expect(read('[project]\ndynamic = ["version", "dependencies"]\n').isOpen).toBe(true);
});

test.each(["", "[project]\ndependencies = 3", "project = 1", '[tool]\npoetry = "x"', `x = ${"[".repeat(5000)}`])(
  "%j is no crash",
  (text) => {
    expect(read(text).wanted).toEqual([]);
  },
);

test("many strings and keys that cannot be found again are read in linear time", async () => {
  await expectLinear(500, (size) => {
    const escaped = Array.from({ length: size }, (_, index) => `"a\\u0041${index}"`).join(",");
    const keys = Array.from({ length: size }, (_, index) => `"a\\u0041${index}" = "1"`).join("\n");
    const rest = "x".repeat(150 * size);
    const text = `[project]\ndependencies = [${escaped}]\n[tool.poetry.dependencies]\n${keys}\n# ${rest}\n`;
    expect(readPyproject(text, "pyproject.toml").requirements).toHaveLength(2 * size);
  });
});
