import { expect, test } from "vitest";
import type { ContentLooks } from "../../../src/rules/changed-path.ts";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { toldOfChange } from "./inspect-hygiene.ts";

const inspect = (path: string, looks: ContentLooks) => toldOfChange("HYG-016", path, { looks });

test.each<[string, ContentLooks, string[]]>([
  ["x", { form: "program", what: "an ELF program" }, ["x `x` is an ELF program, which nobody can review."]],
  [
    "a.pyc",
    { form: "program", what: "compiled Python" },
    ["a.pyc `a.pyc` is compiled Python, which nobody can review."],
  ],
  ["a.whl", { form: "archive", what: null }, ["a.whl `a.whl` is a package, which nobody can review."]],
  ["a.zip", { form: "archive", what: null }, []],
  ["a.png", { form: "picture", what: null }, []],
  ["a.py", { form: "text", what: null }, []],
])("%s, %j", async (path, looks, expected) => {
  expect(await inspect(path, looks)).toEqual(expected);
});

test("one that is taken away, or that was too large to be read", async () => {
  const looks = { form: "program", what: "an ELF program" } as const;
  expect(await toldOfChange("HYG-016", "x", { looks, status: "removed" })).toEqual([]);
  expect(await toldOfChange("HYG-016", "x")).toEqual([]);
});

test("it is seen by the bytes of the file", async () => {
  const content = Buffer.concat([Buffer.from("7f454c460201", "hex"), Buffer.alloc(100)]);
  const changed = [
    { path: "x", previousPath: null, status: "added", mode: "100755", size: 106, kind: "other" },
  ] as const;
  const { findings } = await inspectTexts({ files: [{ path: "x", text: content }], known: { changed } });
  expect(findings.map(({ rule, path }) => `${rule} ${path}`)).toEqual(["HYG-016 x"]);
});
