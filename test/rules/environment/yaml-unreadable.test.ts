import { expect, test } from "vitest";
import { toldBy } from "./told-by.ts";

const told = (text: string, path?: string) => toldBy("ENV-001", text, path === undefined ? {} : { path });

test.each([
  ["a key that is set twice", "a: 1\nb: 2\na: 3\n", ["3:1 The key `a` is set twice."]],
  ["in each document", "a: 1\n---\nb: 1\nb: 2\n", ["4:1 The key `b` is set twice."]],
  ["also where YAML 1.1 makes them equal", "yes: 1\ntrue: 2\n", ["2:1 The key `true` is set twice."]],
  ["a tab as indentation", "a:\n\tb: 1\n", ["2:1 The file is not YAML: a tab is used for indentation; use spaces."]],
  [
    "grammar",
    "a: b: c\n",
    [
      "1:4 The file is not YAML: a text with `: ` in it must stand in quotes, and nothing else begins on the line of a key.",
    ],
  ],
  ["an alias that names nothing", "a: *b\n", ["1:4 The alias `*b` names no anchor."]],
  ["an alias in itself", "a: &a [*a]\n", ["1:1 An alias (`*name`) stands inside of what it names."]],
  ["a merge of what is no map", "a:\n  <<: 5\n", ["2:3 The merge key `<<` must be given a map, or a list of maps."]],
])("%s", async (_, text, expected) => {
  expect(await told(text)).toEqual(expected);
});

test.each([
  ["several documents, empty ones too", "---\na: 1\n---\n---\nb: 2\n"],
  ["carriage returns and a byte-order mark", "\uFEFFa: 1\r\nb:\r\n  - c\r\n"],
  [
    "anchors and merges, as many as people write",
    `x: &x {a: 1}\n${Array.from({ length: 300 }, (_, i) => `k${i}: {<<: *x}`).join("\n")}\n`,
  ],
  ["a template", "a: {{ .Values.a }}\n{{- if .Values.b }}\nb: [\n{{- end }}\n"],
  ["JSON that is for something else", "{ // a comment\n"],
  ["nothing at all", "# nothing\n"],
])("says nothing wrong of %s", async (_, text) => {
  const all = await told(text, text.startsWith("{") ? "charts/a/files/a.json" : "charts/a/templates/a.yaml");
  expect(all.filter((one) => !one.startsWith("open: "))).toEqual([]);
});

test("of a template, and of what some readers take, it is open", async () => {
  expect(await told("a: {{ .Values.a }}\n", "charts/a/templates/a.yaml")).toEqual([
    "open: it is a template, and only Helm, with the chart's values, can tell what it renders to",
  ]);
  expect(await told("a: {{ .Values.a }}\n", "charts/a/other.yaml")).toHaveLength(1);
  expect(await told("a:\n  b: 'x\n  y'\n")).toEqual([
    "open: a quoted text goes on at a line that is indented too little, which not every reader of YAML takes",
  ]);
});

test("aliases that multiply, and nesting without end, are told and cost little", async () => {
  const keys = "abcdefghij".split("");
  const bomb = [
    "a: &a [x]",
    ...keys.slice(1).map((key, i) => `${key}: &${key} [${Array(9).fill(`*${keys[i]}`).join(",")}]`),
  ];
  const [aliases] = await told(`${bomb.join("\n")}\n`);
  expect(aliases).toContain("more than 200,000 values");
  expect(await told("[".repeat(50_000))).toEqual([expect.stringContaining("nested too deeply")]);
  expect(await told(`a: ${"x".repeat(3_200_000)}`)).toEqual([
    "1:1 The file has 3.1 MB; at most 3 MB of YAML are read.",
  ]);
});
