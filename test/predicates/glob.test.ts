import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileGlobs, compileGlobsBelow, compileMatcher, objectToGlob } from "../../src/predicates/glob.ts";
import { fuzzed } from "../support/fuzzed.ts";

const oddPart = fc.constantFrom(
  ...["a", "b", "p", "*", "**", "?", "??*", "a*", "\\*", "a**b", "a**", "***", "*.*", ".*", "a+", "a$", "a[b]", "-"],
  ...[
    "a|b",
    "a|",
    "[a|b]",
    "{a|b,a}",
    "a\\\\|b",
    "[.-9]",
    "a[.-9]b",
    "[!b-z]*",
    "[[:punct:]]",
    "[^[:alpha:]]*",
    "{a,b}+",
    '"a"',
  ],
  ...["{a,b}", "{a/b,b}", "{b,a*}", "{a,**}", "{a/**,b}", "{.,[!.]}*", "{,a}b", "{1..3}", "{[ab],?}"],
  ...["[ab]", "[!a]", "[^p]*", "[!.]*", "[!p]**", "[[:alpha:]]", "[a/b]", "[a-b]", "[*]", "[]a]", "\\[a\\]"],
);
const oddName = fc.oneof(
  fc.constantFrom(
    "a",
    "b",
    "ab",
    "*",
    "axb",
    ".a",
    "p",
    "patients.py",
    "a[b]",
    "[a]",
    "a+",
    "a$",
    "a|b",
    "a\\",
    '"a"',
    "1",
    "-",
    "...",
    "a\nb",
    "é",
  ),
  fc
    .string({ minLength: 1, maxLength: 3, unit: fc.constantFrom("a", ".", "*", "\\", "{", "]", " ", "\n") })
    .filter((one) => !/^\.\.?$/.test(one)),
);

describe("globs are anchored and case-sensitive, and match dot files", () => {
  test.each([
    ["dags/**/*.py", "dags/a.py", true],
    ["dags/**/*.py", "dags/x/y/a.py", true],
    ["dags/**/*.py", "dags/.hidden/.a.py", true],
    ["dags/**/*.py", "x/dags/a.py", false],
    ["dags/**/*.py", "dags/a.pyc", false],
    ["dags/**/*.py", "Dags/a.py", false],
    ["dags/**", "dags/a", true],
    ["dags/**", "dags", false],
    ["dags/**", "dagsx/a", false],
    ["**/x", "x", true],
    ["**/x", "a/b/x", true],
    ["**", "a/b", true],
    ["*.py", "a.py", true],
    ["*.*", "a.", true],
    ["**/*.*", "a.", true],
    ["*.py", "a/b.py", false],
    ["a?c", "abc", true],
    ["a?c", "a/c", false],
    ["a/{b,c}/*", "a/c/x", true],
    ["a/{b,c}/*", "a/d/x", false],
    ["a/[xy]", "a/x", true],
    ["a/[!xy]", "a/x", false],
    ["a/[!xy]", "a/z", true],
    ["a/[^xy]", "a/x", false],
    ["a[!b]c", "a/c", false],
    ["a/\\[!x]", "a/[!x]", true],
    ["a/\\*", "a/*", true],
    ["a/\\*", "a/b", false],
    ["a \\(1\\)/*", "a (1)/b", true],
    ["dags/**", "dags/a\nb", true],
    ["**/*.py", "a\nb/c\n.py", true],
    ["*", "a\nb", true],
    ["a.py", "a.py", true],
    ["a.py", "axpy", false],
    ["a+b", "a+b", true],
    ["a+b", "aab", false],
    ["a$", "a$", true],
    ["a[b]", "ab", true],
    ["a[b]", "a[b]", true],
    ["a[b]", "a[c]", false],
    ["plugs|docs/**", "plugs", false],
    ["plugs|docs/**", "docs/a", false],
    ["plugs|docs/**", "plugs|docs/a", true],
    ["{a|b,c}", "a", false],
    ["{a|b,c}", "a|b", true],
    ["[a|b]", "|", true],
    ["a\\|b", "a|b", true],
    ["a\\\\|b", "a\\|b", true],
    ["a\\\\|b", "b", false],
    ["{a,b}+", "ab", false],
    ["{a,b}+", "a+", true],
    ["[ab]+", "ab", false],
    ['"a"', "a", false],
    ['"a"', '"a"', true],
    ["dags[.-9]evil.py", "dags/evil.py", false],
    ["dags[.-9]evil.py", "dags5evil.py", true],
    ["dags[/]evil.py", "dags/evil.py", false],
    ["dags[!a-z]evil.py", "dags/evil.py", false],
    ["dags[[:punct:]]evil.py", "dags/evil.py", false],
    ["dags[[:punct:]]evil.py", "dags-evil.py", true],
    ["dags[^[:alpha:]]evil.py", "dags/evil.py", false],
    ["dags{[.-9],x}evil.py", "dags/evil.py", false],
    ["a[\\]-z]b", "a]b", true],
  ])("%s on %j: %s", (glob, path, answer) => {
    expect(compileGlobs([glob])(path)).toBe(answer);
  });

  test("a path that is written as the glob is", () => {
    expect(compileGlobs(["{a,b}.txt"])("{a,b}.txt")).toBe(true);
    expect(compileGlobs(["{a,b}.txt"])("{a,c}.txt")).toBe(false);
  });

  test("any of several", () => {
    expect(compileGlobs(["a", "b"])("b")).toBe(true);
    expect(compileGlobs([])("b")).toBe(false);
  });
});

