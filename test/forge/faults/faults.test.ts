import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Story, startStory } from "../support/github-story.ts";

const repo = { owner: "acme", repo: "study" };
let story: Story;

beforeEach(async () => {
  story = await startStory();
});
afterEach(() => story.close());

const issue = (title: string) => story.as("ada").rest.issues.create({ ...repo, title });
const titles = () =>
  story.receiver.received
    .filter((one) => one.event === "issues")
    .map((one) => (one.payload.issue as { readonly title: string }).title);

describe("deliveries", () => {
  test("are dropped, and can be sent again afterwards", async () => {
    story.forge.faults.deliveries.add({ event: "issues", times: 1, fault: { kind: "drop" } });
    await issue("lost");
    await issue("found");
    await story.forge.hooks.settle();
    expect(titles()).toEqual(["found"]);
    const failed = await story.app.octokit.request("GET /app/hook/deliveries");
    const lost = failed.data.find((one) => one.status_code === 502);
    await story.app.octokit.request("POST /app/hook/deliveries/{delivery_id}/attempts", {
      delivery_id: Number(lost?.id),
    });
    await story.forge.hooks.settle();
    expect(titles()).toEqual(["found", "lost"]);
  });

  test("are repeated under one id", async () => {
    story.forge.faults.deliveries.add({ event: "issues", fault: { kind: "duplicate", copies: 2 } });
    await issue("thrice");
    await story.forge.hooks.settle();
    const ids = story.receiver.received.filter((one) => one.event === "issues").map((one) => one.delivery);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
  });

  test("are reordered", async () => {
    story.forge.faults.deliveries.add({ event: "issues", fault: { kind: "reorder", batch: 3 } });
    for (const title of ["a", "b", "c"]) await issue(title);
    await story.forge.hooks.settle();
    expect(titles()).toEqual(["c", "b", "a"]);
  });

  test("are delayed while others pass", async () => {
    story.forge.faults.deliveries.add({ event: "issues", times: 1, fault: { kind: "delay", ms: 200 } });
    await issue("late");
    await issue("early");
    await story.forge.hooks.settle();
    expect(titles()).toEqual(["early", "late"]);
  });
});

describe("requests", () => {
  const read = () =>
    fetch(`${story.forge.baseUrl}/repos/acme/study`, { headers: { authorization: "Bearer ada-token" } });

  test("fail with a status and Retry-After, so many times", async () => {
    story.forge.faults.requests.add({
      method: "GET",
      path: "/repos/acme/study",
      times: 2,
      fault: { kind: "status", status: 502, retryAfter: 1 },
    });
    expect([(await read()).status, (await read()).status, (await read()).status]).toEqual([502, 502, 200]);
  });

  test("meet rate limits in GitHub's words", async () => {
    story.forge.faults.requests.add({ fault: { kind: "secondary-rate-limit", retryAfter: 3 } });
    const answer = await read();
    expect(answer.status).toBe(403);
    expect(answer.headers.get("retry-after")).toBe("3");
    expect(await answer.json()).toMatchObject({ message: expect.stringContaining("secondary rate limit") });
    story.forge.faults.requests.add({ fault: { kind: "rate-limit", resetInSeconds: 9 } });
    expect((await read()).headers.get("x-ratelimit-remaining")).toBe("0");
  });

  test("are cut before or after the work is done", async () => {
    const comment = (body: string) =>
      fetch(`${story.forge.baseUrl}/repos/acme/study/issues`, {
        method: "POST",
        headers: { authorization: "Bearer ada-token" },
        body: JSON.stringify({ title: body }),
      });
    story.forge.faults.requests.add({ method: "POST", fault: { kind: "cut", when: "before" } });
    await expect(comment("before")).rejects.toThrow();
    story.forge.faults.requests.add({ method: "POST", fault: { kind: "cut", when: "after" } });
    await expect(comment("after")).rejects.toThrow();
    const { data } = await story.bot.rest.issues.listForRepo(repo);
    expect(data.map((one) => one.title)).toEqual(["after"]);
  });

  test("trickle", async () => {
    story.forge.faults.requests.add({ fault: { kind: "slow-body", ms: 40, pieces: 5 } });
    const start = performance.now();
    expect(await (await read()).json()).toMatchObject({ full_name: "acme/study" });
    expect(performance.now() - start).toBeGreaterThan(150);
  });
});

describe("accounts", () => {
  test("are renamed, leave, and lose their tokens", async () => {
    story.forge.faults.accounts.rename("ben", "benjamin");
    const { data } = await story.bot.rest.teams.listMembersInOrg({ org: "acme", team_slug: "data-controllers" });
    expect(data).toMatchObject([{ login: "benjamin", id: story.seeded.users.ben?.id }]);
    await story.forge.faults.accounts.removeMember("acme", "benjamin");
    const after = await story.bot.rest.teams.listMembersInOrg({ org: "acme", team_slug: "data-controllers" });
    expect(after.data).toEqual([]);
    story.forge.faults.accounts.expireTokens("ada");
    await expect(story.as("ada").rest.repos.get(repo)).rejects.toThrow(/Bad credentials/);
  });
});

test("another process controls it over HTTP", async () => {
  const post = (path: string, body: unknown) =>
    fetch(`${story.forge.baseUrl}/_sim/${path}`, { method: "POST", body: JSON.stringify(body) });
  await post("faults/requests", { path: "/repos", fault: { kind: "status", status: 500 } });
  await expect(story.bot.rest.repos.get(repo)).rejects.toThrow();
  await post("faults/accounts", { do: "rename", with: ["ada", "adele"] });
  await post("seed", { users: [{ login: "carl", token: "carl-token" }] });
  const answer = await fetch(`${story.forge.baseUrl}/_sim/model`);
  // The control API shows the model as it is.
  const model = (await answer.json()) as { readonly accounts: readonly { readonly login: string }[] };
  expect(model.accounts.map((one) => one.login)).toEqual(expect.arrayContaining(["adele", "carl"]));
});
