import { describe, expect, test } from "vitest";
import { compareRepository, type StatedRepository } from "../../../src/targets/dag-directory/compare-repository.ts";
import type { ExpectedPlace } from "../../../src/targets/dag-directory/verify-place.ts";

const byService: StatedRepository = { key: "github:5", host: null, name: "acme/study" };
const byNode: StatedRepository = { key: null, host: "github.com", name: "acme/study" };

function judge(stated: StatedRepository, repository: string | null, formerly: readonly string[] = []) {
  return compareRepository(stated, { repository, formerly }).map(({ code, message }) => `${code}: ${message}`);
}

function judgeByFile(stated: StatedRepository, place: string | null, given: Partial<ExpectedPlace> = {}) {
  const trusted = { controllers: [], trust: null, serviceKeys: [], place };
  return compareRepository(stated, { repository: null, ...given, trusted }).map(({ message }) => message);
}

describe("what the command line names", () => {
  test.each<[stated: StatedRepository, wanted: string, isIt: boolean]>([
    [byService, "acme/study", true],
    [byService, "Acme/Study", true],
    [byService, "study", false],
    [byService, "other/acme/study", false],
    [byService, "github:5", true],
    [byService, "gitlab:5", false],
    [byService, "github:55", false],
    [byNode, "acme/study", true],
    [byNode, "github.com/acme/study", true],
    [byNode, "github.example/acme/study", false],
    [byNode, "com/acme/study", false],
    [byNode, "study", false],
    [byNode, "github:5", false],
    [{ ...byNode, name: "mirrors/acme/study" }, "acme/study", false],
    [{ ...byNode, host: "evil.example", name: "github.com/acme/study" }, "github.com/acme/study", false],
    [{ ...byNode, key: "github:5" }, "github:5", true],
  ])("%j is %s: %s", (stated, wanted, isIt) => {
    expect(judge(stated, wanted)).toHaveLength(isIt ? 0 : 1);
  });

  test("nothing named is nothing compared", () => {
    expect(judge(byService, null)).toEqual([]);
    expect(judge(byNode, null)).toEqual([]);
  });
});

describe("what the node's file names", () => {
  test.each<[stated: StatedRepository, place: string | null, isIt: boolean]>([
    [byService, "github.com/acme/study", true],
    [byService, "github.com/acme/other", false],
    [byNode, "github.com/acme/study", true],
    [byNode, "github.example/acme/study", false],
    [byNode, "acme/study", false],
    [byNode, null, false],
  ])("%j is %s: %s", (stated, place, isIt) => {
    expect(judgeByFile(stated, place)).toHaveLength(isIt ? 0 : 1);
  });

  test("it holds beside what the command line names", () => {
    expect(judgeByFile(byNode, "github.com/acme/study", { repository: "acme/other" })).toHaveLength(1);
    expect(judgeByFile(byNode, "github.com/acme/other", { repository: "acme/study" })).toHaveLength(1);
    expect(judgeByFile(byService, null, { repository: "acme/study" })).toEqual([]);
  });
});

describe("after a transfer", () => {
  test("what was attested under the former name is told apart, and how to say that it is the same", () => {
    const hint = "If that is what it was called before, add --formerly";
    expect(judge(byService, "other/study")).toEqual([
      `other-repository: The attestation is of the repository acme/study (github:5), and this is other/study. ${hint} acme/study, or name it by its id, --repository github:5.`,
    ]);
    expect(judge(byNode, "github:5")).toEqual([
      `other-repository: The attestation is of the repository github.com/acme/study (no id is said), and this is github:5. ${hint} github.com/acme/study.`,
    ]);
  });

  test("its id is the same, whatever the node's file calls it now", () => {
    expect(judgeByFile(byService, "github.com/other/study", { repository: "github:5" })).toEqual([]);
    expect(judgeByFile(byService, "github.com/acme/study", { repository: "github:6" })).toHaveLength(1);
  });

  test("a former name that is given is as good as the name now, exactly", () => {
    expect(judge(byService, "other/study", ["old/study", "acme/study"])).toEqual([]);
    expect(judge(byService, "other/study", ["acme/studyx", "study"])).toHaveLength(1);
    expect(judge(byNode, "other/study", ["github.com/acme/study"])).toEqual([]);
    expect(judge(byNode, "other/study", ["gitlab.com/acme/study"])).toHaveLength(1);
    expect(judge(byNode, "github:5", ["github.com/acme/study"])).toEqual([]);
    expect(judgeByFile(byNode, "github.com/other/study", { formerly: ["github.com/acme/study"] })).toEqual([]);
  });

  test("another id is another repository, whatever it was called", () => {
    expect(judge(byService, "github:6", ["acme/study"])).toEqual([
      "other-repository: The attestation is of the repository acme/study (github:5), and this is github:6.",
    ]);
  });
});
