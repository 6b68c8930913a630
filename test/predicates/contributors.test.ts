import { expect, test } from "vitest";
import { contributorsTo } from "../../src/predicates/contributors.ts";
import { ada, ben, cleo, commit, dan, eve, person } from "../core/decide/facts.ts";

test("everybody who wrote, committed, co-authored or pushed, each once, by their ids", () => {
  const items = [
    commit({ author: person(eve), committer: person(dan), coAuthors: [person(cleo), person(ben)] }),
    commit({ author: null, committer: null }),
  ];
  expect(contributorsTo({ commits: { complete: true, items }, pushers: [person(eve), person(ada)] })).toEqual(
    [ada, ben, cleo, dan, eve].map(person),
  );
});

test("unknown pushers are nobody here, and a clean update merge is nobody's", () => {
  const items = [commit({ author: person(ben), isCleanUpdateMerge: true }), commit({})];
  expect(contributorsTo({ commits: { complete: true, items }, pushers: null })).toEqual([person(ada)]);
});
