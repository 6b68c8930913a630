import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type StartedFace, startFace } from "./start-face.ts";

let face: StartedFace;
let head: string;
beforeEach(async () => {
  face = await startFace();
  head = await face.push("ada", "x", { "dags/new.py": "a\nb\n", "dags/old.py": "one\ntwo\nthree\nFOUR\nfive\nsix\n" });
  const opened = await face.as("ada", "POST", "/merge_requests", {
    source_branch: "x",
    target_branch: "main",
    title: "A DAG",
  });
  expect(opened.status).toBe(201);
});
afterEach(() => face.close());

const main = () => face.seeded.repositories["acme/study"]?.head;
const repository = () => {
  const own = face.simulator.model.repositories[0];
  if (own === undefined) throw new Error("no repository");
  return own;
};

async function systemNotes(): Promise<string[]> {
  const { body } = await face.as("ada", "GET", "/merge_requests/1/notes?sort=asc");
  return (body as { system: boolean; body: string }[]).filter((one) => one.system).map((one) => one.body);
}

describe("a merge request", () => {
  test("tells its head, its three shas and its people", async () => {
    expect((await face.as("ada", "GET", "/merge_requests/1")).body).toMatchObject({
      iid: 1,
      state: "opened",
      sha: head,
      diff_refs: { base_sha: main(), start_sha: main(), head_sha: head },
      author: { username: "ada" },
      draft: false,
      merge_commit_sha: null,
    });
  });

  test("is not opened twice, nor from or to nothing", async () => {
    const open = (source: string, target: string) =>
      face.as("ada", "POST", "/merge_requests", { source_branch: source, target_branch: target, title: "x" });
    expect(await open("x", "main")).toMatchObject({
      status: 409,
      body: { message: ["Another open merge request already exists for this source branch: !1"] },
    });
    expect(await open("nothing", "main")).toMatchObject({
      status: 400,
      body: { message: { source_branch: ["does not exist"] } },
    });
    expect(await open("x", "nothing")).toMatchObject({
      status: 400,
      body: { message: { target_branch: ["does not exist"] } },
    });
  });

  test("has a version for each head and each target, newest first", async () => {
    const second = await face.push("ada", "x", { "dags/new.py": "c\n" });
    await face.as("eve", "POST", "/repository/branches", { branch: "dev", ref: "main" });
    await face.as("ada", "PUT", "/merge_requests/1", { target_branch: "dev" });
    const { body } = await face.as("ada", "GET", "/merge_requests/1/versions");
    expect((body as { head_commit_sha: string }[]).map((one) => one.head_commit_sha)).toEqual([second, second, head]);
    const notes = await systemNotes();
    expect(notes[0]).toMatch(/^added 1 commit\n/);
    expect(notes[1]).toBe("changed target branch from `main` to `dev`");
  });

  test("shows real diffs", async () => {
    const { body } = await face.as("ada", "GET", "/merge_requests/1/diffs");
    expect(body).toMatchObject([
      { old_path: "dags/new.py", new_path: "dags/new.py", new_file: true, diff: "@@ -0,0 +1,2 @@\n+a\n+b\n" },
      { new_path: "dags/old.py", new_file: false, renamed_file: false, deleted_file: false },
    ]);
  });

  test("is a draft by its title", async () => {
    await face.as("ada", "PUT", "/merge_requests/1", { title: "Draft: A DAG" });
    expect((await face.as("ada", "GET", "/merge_requests/1")).body).toMatchObject({ draft: true });
    expect((await face.as("ben", "PUT", "/merge_requests/1/merge")).status).toBe(405);
    expect(await systemNotes()).toEqual([
      "changed title from **{-A DAG-}** to **{+Draft: A DAG+}**",
      "marked this merge request as **draft**",
    ]);
  });

  test("is listed by state and branch", async () => {
    const list = async (query: string) =>
      ((await face.as("ada", "GET", `/merge_requests?${query}`)).body as unknown[]).length;
    expect(await list("state=opened")).toBe(1);
    expect(await list("state=merged")).toBe(0);
    expect(await list("source_branch=x&target_branch=main")).toBe(1);
    expect(await list("source_branch=y")).toBe(0);
    expect(await list("iids[]=2")).toBe(0);
  });

  test("keeps who set which label", async () => {
    await face.as("ben", "PUT", "/merge_requests/1", { add_labels: "urgent,other" });
    await face.as("ada", "PUT", "/merge_requests/1", { remove_labels: "other" });
    const { body } = await face.as("ada", "GET", "/merge_requests/1/resource_label_events");
    expect(
      (body as { action: string; label: { name: string }; user: { username: string } }[]).map((one) => [
        one.action,
        one.label.name,
        one.user.username,
      ]),
    ).toEqual([
      ["add", "urgent", "ben"],
      ["add", "other", "ben"],
      ["remove", "other", "ada"],
    ]);
    expect((await face.as("ada", "GET", "/merge_requests/1")).body).toMatchObject({ labels: ["urgent"] });
  });
});