describe("what is below a folder, link or submodule could be matched by a glob", () => {
  test.each([
    ["plugins/**", "plugins", true],
    ["plugins/**", "plugins/x", true],
    ["plugins/**", "plugin", false],
    ["plugins/*", "plugins", true],
    ["plugins/*", "plugins/x", false],
    ["plugins", "plugins", false],
    ["dags/**/*.py", "dags/x.py", true],
    ["dags/**/*.py", "lib", false],
    ["**/*.sql", "anything", true],
    ["*/x", "a", true],
    ["*/x", "a/x", false],
    ["a?/x", "ab", true],
    ["a?/x", "b", false],
    ["{a,b}/c/d", "b/c", true],
    ["{a,b}/c/d", "c", false],
    ["{a/b,c}/d", "a", true],
    ["[ab]/c", "b", true],
    ["a\\*/b", "a*", true],
    ["app/[id]/page", "app/[id]", true],
    ["{a[}]b/c,d}/e", "a}b", true],
  ])("%s, of %s: %s", (glob, path, answer) => {
    expect(compileGlobsBelow([glob])(path)).toBe(answer);
  });

  test("never says no where one is", () => {
    const globs = fc.array(oddPart, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("/"));
    const names = fc.array(oddName, { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(globs, names, fc.nat(4), (glob, path, cut) => {
        fc.pre(compileGlobs([glob])(path.join("/")));
        const above = path.slice(0, 1 + (cut % (path.length - 1))).join("/");
        expect(compileGlobsBelow([glob])(above), `${glob} on ${path.join("/")} below ${above}`).toBe(true);
      }),
      fuzzed(600),
    );
  });
});

describe("that all below a folder, link or submodule is matched is proved by the glob alone", () => {
  test.each<readonly [string, string, boolean]>([
    ["**", "a", true],
    ["vendor/**", "vendor", true],
    ["vendor/**", "vendor/a/b", true],
    ["vendor/**", "vendored", false],
    ["*/**", "vendor", true],
    ["**/vendor/**", "a/vendor", true],
    ["**/**", "vendor", true],
    ["{vendor,lib/x}/**", "lib/x/y", true],
    ["{vendor,lib/x}/**", "lib", false],
    ["[uv]endor/**", "vendor", true],
    ["ven\\*/**", "ven*", true],
    ["vendor/*", "vendor", false],
    ["vendor/[!p]*", "vendor", false],
    ["vendor/??*/**", "vendor", false],
    ["vendor/[!p]**", "vendor", false],
    ["vendor/**/*", "vendor", false],
    ["vendor/{.,[!.]}**", "vendor", false],
    ["vendor/**/[!.]*", "vendor", false],
    ["ven**/**", "vendor", false],
    ["ven**/x/**", "vendor/x", false],
    ["{vendor/**,lib/**}", "vendor", false],
    ["vendor[s]/**", "vendor[s]", true],
    ["vendor\\/**", "vendor", false],
    ["plugs|docs/**", "plugs", false],
    ["plugs|docs/**", "docs", false],
    ["plugs|docs/**", "plugs|docs", true],
    ["plugs\\\\|docs/**", "docs", false],
    ["a[.-9]b/**", "a/b", false],
  ])("%s, of %s: %s", (glob, path, answer) => {
    expect(compileMatcher([glob]).matchesAllBelow(path)).toBe(answer);
    expect(compileMatcher(["other/**", glob]).matchesAllBelow(path)).toBe(answer);
  });

  test("several globs do not prove it together, however deep they go", () => {
    const deep = ["vendor", "vendor/*", "vendor/*/*", "vendor/*/*/*", "vendor/*/*/*/*"];
    expect(compileMatcher(deep).matchesAllBelow("vendor")).toBe(false);
  });

  test("never says yes where anything is left out", () => {
    const globs = fc.array(oddPart, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
    const all = fc
      .tuple(globs, fc.constantFrom("", "/**", "/**", "/**/**", "/**/*", "**", "/[!p]**"))
      .map(([a, b]) => a + b);
    const names = fc.array(oddName, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
    let proved = 0;
    fc.assert(
      fc.property(
        fc.array(all, { minLength: 1, maxLength: 3 }),
        names,
        fc.array(names, { minLength: 8 }),
        (said, path, below) => {
          fc.pre(said.every((glob) => objectToGlob(glob) === null));
          const { matches, matchesAllBelow } = compileMatcher(said);
          if (!matchesAllBelow(path)) return;
          proved += 1;
          for (const one of below) expect(matches(`${path}/${one}`), `${said.join(" ")} on ${path}/${one}`).toBe(true);
        },
      ),
      fuzzed(800),
    );
    expect(proved).toBeGreaterThan(20);
  });
});

describe("a bad glob", () => {
  test.each([
    ["", "is empty"],
    ["[a", "has no closing ]"],
    ["{a,b", "has no closing }"],
    ["a]", "has no opening ["],
    ["[z-a]", "is not a glob"],
    ["!a", "begins with `!`, which is not for globs; use `not`"],
    ["/a", "begins with `/`; paths are relative to the repository"],
    ["a/", "ends with `/`, and so matches no file; write `/**` for all that is in a folder"],
    ["a/../b", "has an empty, `.` or `..` part"],
    ["./a", "has an empty, `.` or `..` part"],
    ["a//b", "has an empty, `.` or `..` part"],
    ["@(a|b)", "has a parenthesis; write `{a,b}` for alternatives, or `\\(` for the character"],
    ["a\\", "ends with `\\`, with nothing behind it to take as it is"],
    ["{1..20}", "has `..` within braces, which is no range here; write `{1,2,3}`, or `[1-3]` for one character"],
    [
      "a/{b,c{x..z}}/**",
      "has `..` within braces, which is no range here; write `{1,2,3}`, or `[1-3]` for one character",
    ],
    ["{a\\..c}", "has `..` within braces, which is no range here; write `{1,2,3}`, or `[1-3]` for one character"],
    ["a\\\\\\\\b", "has four `\\` in a row"],
    ["x".repeat(501), "has more than 500 characters"],
    ["*a".repeat(21), "has more than 20 stars"],
  ])("%s %s", (glob, objection) => {
    expect(objectToGlob(glob)).toBe(objection);
  });

  test.each([
    "a",
    "**",
    "dags/**/*.py",
    "a/\\*",
    "[ab]/{c,d}",
    "x".repeat(500),
    "*a".repeat(20),
    `${"**/".repeat(20)}a`,
    "a\\(b\\)",
    "a..b",
    "{a,b}..c",
    "\\{a..b\\}",
    "{[..],a}",
    "{a.b,c.d}",
    "plugs|docs",
    '{a,"b}',
  ])("%s is good", (glob) => {
    expect(objectToGlob(glob)).toBeNull();
  });
});

test("a dollar is a letter like others, also where there are several", () => {
  const matched = (glob: string) => ["$", "$$", "a$b", "a$$b", "x/q$$"].filter(compileGlobs([glob]));
  expect(["$", "$$", "a$$b", "x/*$$"].map(matched)).toEqual([["$"], ["$$"], ["a$$b"], ["x/q$$"]]);
});

test("a class, whatever it holds, matches no slash, and no sign but two stars does", () => {
  const sign = fc.constantFrom(
    "[.-9]",
    "[!a]",
    "[^b]",
    "[[:punct:]]",
    "[^[:alpha:]]",
    "[ -~]",
    "{[.-9],a}",
    "a|",
    "?",
    "*",
    "a+",
  );
  const name = fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom("a", "b", "/", "|", ".", "5", "\\") });
  fc.assert(
    fc.property(fc.array(sign, { minLength: 1, maxLength: 4 }), name, (signs, path) => {
      fc.pre(!signs.join("").includes("**"));
      const matched = compileGlobs([signs.join("")])(path);
      expect(matched && path.includes("/"), `${signs.join("")} on ${path}`).toBe(false);
    }),
    fuzzed(800),
  );
});
