import { describe, expect, test } from "vitest";
import { commandNames, findCommands } from "../../src/core/commands.ts";

const sha = "1".repeat(40);

function namesIn(body: string): readonly string[] {
  return findCommands(body).map((command) => (command.kind === "command" ? command.name : `mistake: ${command.text}`));
}

describe("commands stand one a line, at the line's start", () => {
  test.each(commandNames.filter((name) => name !== "approve" && name !== "adopt"))("%s", (name) => {
    expect(findCommands(`/countersign ${name}`)).toEqual([{ kind: "command", name, sha: null, line: 1 }]);
  });

  test.each(["approve", "adopt"])("%s takes a sha, as it is written", (name) => {
    expect(findCommands(`/countersign ${name} ABC`)).toEqual([{ kind: "command", name, sha: "ABC", line: 1 }]);
  });

  test("several lines, and what stands between them", () => {
    const body = `Fine by me.\r\n/countersign approve ${sha}\r\n\r\n/countersign merge  \rthanks`;
    expect(findCommands(body)).toEqual([
      { kind: "command", name: "approve", sha, line: 2 },
      { kind: "command", name: "merge", sha: null, line: 4 },
    ]);
  });

  test.each([
    ["within a line", "please /countersign hold"],
    ["after a space", " /countersign hold"],
    ["with another word's end", "/countersigned hold"],
    ["in capitals", "/Countersign hold"],
    ["without the slash", "countersign hold"],
    ["nowhere", ""],
  ])("not %s", (_, body) => {
    expect(findCommands(body)).toEqual([]);
  });

  test("tabs and more spaces are good between the words", () => {
    expect(namesIn("/countersign\thold")).toEqual(["hold"]);
    expect(namesIn(`/countersign   approve \t ${sha}`)).toEqual(["approve"]);
  });
});

test.each([
  ["comments of HTML that are left open", "<!-- --> <!--\n"],
  ["blocks of HTML with one", "<div><!--\n\n"],
  ["quotes of many paragraphs", ">>>\n\n"],
  ["quotes in quotes", "> ".repeat(50)],
  ["marks of emphasis", "*_"],
  ["images in images", "![[]()"],
])("a megabyte of %s is read to its end", (_, part) => {
  const body = `/countersign hold\n\n${part.repeat(Math.floor(1_000_000 / part.length))}`;
  expect(namesIn(body)).toEqual(["hold"]);
});

describe("what was meant as a command and is none", () => {
  test.each([
    ["/countersign aprove", "There is no command `aprove`. Did you mean `/countersign approve`?"],
    ["/countersign frobnicate", "There is no command `frobnicate`. `/countersign help` lists the commands."],
    ["/countersign", "No command was given. `/countersign help` lists the commands."],
    ["/countersign Approve", "There is no command `Approve`. Did you mean `/countersign approve`?"],
    ["/countersign approve", "`approve` needs the full sha: `/countersign approve <full sha>`."],
    ["/countersign adopt", "`adopt` needs the full sha: `/countersign adopt <full sha>`."],
    ["/countersign approve a b", "`approve` takes one sha and nothing else, not `b`."],
    ["/countersign merge now please", "`merge` takes nothing after it, not `now please`."],
  ])("%s", (body, message) => {
    expect(findCommands(body)).toEqual([
      { kind: "mistake", text: body.replace(/^\/countersign ?/, ""), message, line: 1 },
    ]);
  });
});