describe("an approval", () => {
  const approvedBy = async () => {
    const { body } = await face.as("ada", "GET", "/merge_requests/1/approvals");
    return (body as { approved_by: { user: { username: string } }[] }).approved_by.map((one) => one.user.username);
  };

  test("is listed and noted, given once, and for the head that is meant", async () => {
    expect((await face.as("ben", "POST", "/merge_requests/1/approve", { sha: main() })).status).toBe(409);
    expect((await face.as("ben", "POST", "/merge_requests/1/approve", { sha: head })).status).toBe(201);
    expect((await face.as("ben", "POST", "/merge_requests/1/approve")).status).toBe(401);
    expect(await approvedBy()).toEqual(["ben"]);
    expect((await face.as("ben", "POST", "/merge_requests/1/unapprove")).status).toBe(201);
    expect((await face.as("ben", "POST", "/merge_requests/1/unapprove")).status).toBe(404);
    expect(await systemNotes()).toEqual(["approved this merge request", "unapproved this merge request"]);
  });

  test("is taken back by a push, unless the project says otherwise", async () => {
    await face.as("ben", "POST", "/merge_requests/1/approve");
    await face.push("ada", "x", { "dags/new.py": "c\n" });
    expect(await approvedBy()).toEqual([]);
    expect((await systemNotes()).at(-1)).toBe("reset approvals from @ben by pushing to the branch");
    repository().settings.reset_approvals_on_push = false;
    await face.as("ben", "POST", "/merge_requests/1/approve");
    await face.push("ada", "x", { "dags/new.py": "d\n" });
    expect(await approvedBy()).toEqual(["ben"]);
  });

  test("by the author is good unless the project says otherwise", async () => {
    repository().settings.merge_requests_author_approval = false;
    expect((await face.as("ada", "POST", "/merge_requests/1/approve")).status).toBe(401);
    repository().settings.merge_requests_author_approval = true;
    expect((await face.as("ada", "POST", "/merge_requests/1/approve")).status).toBe(201);
  });
});

