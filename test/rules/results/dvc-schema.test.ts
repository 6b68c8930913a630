import { expect, test } from "vitest";
import { brief, inspectTexts } from "../../analysis/inspect-texts.ts";

const inspect = (path: string, text: string) => inspectTexts({ files: [{ path, text }] });

test("a crafted digest stands on its line", async () => {
  const { findings } = await inspect("results/a.dvc", "outs:\n- md5: ../../x\n  path: ../a\n");
  expect(brief(findings)).toEqual([
    "DVC-001 2:8 `md5` must be 32 hex digits in lower case, with `.dir` for a directory.",
    "DVC-001 3:9 The path `../a` has `..`; an output must stay beside its `.dvc` file.",
  ]);
});

test("a dvc.lock is read as such", async () => {
  const { findings } = await inspect("results/dvc.lock", "schema: '1.0'\nstages: {}\n");
  expect(brief(findings)).toEqual(["DVC-001 1:9 `schema` must be `2.0`, not `1.0`."]);
});

test("a .dvc file of another kind is not looked at", async () => {
  expect((await inspect("notes/a.dvc", "x: 1\n")).findings).toEqual([]);
});
