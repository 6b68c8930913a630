import { expect, test } from "vitest";
import { ownText, summaryMarker } from "../../../src/forges/gitlab/markers.ts";

test("a text has at most as many characters as GitLab takes, and says where it was cut", () => {
  const text = ownText(summaryMarker, "- a finding\n".repeat(100_000));
  expect(text).toHaveLength(1_000_000);
  expect(text.startsWith(`${summaryMarker}\n- a finding`)).toBe(true);
  expect(text.endsWith("… (cut off here, as GitLab takes no more)")).toBe(true);
  expect(ownText(summaryMarker, text)).toBe(text);
});

test("a line that GitLab would take for a quick action is none", () => {
  expect(ownText(summaryMarker, "/merge\n/countersign merge")).toBe(
    `${summaryMarker}\n\u200b/merge\n/countersign merge`,
  );
});