describe("a note", () => {
  test("of GitLab's own cannot be written or changed by people", async () => {
    await face.as("ben", "POST", "/merge_requests/1/approve");
    const made = await face.as("eve", "POST", "/merge_requests/1/notes", {
      body: "approved this merge request",
      system: true,
    });
    expect(made.body).toMatchObject({ system: false });
    const note = repository().changes[0]?.comments.find((one) => one.isSystem);
    expect((await face.as("eve", "PUT", `/merge_requests/1/notes/${note?.id}`, { body: "x" })).status).toBe(403);
  });

  test("runs its quick actions, and keeps what is in code blocks", async () => {
    const body = "Fine.\n/approve\n```\n/close\n```";
    const made = await face.as("ben", "POST", "/merge_requests/1/notes", { body });
    expect(made.body).toMatchObject({ body: "Fine.\n```\n/close\n```" });
    expect(repository().changes[0]).toMatchObject({ state: "open", approvals: [{}] });
    expect((await face.as("ben", "POST", "/merge_requests/1/notes", { body: "/request_changes" })).status).toBe(202);
    expect((await face.as("ada", "GET", "/merge_requests/1/reviewers")).body).toMatchObject([
      { state: "requested_changes" },
    ]);
    expect(await systemNotes()).toEqual([
      "approved this merge request",
      "unapproved this merge request",
      "requested changes",
    ]);
  });

  test("that is answered becomes a discussion", async () => {
    await face.as("ben", "POST", "/merge_requests/1/notes", { body: "One" });
    type Discussions = { id: string; individual_note: boolean; notes: { body: string }[] }[];
    const [first] = (await face.as("ada", "GET", "/merge_requests/1/discussions")).body as Discussions;
    expect(first?.individual_note).toBe(true);
    await face.as("ada", "POST", `/merge_requests/1/discussions/${first?.id}/notes`, { body: "Two" });
    const [again] = (await face.as("ada", "GET", "/merge_requests/1/discussions")).body as Discussions;
    expect(again).toMatchObject({ id: first?.id, individual_note: false, notes: [{ body: "One" }, { body: "Two" }] });
  });
});

describe("a thread on a line", () => {
  const position = (given: Readonly<Record<string, unknown>>) => ({
    position_type: "text",
    base_sha: main(),
    start_sha: main(),
    head_sha: head,
    old_path: "dags/old.py",
    new_path: "dags/old.py",
    ...given,
  });
  const start = (given: Readonly<Record<string, unknown>>) =>
    face.as("ben", "POST", "/merge_requests/1/discussions", { body: "Hm", position: position(given) });

  test.each([
    ["an added line", { new_line: 4 }, 201],
    ["a removed line", { old_line: 4 }, 201],
    ["an unchanged line by both numbers", { new_line: 5, old_line: 5 }, 201],
    ["an unchanged line by one number", { new_line: 5 }, 400],
    ["an added line by both numbers", { new_line: 4, old_line: 4 }, 400],
    ["a line that the diff does not show", { new_line: 99 }, 400],
    ["a file that the diff does not show", { new_line: 1, new_path: "README.md", old_path: "README.md" }, 400],
    ["an unknown version", { new_line: 4, head_sha: "0".repeat(40) }, 400],
  ])("%s", async (_name, given, status) => {
    expect((await start(given)).status).toBe(status);
  });

  test("goes as a form too, is resolved and opened again", async () => {
    const form = new FormData();
    form.set("body", "Hm");
    for (const [key, value] of Object.entries(position({ new_line: 4 }))) form.set(`position[${key}]`, String(value));
    const url = `${face.simulator.baseUrl}/api/v4/projects/${face.projectId}/merge_requests/1/discussions`;
    const made = await fetch(url, { method: "POST", headers: { "private-token": "ben-token" }, body: form });
    const { id, notes } = (await made.json()) as { id: string; notes: unknown[] };
    expect(notes).toMatchObject([
      { type: "DiffNote", resolvable: true, resolved: false, position: { new_line: 4, old_line: null } },
    ]);
    const resolved = await face.as("ada", "PUT", `/merge_requests/1/discussions/${id}`, { resolved: true });
    expect(resolved.body).toMatchObject({ notes: [{ resolved: true, resolved_by: { username: "ada" } }] });
    const opened = await face.as("ada", "PUT", `/merge_requests/1/discussions/${id}`, { resolved: false });
    expect(opened.body).toMatchObject({ notes: [{ resolved: false, resolved_by: null }] });
  });
});

