import { describe, expect, test } from "vitest";
import { details } from "../../src/core/render/markdown.ts";
import { renderMarkdown } from "./render-markdown.ts";

const render = (text: string) => String(renderMarkdown(text));

test("our own comments look as on a forge", () => {
  const text = render(
    `<!-- countersign:summary -->\n### Countersign: approved\n\n- ✅ **Approval**: by \`ada\`\n\n${details("Why", "- one\n  - two")}`,
  );
  expect(text).toContain("<h3>Countersign: approved</h3>");
  expect(text).toContain("<strong>Approval</strong>: by <code>ada</code>");
  expect(text).toMatch(/<details><summary>Why<\/summary>\s*<ul>[\s\S]*<li>two<\/li>[\s\S]*<\/details>/);
  expect(text).not.toContain("&lt;");
});

describe("a stranger's HTML is shown, not obeyed", () => {
  test.each([
    ["<script>alert(1)</script>", "&lt;script&gt;"],
    ["a <img src=x onerror=alert(1)> b", "&lt;img"],
    ["<details><summary><b onclick=x>w</b></summary>", "&lt;b onclick"],
    ["<!-- a --><script>alert(1)</script>", "&lt;script&gt;"],
    ["<details onToggle=alert(1)>", "&lt;details"],
  ])("%s", (given, shown) => {
    expect(render(given)).toContain(shown);
    expect(render(given)).not.toMatch(/<(script|img|b|details)\b/);
  });

  test("nor does a link or an image hold anything but an address", () => {
    expect(render("[a](javascript:alert(1)) ![b](https://example.org/b.png)")).toContain("<p>a b</p>");
    expect(render('[a](https://example.org/?x="y)')).toContain('<a href="https://example.org/?x=');
    expect(render("[a](/acme/study/pull/1)")).toContain('<a href="/acme/study/pull/1">a</a>');
  });
});
