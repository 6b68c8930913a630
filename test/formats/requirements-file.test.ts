import { describe, expect, test } from "vitest";
import { readRequirementsFile } from "../../src/formats/requirements-file.ts";
import { expectLinear } from "../support/cost-of.ts";

function read(text: string, path = "requirements.txt") {
  const { requirements, options, problems, isOpen, form } = readRequirementsFile(text, path);
  return {
    form,
    isOpen,
    wanted: requirements.map(({ key, specifier, url, marker, hasHash }) =>
      [key, specifier, url, marker, hasHash ? "#" : null].filter((part) => part !== null && part !== "").join(" "),
    ),
    options: options.map(({ name, value }) => `${name} ${value}`.trim()),
    problems: problems.map(({ line, column, message }) => `${line}:${column} ${message}`),
  };
}

describe("what pip takes", () => {
  const cases: readonly [text: string, wanted: readonly string[]][] = [
    ["requests", ["requests"]],
    ["Requests_OAuthlib.x==1.0", ["requests-oauthlib-x ==1.0"]],
    ["requests >= 2.8.1, == 2.8.*", ["requests >=2.8.1,==2.8.*"]],
    ["requests (>=2)", ["requests >=2"]],
    ["requests[security,tests] ~=2.8 ; python_version < '2.7'", ["requests ~=2.8 python_version < '2.7'"]],
    ["pip @ https://example.org/pip.zip#sha1=da9234ee", ["pip https://example.org/pip.zip#sha1=da9234ee"]],
    ["a @ https://example.org/a.zip ; os_name=='nt'", ["a https://example.org/a.zip os_name=='nt'"]],
    ["git+https://example.org/a.git@v1#egg=Acme_Tools", ["acme-tools git+https://example.org/a.git@v1#egg=Acme_Tools"]],
    ["https://example.org/acme-1.0-py3-none-any.whl", ["acme https://example.org/acme-1.0-py3-none-any.whl"]],
    ["a==1.0 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\nb", ["a ==1.0 #", "b"]],
    ["a==1 # why\n# b\n\n   c # d#e", ["a ==1", "c"]],
    ["a==1#not-a-comment", []],
    ["\uFEFFa==1\r\nb\r\n", ["a ==1", "b"]],
    ["a===1.0-weird", ["a ===1.0-weird"]],
    ["a \\\n# comment ends it\n==1", ["a"]],
    ["a!=2.1.*,<3", ["a !=2.1.*,<3"]],
  ];
  test.each(cases)("%j", (text, wanted) => {
    expect(read(text).wanted).toEqual(wanted);
  });
});

test("options, with and without a value", () => {
  const text =
    "-r base.txt\n--constraint=c.txt\n-cc2.txt\n--index-url https://example.org/simple --trusted-host example.org\n--pre\n--no-binary :all:\n-e ./lib";
  expect(read(text)).toEqual({
    form: "requirements",
    isOpen: false,
    wanted: [],
    options: [
      "requirement base.txt",
      "constraint c.txt",
      "constraint c2.txt",
      "index-url https://example.org/simple",
      "trusted-host example.org",
      "other",
      "other",
      "editable ./lib",
    ],
    problems: [],
  });
});

test("a bad line spoils no other, and says where it is", () => {
  const { wanted, problems } = read("a==1\nb=2\n  ??\n--what\n-r\nc>=\nd==1.x\ne[x==1\nf");
  expect(wanted).toEqual(["a ==1", "f"]);
  expect(problems).toEqual([
    "2:1 `=2` behind `b` is no version specifier.",
    "3:3 `??` does not begin with a package's name.",
    "4:1 `--what` is no option that a requirements file may have.",
    "5:1 There is no value behind `-r`.",
    "6:1 `>=` behind `c` is no version specifier.",
    "7:1 `==1.x` behind `d` is no version specifier.",
    "8:1 The extras of `e` are not a list in `[` and `]`.",
  ]);
});

test.each(["./lib", "../lib[x]", "/srv/lib", ".", "acme-1.0.tar.gz", "file:///srv/a", `a==$${"{VERSION}"}`])(
  "%s is a package whose name or version only the build knows",
  (text) => {
    expect(read(text)).toMatchObject({ wanted: [], problems: [], isOpen: true });
  },
);

test("spans are those of the entry", () => {
  const { requirements } = readRequirementsFile("# x\n  numpy==1.0 --hash=sha256:00 # y\n", "requirements.txt");
  expect(requirements[0]?.span).toEqual({ start: { line: 2, column: 3 }, end: { line: 2, column: 13 } });
});

test("constraints are told by their name", () => {
  expect(read("a==1", "docker/constraints-3.12.txt").form).toBe("constraints");
});

test.each(["a", "\\\n", " ", "a,"])("a long file of many a %j is read in linear time", async (part) => {
  await expectLinear(25_000, (size) => readRequirementsFile(`${part.repeat(size)}x\n`, "requirements.txt"));
});