describe("a merge", () => {
  const merge = (login: string, body?: unknown) => face.as(login, "PUT", "/merge_requests/1/merge", body);
  const tip = async () =>
    ((await face.as("ada", "GET", "/repository/branches/main")).body as { commit: { id: string } }).commit.id;

  test("makes a merge commit, which tells its merge request", async () => {
    const merged = await merge("ben", { sha: head });
    expect(merged).toMatchObject({
      status: 200,
      body: { state: "merged", merge_commit_sha: await tip(), squash_commit_sha: null },
    });
    for (const sha of [await tip(), head]) {
      expect((await face.as("ada", "GET", `/repository/commits/${sha}/merge_requests`)).body).toMatchObject([
        { iid: 1 },
      ]);
    }
    const events = (await face.as("ada", "GET", "/events?action=pushed&per_page=1")).body;
    expect(events).toMatchObject([
      { author_username: "ben", push_data: { ref: "main", commit_to: await tip(), action: "pushed" } },
    ]);
  });

  test("of a squash has both commits", async () => {
    const merged = (await merge("ben", { squash: true })).body as {
      merge_commit_sha: string;
      squash_commit_sha: string;
    };
    expect(merged.merge_commit_sha).toBe(await tip());
    const commit = (await face.as("ada", "GET", `/repository/commits/${merged.merge_commit_sha}`)).body;
    expect(commit).toMatchObject({ parent_ids: [main(), merged.squash_commit_sha] });
  });

  test("by fast-forward leaves the head itself, and needs a rebase when the target moved", async () => {
    repository().settings.merge_method = "ff";
    await face.push("eve", "main", { "other.txt": "x\n" });
    expect((await merge("ben")).status).toBe(422);
    expect((await face.as("ada", "PUT", "/merge_requests/1/rebase")).status).toBe(202);
    const { sha } = (await face.as("ada", "GET", "/merge_requests/1")).body as { sha: string };
    expect(await merge("ben")).toMatchObject({ status: 200, body: { merge_commit_sha: null, sha } });
    expect(await tip()).toBe(sha);
  });

  test("is refused for another head, a conflict, twice, and to those who may not", async () => {
    expect(await merge("ben", { sha: main() })).toMatchObject({
      status: 409,
      body: { message: `SHA does not match HEAD of source branch: ${head}` },
    });
    const nobody = [{ id: 1, accessLevel: 0, accountId: null, organisationId: null }];
    const bot = [{ id: 2, accessLevel: null, accountId: face.seeded.users.countersign?.id ?? 0, organisationId: null }];
    repository().protectedBranches.push({
      id: 3,
      name: "main",
      pushAccess: nobody,
      mergeAccess: bot,
      allowForcePush: false,
    });
    expect((await merge("eve")).status).toBe(401);
    expect((await merge("countersign")).status).toBe(200);
    expect((await merge("countersign")).status).toBe(405);
    await face.push("ada", "y", { "dags/new.py": "other\n" }, "x");
    repository().protectedBranches = [];
    await face.push("eve", "main", { "dags/new.py": "third\n" });
    await face.as("ada", "POST", "/merge_requests", { source_branch: "y", target_branch: "main", title: "y" });
    expect((await face.as("ben", "PUT", "/merge_requests/2/merge")).status).toBe(422);
  });
});

describe("a protected branch", () => {
  test("is pushed to by those only who may, and never forced", async () => {
    const made = await face.as("ben", "POST", "/protected_branches", {
      name: "main",
      push_access_level: 0,
      merge_access_level: 40,
    });
    expect(made.body).toMatchObject({
      push_access_levels: [{ access_level: 0 }],
      merge_access_levels: [{ access_level: 40 }],
    });
    await expect(face.push("eve", "main", { "a.txt": "a\n" })).rejects.toThrow(
      /not allowed to push code to protected branches/,
    );
    await face.push("eve", "free", { "a.txt": "a\n" });
    expect((await face.as("eve", "DELETE", "/repository/branches/main")).status).toBe(403);
    await face.as("ben", "DELETE", "/protected_branches/main");
    await face.push("eve", "main", { "a.txt": "a\n" });
  });

  test("can be named by a pattern", async () => {
    await face.as("ben", "POST", "/protected_branches", { name: "release/*", push_access_level: 50 });
    await expect(face.push("ada", "release/1", { "a.txt": "a\n" })).rejects.toThrow(/protected branches/);
    await face.push("eve", "release/1", { "a.txt": "a\n" });
  });
});
