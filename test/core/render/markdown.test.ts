import { describe, expect, test } from "vitest";
import { code, plain, shortRef } from "../../../src/core/render/markdown.ts";

describe("a stranger's text stays text", () => {
  test.each([
    ["dags/a.py", "`dags/a.py`"],
    ["a`b", "``a`b``"],
    ["`a`", "`` `a` ``"],
    ["two\nlines", "`two lines`"],
    ["dags/\u202egpj.py", "`dags/\\u{202e}gpj.py`"],
    ["", ""],
  ])("as code: %j", (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  test.each([
    ["<img src=x>", "\\<img src=x\\>"],
    ["[click](http://evil)", "\\[click\\](http://evil)"],
    ["@acme/everyone look", "@\u200bacme/everyone look"],
    ["fixes #7", "fixes \\#7"],
    ["&commat;acme/everyone", "\\&commat;acme/everyone"],
    ["a\n\n# b", "a \\# b"],
    ["ben\u202enoitca\u2069 ok\u200b", "ben\\\\u{202e}noitca\\\\u{2069} ok\\\\u{200b}"],
    ["مرحبا ben", "مرحبا ben"],
    ["no parameter `min_age` or `@ben`.", "no parameter `min_age` or `@ben`."],
    ["a lone ` and *", "a lone \\` and \\*"],
    ["`a` ` *b*", "`a` \\` \\*b\\*"],
    ["``a` *b*", "\\`\\`a\\` \\*b\\*"],
    ["`a`` *b*", "\\`a\\`\\` \\*b\\*"],
    ["\\`a` *b*", "\\\\\\`a\\` \\*b\\*"],
    ["$`\\href{x}`$", "$\\`\\\\href{x}\\`$"],
    ["$`x`$", "$\\`x\\`$"],
    ["` a `", "\\` a \\`"],
    ["`<!-- countersign:summary -->`", "\\`\\<\\!-- countersign:summary --\\>\\`"],
  ])("in a sentence: %j", (text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  test("a full ref is said short", () => {
    expect(shortRef("refs/heads/feature/x")).toBe("feature/x");
    expect(shortRef("refs/tags/main")).toBe("refs/tags/main");
  });
});
