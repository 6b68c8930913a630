import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type StartedFace, startFace } from "./start-face.ts";

let face: StartedFace;
let sha: string;
beforeEach(async () => {
  face = await startFace();
  sha = face.seeded.repositories["acme/study"]?.head ?? "";
});
afterEach(() => face.close());

describe("a commit status", () => {
  const set = (login: string, state: string, rest: Readonly<Record<string, unknown>> = {}) =>
    face.as(login, "POST", `/statuses/${sha}`, { state, name: "check", ref: "main", ...rest });
  const list = async (query = "") =>
    (
      (await face.as("ada", "GET", `/repository/commits/${sha}/statuses${query}`)).body as {
        status: string;
        description: string;
      }[]
    ).map((one) => one.status);

  test.each([
    ["pending, running, success", ["pending", "running", "success"], [201, 201, 201], ["success"]],
    ["pending again", ["pending", "pending"], [201, 400], ["pending"]],
    ["running again", ["running", "running"], [201, 400], ["running"]],
    ["back from running to pending", ["running", "pending"], [201, 400], ["running"]],
    ["success again", ["success", "success"], [201, 201], ["success", "success"]],
    ["pending after success", ["success", "pending"], [201, 201], ["success", "pending"]],
    ["pending after a cancellation", ["pending", "canceled", "pending"], [201, 201, 201], ["canceled", "pending"]],
  ])("%s", async (_name, states, codes, left) => {
    const answers: number[] = [];
    for (const state of states) answers.push((await set("ben", state)).status);
    expect(answers).toEqual(codes);
    expect(await list("?all=true")).toEqual(left);
    expect(await list()).toEqual(left.slice(-1));
  });

  test("that is refused leaves its text as it was", async () => {
    await set("ben", "pending", { description: "One" });
    expect((await set("ben", "pending", { description: "Two" })).body).toMatchObject({
      message: expect.stringContaining("Cannot transition status via :enqueue from :pending"),
    });
    expect((await face.as("ada", "GET", `/repository/commits/${sha}/statuses`)).body).toMatchObject([
      { description: "One" },
    ]);
  });

  test("belongs to who set it, needs a developer, a known commit and a short text", async () => {
    await set("ben", "pending");
    expect((await set("ada", "pending")).status).toBe(201);
    expect((await set("ada", "nonsense")).status).toBe(400);
    expect((await set("ada", "failed", { description: "x".repeat(256) })).status).toBe(400);
    expect((await face.as("ada", "POST", `/statuses/${"0".repeat(40)}`, { state: "success" })).status).toBe(404);
    const own = face.simulator.model.repositories[0]?.collaborators.find(
      (one) => one.accountId === face.seeded.users.ada?.id,
    );
    if (own) own.accessLevel = 20;
    expect((await set("ada", "success")).status).toBe(403);
  });
});

describe("a comment on a commit", () => {
  type Discussions = { id: string; individual_note: boolean; notes: { id: number; body: string }[] }[];
  const discussions = async () =>
    (await face.as("ada", "GET", `/repository/commits/${sha}/discussions`)).body as Discussions;

  test("has an id among the discussions alone", async () => {
    const made = await face.as("ben", "POST", `/repository/commits/${sha}/comments`, { note: "Hm" });
    expect(made).toMatchObject({ status: 201, body: { note: "Hm", author: { username: "ben" } } });
    expect(made.body).not.toHaveProperty("id");
    expect(await discussions()).toMatchObject([{ individual_note: true, notes: [{ body: "Hm" }] }]);
  });

  test("is answered in its thread, and changed by its author alone", async () => {
    await face.as("ben", "POST", `/repository/commits/${sha}/discussions`, { body: "Hm" });
    const [first] = await discussions();
    await face.as("ada", "POST", `/repository/commits/${sha}/discussions/${first?.id}/notes`, { body: "Yes" });
    const [thread, ...others] = await discussions();
    expect(others).toEqual([]);
    expect(thread).toMatchObject({ id: first?.id, individual_note: false, notes: [{ body: "Hm" }, { body: "Yes" }] });
    const edit = (login: string) =>
      face.as(login, "PUT", `/repository/commits/${sha}/discussions/${first?.id}/notes/${first?.notes[0]?.id}`, {
        body: "Ah",
      });
    expect((await edit("ada")).status).toBe(403);
    expect((await edit("ben")).body).toMatchObject({ body: "Ah" });
  });
});

