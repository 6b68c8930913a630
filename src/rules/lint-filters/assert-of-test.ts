import type { LintFilter } from "./filter.ts";

export const assertOfTest: LintFilter = {
  name: "assert-of-test",
  codes: ["S101"],
  summary: "Tests are made of `assert`.",
  drops: (_, { path }) =>
    /(?:^|\/)(?:tests?\/|test_[^/]*\.py$|conftest\.py$|[^/]*_test\.py$)/.test(path) ? "it stands in a test" : null,
};
