import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { repositoryByName } from "../../forge/model/model.ts";
import { type Github, startGithub } from "./start-github.ts";

let github: Github;
let number: number;
let head: string;
let branch: string;

beforeAll(async () => {
  github = await startGithub();
});
beforeEach(async () => {
  ({ number, head, branch } = await github.openChange(`dags/${crypto.randomUUID()}.py`));
});
afterEach(async () => {
  await github.as.ada.send("PATCH", `${repo}/pulls/${number}`, { state: "closed" }).catch(() => {}); // merged ones
});
afterAll(() => github.close());

const repo = "/repos/acme/study";
const read = () => github.forge.readChange(github.refTo(number));
const person = (login: "ada" | "ben" | "eve") => ({ id: github.people[login].id, login });
const user = (login: "ada" | "ben" | "eve") => ({ ...person(login), kind: "user" });

describe("a change as it is opened", () => {
  test("says what it is, whose, and since when its head is its head", async () => {
    const change = await read();
    expect(change).toMatchObject({
      title: "A DAG",
      body: "",
      state: "open",
      isDraft: false,
      isFork: false,
      author: user("ada"),
      baseRef: "refs/heads/main",
      baseRefSince: null,
      head: { ref: `refs/heads/${branch}`, sha: head },
      earlierHeads: [],
      pushers: [person("ada")],
      reviews: [],
      comments: [],
      labels: [],
      mergedAs: null,
    });
    expect(change.head.since).not.toBe(null);
    expect(change.baseTips.length).toBeGreaterThan(0);
    expect(change.webUrl).toContain(`/acme/study/pull/${number}`);
  });

  test("is among the open changes", async () => {
    expect(await github.forge.listOpenChanges(github.study)).toMatchObject([
      { number, headSha: head, baseRef: "refs/heads/main" },
    ]);
  });

  test("is merged as a commit", async () => {
    await github.people.eve.merge(number);
    const change = await read();
    expect(change.state).toBe("merged");
    expect(change.mergedAs).toBe(await github.people.ada.readTip("main"));
    expect(await github.forge.listOpenChanges(github.study)).toEqual([]);
  });

  test("is closed", async () => {
    await github.as.ada.send("PATCH", `${repo}/pulls/${number}`, { state: "closed" });
    expect(await read()).toMatchObject({ state: "closed", mergedAs: null });
  });
});

describe("pushes", () => {
  test("leave earlier heads behind, and name everybody who pushed", async () => {
    const before = await read();
    await github.people.eve.push({ branch, files: { "dags/b.py": "2\n" }, message: "More" });
    const after = await read();
    expect(after.earlierHeads.map((one) => one.sha)).toEqual([head]);
    expect(after.pushers).toEqual(expect.arrayContaining([person("ada"), person("eve")]));
    expect(Date.parse(after.head.since ?? "")).toBeGreaterThan(Date.parse(before.head.since ?? ""));
  });

  test("by GitHub, when somebody has it update the branch, make nobody a pusher", async () => {
    await github.people.eve.push({ branch: "main", files: { [crypto.randomUUID()]: "1\n" }, message: "Main moves" });
    await github.as.ben.send("PUT", `${repo}/pulls/${number}/update-branch`, { expected_head_sha: head });
    const change = await read();
    expect(change.head.sha).not.toBe(head);
    expect(change.pushers).toEqual([person("ada")]);
    expect(change.earlierHeads.map((one) => one.sha)).toEqual([head]);
  });

  test("that take the head back to an older commit date it anew", async () => {
    await github.people.ada.push({ branch, files: { "dags/b.py": "2\n" }, message: "More" });
    await github.people.ben.approve(number);
    await github.as.ada.send("PATCH", `${repo}/git/refs/heads/${branch}`, { sha: head, force: true });
    const change = await read();
    expect(change.head.sha).toBe(head);
    const [review] = change.reviews;
    expect(Date.parse(change.head.since ?? "")).toBeGreaterThan(Date.parse(review?.at ?? ""));
  });
});

describe("reviews", () => {
  const review = (login: "ada" | "ben" | "eve", event: string, body = "") =>
    github.as[login].send("POST", `${repo}/pulls/${number}/reviews`, { event, body });

  test("come with the commit that they were given on, and the server's time", async () => {
    await review("ben", "APPROVE");
    await review("eve", "REQUEST_CHANGES", "why?");
    const { reviews, head: now } = await read();
    expect(reviews).toMatchObject([
      { account: user("ben"), state: "approved", dismissed: null, sha: head, edited: false, body: "" },
      { account: user("eve"), state: "changes_requested", dismissed: null, sha: head, body: "why?" },
    ]);
    expect(Date.parse(reviews[0]?.at ?? "")).toBeGreaterThan(Date.parse(now.since ?? ""));
  });

  test("that were dismissed say what they were before, by whom and when", async () => {
    const { id } = await review("ben", "REQUEST_CHANGES", "no");
    await github.as.eve.send("PUT", `${repo}/pulls/${number}/reviews/${id}/dismissals`, { message: "I say so" });
    const [dismissed] = (await read()).reviews;
    expect(dismissed).toMatchObject({ id, state: "changes_requested", dismissed: { by: person("eve") } });
    expect(Date.parse(dismissed?.dismissed?.at ?? "")).toBeGreaterThan(Date.parse(dismissed?.at ?? ""));
  });

  test("that were edited say so", async () => {
    const { id } = await review("ben", "APPROVE", "good");
    expect((await read()).reviews).toMatchObject([{ edited: false, body: "good" }]);
    await github.as.ben.send("PUT", `${repo}/pulls/${number}/reviews/${id}`, { body: "not good" });
    expect((await read()).reviews).toMatchObject([{ edited: true, body: "not good" }]);
  });

  test("that are not submitted yet are nobody's business", async () => {
    await github.as.ben.send("POST", `${repo}/pulls/${number}/reviews`, { body: "draft" });
    expect((await read()).reviews).toEqual([]);
  });
});

