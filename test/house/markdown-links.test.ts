import { describe, expect, test } from "vitest";
import { anchorsOf, linksIn } from "./markdown-links.ts";

describe("links in Markdown", () => {
  test.each([
    ["inline", "see [this](docs/a.md#b) and ![that](x.svg)", ["docs/a.md#b", "x.svg"]],
    ["with a title", `[this](a.md "A")`, ["a.md"]],
    ["by reference", "[this]\n\n[this]: a.md\n", ["a.md"]],
    ["HTML", `<img src="a.svg"> <a href="b.md">b</a>`, ["a.svg", "b.md"]],
    ["not in code", "`[x](y)`\n\n```\n[x](y)\n```\n", []],
  ])("%s", (_, markdown, links) => {
    expect(linksIn(markdown)).toEqual(links);
  });

  test("anchors are made as GitHub makes them", () => {
    expect(anchorsOf("# A B\n## `c`: d?\n## A B\n```\n# no\n```\n")).toEqual(["a-b", "c-d", "a-b-1"]);
  });
});