describe("a deployment", () => {
  const given = (status: string) => ({ environment: "london/study", sha, ref: "main", tag: false, status });

  test("runs, ends, and never runs again", async () => {
    const made = await face.as("ben", "POST", "/deployments", given("running"));
    expect(made).toMatchObject({
      status: 201,
      body: { iid: 1, status: "running", environment: { name: "london/study" } },
    });
    const { id } = made.body as { id: number };
    const move = (status: string) => face.as("ben", "PUT", `/deployments/${id}`, { status });
    expect((await move("running")).status).toBe(400);
    expect((await move("success")).status).toBe(200);
    expect((await move("running")).status).toBe(400);
  });

  test("is listed by environment, newest first when asked", async () => {
    for (const status of ["failed", "success"]) await face.as("ben", "POST", "/deployments", given(status));
    await face.as("ben", "POST", "/deployments", { ...given("success"), environment: "paris" });
    const { body } = await face.as("ada", "GET", "/deployments?environment=london%2Fstudy&sort=desc");
    expect((body as { status: string }[]).map((one) => one.status)).toEqual(["success", "failed"]);
  });

  test("of an unknown commit, state or form is refused", async () => {
    expect((await face.as("ben", "POST", "/deployments", { ...given("success"), sha: "0".repeat(40) })).status).toBe(
      400,
    );
    expect((await face.as("ben", "POST", "/deployments", given("done"))).status).toBe(400);
    expect((await face.as("ben", "POST", "/deployments", { environment: "e" })).body).toEqual({
      error: "sha is missing",
    });
  });
});

describe("an issue", () => {
  test("is made, edited, closed and opened again", async () => {
    await face.as("ada", "POST", "/issues", { title: "One", description: "Text" });
    const edit = (login: string, body: unknown) => face.as(login, "PUT", "/issues/1", body);
    expect((await edit("ada", { description: "More" })).body).toMatchObject({ title: "One", description: "More" });
    expect((await edit("ben", { state_event: "close" })).body).toMatchObject({ state: "closed" });
    expect((await edit("ben", { state_event: "reopen" })).body).toMatchObject({ state: "opened", closed_at: null });
    expect((await face.as("ada", "GET", `/issues?author_id=${face.seeded.users.ben?.id}`)).body).toEqual([]);
  });

  test("is neither listed nor made where issues are off", async () => {
    await face.as("ada", "POST", "/issues", { title: "One" });
    await face.as("ben", "PUT", "", { issues_enabled: false });
    expect((await face.as("ada", "GET", "/issues")).body).toEqual([]);
    expect((await face.as("ada", "POST", "/issues", { title: "Two" })).status).toBe(403);
  });
});

describe("the history of pushes", () => {
  test("tells who pushed what where, newest first, and a removed branch", async () => {
    const pushed = await face.push("ada", "x", { "a.txt": "a\n" });
    await face.as("ben", "DELETE", "/repository/branches/x");
    const { body } = await face.as("ada", "GET", "/events?action=pushed");
    type Events = { action_name: string; author: { username: string }; push_data: Record<string, unknown> }[];
    expect((body as Events).map((one) => [one.action_name, one.author.username, one.push_data])).toMatchObject([
      ["deleted", "ben", { action: "removed", ref: "x", ref_type: "branch", commit_from: pushed, commit_to: null }],
      ["pushed new", "ada", { action: "created", ref: "x", commit_from: null, commit_to: pushed }],
      ["pushed new", "eve", { action: "created", ref: "main", commit_to: sha }],
    ]);
  });

  test("tells of more than three branches that one push made or moved as one event, which says neither names nor commits", async () => {
    const names = ["a", "b", "c", "d"] as const;
    for (const name of names) await face.as("ada", "POST", "/repository/branches", { branch: name, ref: "main" });
    const read = async () =>
      ((await face.as("ada", "GET", "/events?action=pushed")).body as { push_data: unknown }[])
        .slice(0, 3)
        .map((one) => one.push_data);
    const one = { commit_count: 0, ref_type: "branch", ref: null, commit_from: null, commit_to: null, ref_count: 4 };
    await face.push("ben", names, { "a.txt": "a\n" });
    expect(await read()).toMatchObject([{ ...one, action: "pushed" }, { ref: "d" }, { ref: "c" }]);
    await face.push("ben", ["b", "c", "d", "e"], { "a.txt": "b\n" });
    expect(await read()).toMatchObject([{ action: "created", ref: "e" }, { ref: "d" }, { ref: "c" }]);
  });

  test("has commits made through the API too", async () => {
    const actions = [{ action: "create", file_path: "b.txt", content: "b\n" }];
    const made = await face.as("ada", "POST", "/repository/commits", {
      branch: "y",
      start_branch: "main",
      commit_message: "B",
      actions,
    });
    expect(made).toMatchObject({
      status: 201,
      body: { title: "B", author_email: "ada@example.org", parent_ids: [sha] },
    });
    expect(await face.as("ada", "GET", "/events?action=pushed&per_page=1")).toMatchObject({
      body: [{ push_data: { ref: "y", commit_to: (made.body as { id: string }).id } }],
    });
    expect((await face.as("ada", "GET", `/repository/commits/${sha}/signature`)).status).toBe(404);
  });
});