describe("outside code blocks, quotes and HTML comments", () => {
  const hold = "/countersign hold";

  test.each([
    ["a fence of backticks", `\`\`\`\n${hold}\n\`\`\``],
    ["a fence with a language", `\`\`\`sh\n${hold}\n\`\`\``],
    ["a fence of tildes", `~~~\n${hold}\n~~~`],
    ["an indented fence", `   \`\`\`\n${hold}\n   \`\`\``],
    ["a fence that is never closed", `\`\`\`\n\n${hold}`],
    ["a fence that a shorter one does not close", `\`\`\`\`\n\`\`\`\n${hold}\n\`\`\`\``],
    ["a fence that another mark does not close", `\`\`\`\n~~~\n${hold}\n\`\`\``],
    ["a fence that a line with a word does not close", `\`\`\`\n\`\`\` no\n${hold}\n\`\`\``],
    ["an indented block", `    ${hold}`],
    ["a quote", `> ${hold}`],
    ["a quote of many paragraphs, as GitLab has it", `>>>\nso?\n\n${hold}\n\nyes\n>>>`],
    ["one right after a quote", `> so?\n>>>\n\n${hold}\n>>>`],
    ["the paragraph that a quote began", `> so?\n${hold}`],
    ["a fence right after a quote", `> so?\n\`\`\`\n\n${hold}\n\`\`\``],
    ["an HTML comment", `<!--\n${hold}\n-->`],
    ["an HTML comment with an empty line", `<!--\n\n${hold}\n\n-->`],
    ["an HTML comment that begins within a line", `see <!-- this\n${hold}\n-->`],
    ["a processing instruction", `<?x\n\n${hold}\n?>`],
    ["CDATA", `<![CDATA[ >\n${hold}\n]]>`],
    ["a declaration", `<!DOCTYPE\n${hold}\n>`],
    ["an HTML comment that is never closed", `<!--\n${hold}`],
    ["a second HTML comment of a line", `<!-- a --> <!-- b\n${hold}\n-->`],
    ["a block of <pre>", `<pre>\n${hold}\n</pre>`],
    ["a block of <PRE class>", `<PRE class="x">\n\n${hold}\n</PRE>`],
    ["a quote in a list", `- > so?\n${hold}`],
    ["a quote in a numbered list", `1. > so?\n${hold}`],
    ["code over several lines", `see \`this\n${hold}\nthere\``],
    ["code after an escaped backtick", `\\\` \`\n${hold}\n\``],
    ["a comment after escaped backticks", `\\\` <!-- \\\`\n${hold}\n-->`],
    ["the title of a link", `[a](b "c\n${hold}\nd")`],
    ["the text of a link", `[a\n${hold}\n](b)`],
    ["an attribute", `see <a title="\n${hold}\n">this</a>`],
    ["a block of HTML", `<div title="\n${hold}\n">`],
    ["a comment in a comment's end", `<!-- <pre> -->x<!--\n${hold}\n-->`],
  ])("not in %s", (_, body) => {
    expect(findCommands(body)).toEqual([]);
  });

  test.each([
    ["after a fence", `\`\`\`\nx\n\`\`\`\n${hold}`],
    ["after a longer closing fence", `\`\`\`\nx\n\`\`\`\`\`  \n${hold}`],
    ["after code within a line", `\`\`\`x\`\`\`\n${hold}`],
    ["after a quote of many paragraphs", `>>>\nso?\n\nyes\n>>>\n${hold}`],
    ["after one that nothing ends, and an empty line", `>>>\nso?\n\n${hold}`],
    ["after a quote and an empty line", `> so?\n\n${hold}`],
    ["after an HTML comment", `<!-- x -->\n${hold}`],
    ["after a declaration", `<!DOCTYPE html>\n${hold}`],
    ["after an empty HTML comment", `<!-->\n${hold}`],
    ["after an HTML comment that ends within a line", `<!--\nx --> y\n${hold}`],
    ["after the words of a comment's start in code", `\`<!--\`\n${hold}`],
    ["after a block of <pre>", `<pre>\nx\n</pre>\n${hold}`],
    ["after <pre> on one line", `<pre>x</pre>\n${hold}`],
    ["after a block of HTML and an empty line", `<details>\n\n${hold}\n\n</details>`],
    ["after a backtick that nothing closes", `don\`t\n${hold}`],
    ["as a heading's first line", `${hold}\n---`],
    ["among words in other marks", `*so*\n${hold}`],
    ["in a list", `- so\n${hold}`],
    ["after four spaces of dots", `    \`\`\`\n${hold}`],
  ])("but %s", (_, body) => {
    expect(namesIn(body)).toEqual(["hold"]);
  });
});
