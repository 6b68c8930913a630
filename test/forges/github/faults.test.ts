import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RequestFault } from "../../forge/faults/request-faults.ts";
import { repositoryByName } from "../../forge/model/model.ts";
import { type Github, startGithub } from "./start-github.ts";

let github: Github;
let number: number;
let head: string;

beforeAll(async () => {
  github = await startGithub();
});
beforeEach(async () => {
  ({ number, head } = await github.openChange());
});
afterEach(() => github.simulator.faults.requests.clear());
afterAll(() => github.close());

const study = () => repositoryByName(github.simulator.model, "acme/study");
const change = () => study().changes.find((one) => one.number === number);
const lineFindings = [{ fingerprint: "f1", path: "dags/a.py", line: 2, body: "Line 2 is wrong." }];
const check = { name: "countersign/approval: main", conclusion: "success", title: "Yes", summary: "", annotations: [] };

/** Publications, and how many there are of what each makes. */
const publications = {
  report: {
    publish: () =>
      github.forge.publishReport(github.refTo(number), {
        head,
        checks: [{ ...check, conclusion: "success" }],
        summary: "All is well.",
        lineFindings,
      }),
    count: () =>
      Math.max(
        study().checkRuns.filter((run) => run.headSha === head).length,
        change()?.comments.length ?? 0,
        change()?.threads.length ?? 0,
      ),
  },
  deployment: {
    publish: () =>
      github.forge.publishDeployment(github.study, {
        sha: head,
        ref: "refs/heads/main",
        environment: "london/study",
        state: "success",
        description: "Live.",
      }),
    count: () => study().deployments.filter((one) => one.sha === head).length,
  },
  alert: {
    publish: () =>
      github.forge.publishAlert(github.study, { key: head, sha: head, title: "Nobody approved this", body: "Look." }),
    count: () => study().issues.filter((issue) => issue.body.includes(head)).length,
  },
  answer: {
    publish: () => github.forge.answerComment(github.refTo(number), 12, "Merged."),
    count: () => change()?.comments.length ?? 0,
  },
} as const;

describe.each(Object.entries(publications))("a %s whose requests are cut", (_, { publish, count }) => {
  test("after GitHub did what they ask is there once in the end", async () => {
    const fault: RequestFault = { kind: "cut", when: "after" };
    for (let failures = 0; failures < 8; failures += 1) {
      github.simulator.faults.requests.clear();
      github.simulator.faults.requests.add({ method: "POST", skip: failures, fault });
      await publish().catch((error: unknown) => expect(error).toMatchObject({ name: "ForgeError", retryable: true }));
    }
    github.simulator.faults.requests.clear();
    await publish();
    expect(count()).toBe(1);
  });
});

describe("a read", () => {
  const read = () => github.forge.readChange(github.refTo(number));

  test.each<RequestFault>([
    { kind: "status", status: 500 },
    { kind: "status", status: 502 },
    { kind: "cut", when: "before" },
    { kind: "slow-body", ms: 20, pieces: 5 },
  ])("gets through %o", async (fault) => {
    const calm = await read();
    github.simulator.faults.requests.add({ method: "GET", path: "/repos/acme/study/", times: 2, fault });
    expect(await read()).toEqual(calm);
  });

  test.each<[RequestFault, number]>([
    [{ kind: "secondary-rate-limit", retryAfter: 1 }, 1],
    [{ kind: "rate-limit", resetInSeconds: 2 }, 4], // told in whole seconds, and one more
  ])("says how long to wait at %o", async (fault, seconds) => {
    github.simulator.faults.requests.add({ path: "/timeline", fault });
    const error: unknown = await read().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ name: "ForgeError", retryable: true });
    const wait = error instanceof Error && "retryAfterMs" in error ? Number(error.retryAfterMs) : 0;
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(seconds * 1000);
    await new Promise((resolve) => setTimeout(resolve, wait));
    expect(await read()).toMatchObject({ state: "open" });
  });
});
