import { expect, test } from "vitest";
import { isOurs, markers, withMarker } from "../../../src/forges/github/markers.ts";

const self = { id: 9, login: "countersign[bot]", kind: "bot" } as const;
const user = { id: 9, login: "countersign[bot]", type: "Bot" };

test("a marker is ours at the end of what we wrote, not where we quote somebody who wrote it", () => {
  const quoted = withMarker(`There is no \`${markers.answer(7)}\`.`, markers.answer(5));
  expect(isOurs({ user, body: quoted }, self, markers.answer(5))).toBe(true);
  expect(isOurs({ user, body: `${quoted.replaceAll("\n", "\r\n")}\r\n` }, self, markers.answer(5))).toBe(true);
  expect(isOurs({ user, body: quoted }, self, markers.answer(7))).toBe(false);
  expect(isOurs({ user: { ...user, id: 8 }, body: quoted }, self, markers.answer(5))).toBe(false);
});
