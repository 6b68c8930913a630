import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Exchange } from "../forge/exchanges.ts";
import { readGithubDescription } from "../forge/support/github-description.ts";
import { type Story, startStory } from "../forge/support/github-story.ts";
import { createExchangeValidator, type ValidateExchange } from "../forge/support/validate-exchange.ts";
import { playEverything } from "./play-github.ts";

let story: Story;
let validate: ValidateExchange;
let exchanges: readonly Exchange[];

beforeAll(async () => {
  validate = createExchangeValidator(await readGithubDescription());
  story = await startStory();
  const stop = story.forge.exchanges.record();
  await playEverything(story);
  exchanges = stop();
}, 120_000);
afterAll(() => story.close());

const notDescribed = /^\/(graphql|settings\/|organizations\/[^/]+\/settings\/)/;

describe("the GitHub face answers as GitHub's own description says", () => {
  test("in every exchange of a story that uses all of it", () => {
    const described = exchanges.filter((one) => !notDescribed.test(one.path));
    const verdicts = described.map((one) => ({
      exchange: `${one.method} ${one.path} ${one.status}`,
      ...validate(one),
    }));
    const wrong = verdicts.filter((one) => one.problems.length > 0);
    expect([...new Set(wrong.map((one) => `${one.exchange}: ${one.problems.join("; ")}`))]).toEqual([]);
    expect(new Set(verdicts.map((one) => one.operation)).size).toBeGreaterThan(80);
  });

  test("and a wrong answer, a wrong request and an unknown operation are seen", () => {
    const found = exchanges.find((one) => one.method === "GET" && /\/pulls\/\d+$/.test(one.path) && one.status === 200);
    expect(found).toBeDefined();
    if (found === undefined) return;
    expect(validate(found).problems).toEqual([]);
    const { number: _, ...withoutNumber } = found.responseBody as Record<string, unknown>;
    expect(validate({ ...found, responseBody: withoutNumber }).problems).toEqual([expect.stringContaining("number")]);
    expect(validate({ ...found, path: `${found.path}?nonsense=1` }).problems).toEqual([
      expect.stringContaining("nonsense"),
    ]);
    expect(validate({ ...found, path: "/repos/acme/study/horoscope" }).operation).toBeNull();
    const made = exchanges.find((one) => one.method === "POST" && one.path.endsWith("/check-runs"));
    expect(made).toBeDefined();
    if (made === undefined) return;
    const body = { ...(made.requestBody as Record<string, unknown>), head_sha: 7, mood: "good" };
    expect(validate({ ...made, requestBody: body }).problems).toHaveLength(2);
  });
});
