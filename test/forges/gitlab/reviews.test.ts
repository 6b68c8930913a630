import { describe, expect, test } from "vitest";
import { headAt, headsOf, reviewsOf, targetSince } from "../../../src/forges/gitlab/reviews.ts";
import type { NoteWire, VersionWire } from "../../../src/forges/gitlab/wire.ts";

const ben = { id: 2, username: "ben" };
const eve = { id: 3, username: "eve" };

function minute(number: number): string {
  return new Date(Date.UTC(2026, 10, 20, 10, number)).toISOString();
}

function note(id: number, body: string, author = ben, system = true): NoteWire {
  return { id, body, author, system, created_at: minute(id), updated_at: minute(id) };
}

function version(id: number, head: string): VersionWire {
  return { id, head_commit_sha: head, base_commit_sha: "b", start_commit_sha: "s", created_at: minute(id) };
}

const versions = [version(30, "third"), version(20, "second"), version(10, "first")];

describe("reviews", () => {
  test("an approval is of the version that was there at its time", () => {
    const [review] = reviewsOf({ notes: [note(25, "approved this merge request")], versions, approvedBy: [2] });
    expect(review).toEqual({
      id: 25,
      by: { id: 2, login: "ben" },
      state: "approved",
      dismissed: null,
      sha: "second",
      at: minute(25),
    });
  });

  test("an approval that is no longer listed was taken back with the next push", () => {
    const [review] = reviewsOf({ notes: [note(25, "approved this merge request")], versions, approvedBy: [3] });
    expect(review?.dismissed).toEqual({ by: { id: 0, login: "gitlab" }, at: minute(30) });
  });

  test("an approval that is no longer listed is taken back even when nothing was pushed after it", () => {
    const [review] = reviewsOf({ notes: [note(35, "approved this merge request")], versions, approvedBy: [] });
    expect(review).toMatchObject({ sha: "third", dismissed: { at: minute(35) } });
  });

  test("somebody's own withdrawal ends their approval, and nobody else's", () => {
    const notes = [
      note(31, "approved this merge request", eve),
      note(32, "approved this merge request"),
      note(33, "unapproved this merge request"),
    ];
    const reviews = reviewsOf({ notes, versions, approvedBy: [3] });
    expect(reviews.map((one) => [one.by.login, one.dismissed])).toEqual([
      ["eve", null],
      ["ben", { by: { id: 2, login: "ben" }, at: minute(33) }],
    ]);
  });

  test("of two approvals by one person only the newer stands", () => {
    const notes = [note(31, "approved this merge request"), note(33, "approved this merge request")];
    const reviews = reviewsOf({ notes, versions, approvedBy: [2] });
    expect(reviews.map((one) => one.dismissed?.at ?? null)).toEqual([minute(33), null]);
  });

  test("requested changes", () => {
    const [review] = reviewsOf({ notes: [note(31, "requested changes")], versions, approvedBy: [] });
    expect(review).toMatchObject({ state: "changes_requested", sha: "third", dismissed: null });
  });

  test.each([
    ["written by a person", note(25, "approved this merge request", ben, false)],
    ["about something else", note(25, "approved this merge request for later")],
    ["a title that says so", note(25, "changed title from **x** to **approved this merge request**")],
  ])("a note %s is no approval", (_name, one) => {
    expect(reviewsOf({ notes: [one], versions, approvedBy: [2] })).toEqual([]);
  });
});

describe("the head at a time", () => {
  test.each([
    ["before any version", 5, null],
    ["at the instant of a version", 20, null],
    ["just after", 21, "second"],
    ["long after", 59, "third"],
  ])("%s", (_name, at, expected) => {
    expect(headAt(versions, minute(at))).toBe(expected);
  });

  test("versions with one head in a row are one head, since the first of them", () => {
    const retargeted = [version(40, "b"), version(30, "b"), version(20, "a"), version(10, "b")];
    expect(headsOf(retargeted)).toEqual([
      { sha: "b", since: minute(30) },
      { sha: "a", since: minute(20) },
      { sha: "b", since: minute(10) },
    ]);
  });
});

describe("since when the target branch is the target", () => {
  test.each([
    ["never changed", [note(1, "added 1 commit")], null],
    ["changed", [note(1, "changed target branch from `main` to `dev`")], minute(1)],
    [
      "changed twice",
      [note(4, "changed target branch from `a` to `b`"), note(9, "changed target branch from `b` to `a`")],
      minute(9),
    ],
    ["deleted", [note(2, "deleted the `old` branch. This merge request now targets the `main` branch")], minute(2)],
    ["said by a person", [note(1, "changed target branch from `main` to `dev`", ben, false)], null],
    ["the source branch", [note(1, "changed source branch from `x` to `y`")], null],
  ])("%s", (_name, notes, expected) => {
    expect(targetSince(notes)).toBe(expected);
  });
});
