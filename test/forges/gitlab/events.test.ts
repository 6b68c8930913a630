import { describe, expect, test } from "vitest";
import { subjectsOf } from "../../../src/forges/gitlab/events.ts";

const project = { id: 1, path_with_namespace: "acme/study", default_branch: "main" };
const change = [{ kind: "change", forge: "gitlab", repository: "acme/study", number: 7 }];
const main = [{ kind: "branch", forge: "gitlab", repository: "acme/study", ref: "refs/heads/main" }];

describe("what an event asks to look at again", () => {
  test.each([
    ["a merge request", { object_kind: "merge_request", project, object_attributes: { iid: 7 } }, change],
    ["a note on a merge request", { object_kind: "note", project, merge_request: { iid: 7 } }, change],
    ["a note on a commit", { object_kind: "note", project, commit: { id: "c" } }, main],
    ["a note on an issue", { object_kind: "note", project, issue: { iid: 3 } }, main],
    ["a note in an empty project", { object_kind: "note", project: { ...project, default_branch: null } }, []],
    ["a push", { object_kind: "push", project, ref: "refs/heads/main" }, main],
    ["a pushed tag", { object_kind: "push", project, ref: "refs/tags/v1" }, []],
    ["a pipeline", { object_kind: "pipeline", project }, []],
    ["a member", { event_name: "user_add_to_group" }, []],
    ["a merge request without a number", { object_kind: "merge_request", project, object_attributes: {} }, []],
    ["something else", null, []],
  ])("%s", (_name, body, expected) => {
    expect(subjectsOf(body)).toEqual(expected);
  });
});