describe("comments", () => {
  test("say who, when, and whether they were edited", async () => {
    await github.people.ben.comment(number, `/countersign approve ${head}`);
    const { id } = await github.as.eve.send("POST", `${repo}/issues/${number}/comments`, {
      body: "/countersign reject",
    });
    await github.as.eve.send("PATCH", `${repo}/issues/comments/${id}`, { body: "never mind" });
    expect((await read()).comments).toMatchObject([
      { account: user("ben"), body: `/countersign approve ${head}`, edited: false },
      { account: user("eve"), body: "never mind", edited: true },
    ]);
  });

  test("that were edited into a command within the second of writing say so", async () => {
    const { clock } = github.simulator.model;
    await github.people.ben.comment(number, `/countersign approve ${head}`);
    const { id } = await github.as.ben.send("POST", `${repo}/issues/${number}/comments`, { body: "I look at it" });
    clock.setStep(0);
    await github.as.eve.send("PATCH", `${repo}/issues/comments/${id}`, { body: `/countersign approve ${head}` });
    clock.setStep(1000);
    const [, edited] = await github.as.ben.get(`${repo}/issues/${number}/comments`);
    expect(edited.updated_at).toBe(edited.created_at);
    expect((await read()).comments).toMatchObject([
      { account: user("ben"), edited: false },
      { account: user("ben"), body: `/countersign approve ${head}`, edited: true },
    ]);
  });

  test("are read to the last page", async () => {
    for (let index = 0; index < 105; index += 1) await github.people.ada.comment(number, `comment ${index}`);
    expect((await read()).comments.map((one) => one.body)).toContain("comment 104");
  });
});

describe("labels", () => {
  test("say who set them, also when they were taken off in between", async () => {
    await github.as.ada.send("POST", `${repo}/issues/${number}/labels`, { labels: ["urgent", "small"] });
    await github.as.ada.send("DELETE", `${repo}/issues/${number}/labels/urgent`);
    await github.as.eve.send("POST", `${repo}/issues/${number}/labels`, { labels: ["urgent"] });
    const { labels } = await read();
    expect(labels.toSorted((a, b) => a.name.localeCompare(b.name))).toMatchObject([
      { name: "small", by: user("ada"), at: expect.any(String), event: expect.any(Number) },
      { name: "urgent", by: user("eve"), at: expect.any(String), event: expect.any(Number) },
    ]);
  });

  test("are of nobody where the timeline does not end with their setting", async () => {
    await github.as.eve.send("POST", `${repo}/issues/${number}/labels`, { labels: ["gone"] });
    const change = repositoryByName(github.simulator.model, "acme/study").changes.find((one) => one.number === number);
    const set = change?.timeline.at(-1);
    if (change === undefined || set === undefined) throw new Error("the change or its label is not there");
    change.labels.push("old");
    change.timeline.push({ ...set, kind: "unlabeled" });
    expect((await read()).labels).toEqual(["gone", "old"].map((name) => ({ name, by: null, at: null, event: null })));
  });
});

describe("checks", () => {
  test("of other apps and statuses of people stand on the head, the newest of each name", async () => {
    await github.as.eve.send("POST", `${repo}/statuses/${head}`, { context: "build", state: "pending" });
    await github.as.eve.send("POST", `${repo}/statuses/${head}`, { context: "build", state: "success" });
    await github.as.ada.send("POST", `${repo}/statuses/${head}`, { context: "build", state: "error" });
    expect((await read()).checks).toEqual(
      expect.arrayContaining([
        { name: "build", app: "@eve", state: "success", sha: head },
        { name: "build", app: "@ada", state: "failure", sha: head },
      ]),
    );
  });
});

describe("a base that is replaced", () => {
  test("says since when", async () => {
    await github.people.eve.copyBranch("main", "release");
    await github.as.ada.send("PATCH", `${repo}/pulls/${number}`, { base: "release" });
    const change = await read();
    expect(change.baseRef).toBe("refs/heads/release");
    expect(Date.parse(change.baseRefSince ?? "")).toBeGreaterThan(Date.parse(change.head.since ?? ""));
  });
});

describe("a fork", () => {
  test("is said to be one, and nobody is known to have pushed where we cannot read", async () => {
    const fork = await github.as.ben.send("POST", `${repo}/forks`);
    const content = Buffer.from("x\n").toString("base64");
    const made = await github.as.ben.send("PUT", `/repos/${fork.full_name}/contents/dags/c.py`, {
      message: "From a fork",
      content,
      branch: "main",
    });
    const opened = await github.as.ben.send("POST", `${repo}/pulls`, { title: "Fork", head: "ben:main", base: "main" });
    const change = await github.forge.readChange(github.refTo(opened.number));
    expect(change).toMatchObject({ isFork: true, author: user("ben"), head: { sha: made.commit.sha }, pushers: null });
  });
});
