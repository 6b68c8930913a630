import { describe, expect, test } from "vitest";
import type { ChangeRequest } from "../../src/domain/change.ts";
import { contributor } from "../../src/predicates/contributor.ts";
import { ada, ben, commit, jobRequest, person } from "../core/decide/facts.ts";
import { evaluate } from "./evaluate.ts";

const others: Partial<ChangeRequest> = {
  author: ben,
  pushers: [person(ben)],
  commits: { complete: true, items: [commit({ author: person(ben), committer: person(ben) })] },
};
const byBen = commit({ author: person(ben), committer: person(ben) });

describe("contributor", () => {
  test.each<readonly [string, Partial<ChangeRequest>]>([
    ["the author of the change", { author: ada }],
    ["who pushed", { pushers: [person(ben), person(ada)] }],
    ["the author of a commit", { commits: { complete: true, items: [{ ...byBen, author: person(ada) }] } }],
    ["its committer", { commits: { complete: true, items: [{ ...byBen, committer: person(ada) }] } }],
    ["its co-author", { commits: { complete: true, items: [{ ...byBen, coAuthors: [person(ada)] }] } }],
  ])("%s", (_, more) => {
    expect(evaluate(contributor, "writers", { ...others, ...more })).toMatchObject({
      answer: "holds",
      reason: "ada, who contributed, belongs to `writers`",
    });
  });

  test("nobody else", () => {
    expect(evaluate(contributor, "writers", others)).toMatchObject({
      answer: "fails",
      reason: "nobody who contributed belongs to `writers`",
    });
    const merge = { ...byBen, author: person(ada), isCleanUpdateMerge: true };
    expect(evaluate(contributor, "writers", { ...others, commits: { complete: true, items: [merge] } }).answer).toBe(
      "fails",
    );
    const orphan = { ...byBen, author: null, committer: null };
    expect(evaluate(contributor, "writers", { ...others, commits: { complete: true, items: [orphan] } }).answer).toBe(
      "fails",
    );
  });

  test("unknown pushers leave it open, unless somebody is known to be one", () => {
    expect(evaluate(contributor, "writers", { ...others, pushers: null })).toMatchObject({
      answer: "unknown",
      reason: "it is not known who pushed",
    });
    expect(evaluate(contributor, "writers", { ...jobRequest, pushers: null }).answer).toBe("holds");
  });

  test("of a landing of unknown origin only those who committed are known", () => {
    const unknown = { answer: "unknown", reason: "it is not known by which change it landed, or who pushed it" };
    expect(evaluate(contributor, "writers", { ...others, broughtBy: null })).toMatchObject(unknown);
    expect(evaluate(contributor, "writers", { ...others, author: ada, broughtBy: null })).toMatchObject(unknown);
    expect(evaluate(contributor, "writers", { ...jobRequest, author: ben, broughtBy: null }).answer).toBe("holds");
  });
});
