import { describe, expect, test } from "vitest";
import type { ChangeRequest } from "../../src/domain/change.ts";
import { accountOf } from "../../src/predicates/account-of.ts";
import { ada, approval, comment, jobRequest, label, person, robot } from "../core/decide/facts.ts";

const kindOf = (who: typeof robot, more: Partial<ChangeRequest> = {}) =>
  accountOf(person(who), { ...jobRequest, ...more }).kind;
const { number, title, isDraft, isFork, author, requester } = jobRequest;
const landed = { number, title, isDraft, isFork, author, requester, labels: [] };

describe("somebody of whom no more is told than who it is", () => {
  test("is a user where nothing says otherwise", () => {
    expect([kindOf(ada), kindOf(robot)]).toEqual(["user", "user"]);
    expect(kindOf(ada, { author: robot, broughtBy: null })).toBe("user");
    expect(kindOf(ada, { labels: [label({ by: null })] })).toBe("user");
  });

  test.each<readonly [string, Partial<ChangeRequest>]>([
    ["opened the change", { author: robot }],
    ["reviewed it", { reviews: [approval({ by: robot })] }],
    ["commented", { comments: [comment({ by: robot, body: "x" })] }],
    ["set a label", { labels: [label({ by: robot })] }],
    ["opened the change by which it landed", { broughtBy: [{ ...landed, author: robot }] }],
    ["set a label of that", { broughtBy: [{ ...landed, labels: [label({ by: robot })] }] }],
  ])("is a bot where one %s", (_, more) => {
    expect([kindOf(robot, more), kindOf(ada, more)]).toEqual(["bot", "user"]);
  });

  test("is a bot by its login, on GitHub, where nobody else can have such a one", () => {
    const app = { ...robot, login: "renovate[bot]" };
    expect([kindOf(app), kindOf(app, { forge: "gitlab" })]).toEqual(["bot", "user"]);
  });
});
