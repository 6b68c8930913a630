import { mkdirSync, readdirSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { prepareLayout } from "../../../src/targets/dag-directory/layout.ts";
import { switchLink } from "../../../src/targets/dag-directory/live-link.ts";
import { recoverState } from "../../../src/targets/dag-directory/recover.ts";
import { splitRetired } from "../../../src/targets/dag-directory/settle.ts";
import { type DirectoryState, freshState } from "../../../src/targets/dag-directory/state-file.ts";
import { temporaryDirectory } from "../../git/repository.ts";

const old = { slot: "1", commit: "a".repeat(40), tree: "b".repeat(40) };
const next = { slot: "2", commit: "c".repeat(40), tree: "d".repeat(40) };
const switching: DirectoryState = { ...freshState, nextSlot: 3, live: old, pending: next };

function setUp(shown: string | null) {
  const layout = prepareLayout({ path: join(temporaryDirectory(), "dags"), namespace: "study", state: null });
  for (const slot of ["1", "2"]) mkdirSync(join(layout.slots, slot));
  if (shown !== null) switchLink(layout, shown);
  return layout;
}

test("a crash after the journal and before the link: the switch did not happen", () => {
  const layout = setUp("1");
  expect(recoverState(layout, switching, 5)).toMatchObject({ live: old, pending: null, retired: [] });
  expect(readlinkSync(layout.link)).toMatch(/slots\/1$/);
});

test("a crash after the link and before the record: it did happen, and readers may still be in the old slot", () => {
  const layout = setUp("2");
  expect(recoverState(layout, switching, 5)).toMatchObject({
    live: next,
    pending: null,
    retired: [{ slot: "1", commit: old.commit, at: 5 }],
  });
});

test("a first switch that was interrupted leaves nothing live, or the new slot", () => {
  const first = { ...switching, live: null };
  expect(recoverState(setUp(null), first, 5)).toMatchObject({ live: null, pending: null });
  expect(recoverState(setUp("2"), first, 5)).toMatchObject({ live: next, retired: [] });
});

test("a link that is missing or was turned elsewhere is turned back to what is recorded", () => {
  for (const shown of [null, "2"]) {
    const layout = setUp(shown);
    expect(recoverState(layout, { ...switching, pending: null }, 5)).toMatchObject({ live: old });
    expect(readlinkSync(layout.link)).toMatch(/slots\/1$/);
  }
});

test("half-written files go, and a number is never given to two slots", () => {
  const layout = setUp("2");
  writeFileSync(join(layout.staging, "next"), "half");
  mkdirSync(join(layout.slots, "41"));
  expect(recoverState(layout, freshState, 5)).toMatchObject({ live: null, nextSlot: 42 });
  expect(readdirSync(layout.staging)).toEqual([]);
});

test("a slot is free after the quiet time, unless it is one of the newest that are kept", () => {
  const retired = [10, 30, 20].map((at) => ({ slot: String(at), commit: null, at }));
  const free = (now: number, quietMs: number, keep: number) =>
    splitRetired(retired, { now, quietMs, keep }).free.map((one) => one.slot);
  expect(free(100, 75, 0)).toEqual(["20", "10"]);
  expect(free(100, 75, 2)).toEqual(["10"]);
  expect(free(100, 75, 3)).toEqual([]);
  expect(free(5, 75, 0)).toEqual([]); // the clock was set back
});
