import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import type { ChangedFile, ChangeRequest } from "../../../src/domain/change.ts";
import type { PolicySource } from "../../../src/domain/policy.ts";
import {
  ada,
  approval,
  ben,
  cleo,
  comment,
  eve,
  file,
  files,
  head,
  jobRequest,
  nodeOf,
  oneController,
  person,
  policy,
  robot,
} from "./facts.ts";

const none = policy("otherwise: { require: none }");
const byBen = { reviews: [approval({ by: ben })] };

function decideOn(
  more: Partial<ChangeRequest>,
  source: PolicySource = none,
  node = nodeOf(ben) as ReturnType<typeof nodeOf> | null,
) {
  return decide({ ...jobRequest, ...more }, { policy: source, node });
}

describe("where a node is governed, one of its controllers agrees to everything", () => {
  test("also where the policy requires nothing", () => {
    expect(decideOn({})).toMatchObject({ status: "pending", summary: "Waiting for 1 approval from node controllers." });
    expect(decideOn(byBen)).toMatchObject({
      status: "approved",
      summary: "Approved by ben.",
      approvals: [{ counted: true }],
    });
  });

  test("besides those whom the policy asks", () => {
    expect(decideOn({ reviews: [approval({ by: cleo })] }, oneController).status).toBe("pending");
    expect(decideOn(byBen, oneController).status).toBe("approved");
    expect(
      decideOn({ reviews: [approval({ by: cleo }), approval({ by: eve })] }, oneController, nodeOf(eve)).status,
    ).toBe("approved");
  });

  test("bound like any other approval", () => {
    expect(decideOn({ reviews: [approval({ by: ben, sha: "x" })] }).status).toBe("pending");
    expect(decideOn({ ...byBen, pushers: [person(ben)] }).status).toBe("pending");
    expect(
      decideOn(
        { ...byBen, author: ben },
        policy("otherwise: { require: none }\n  counting: { author: allow }".replace("otherwise", "  otherwise")),
      ).status,
    ).toBe("approved");
  });

  test("a controller of the other forge is none here", () => {
    const node = nodeOf(ben);
    const elsewhere = { ...node, controllers: node.controllers.map((one) => ({ ...one, forge: "gitlab" as const })) };
    expect(decideOn(byBen, none, elsewhere).status).toBe("pending");
    expect(decideOn({ ...byBen, forge: "gitlab" }, none, elsewhere).status).toBe("approved");
  });

  test("a bot that is named is a controller", () => {
    expect(decideOn({ reviews: [approval({ by: robot })] }, none, nodeOf(robot)).status).toBe("approved");
  });
});

describe("protected files need a controller of the node who contributed nothing", () => {
  const all = policy(`
    people: { a: { users: { login: ben, id: 2 } } }
    otherwise: { require: none }
    counting: { author: allow, contributors: allow }
  `);
  const paths = [
    ".countersign.yml",
    ".github/countersign.yml",
    ".gitlab/countersign.yml",
    ".gitattributes",
    "deep/down/.gitattributes",
    ".gitmodules",
    "CODEOWNERS",
    "docs/CODEOWNERS",
    ".github/CODEOWNERS",
    ".gitlab/CODEOWNERS",
    ".github/workflows/ci.yml",
    ".github/workflows/deep/ci.yml",
    ".github/actions/x/action.yml",
    ".gitlab-ci.yml",
    "countersign.node.yml",
    "countersign.yml",
  ];

  test.each(paths)("%s", (path) => {
    expect(decideOn(files(path), all, null)).toMatchObject({
      status: "pending",
      tree: {
        children: [
          {},
          { name: "protected files", status: "pending", waitingFor: [{ count: 1, from: "node controllers" }] },
        ],
      },
    });
    expect(decideOn({ ...files(path), ...byBen }, all, null).status).toBe("pending");
    expect(decideOn({ ...files(path), ...byBen }, all).status).toBe("approved");
    expect(decideOn({ ...files(path), reviews: [approval({ by: cleo })] }, all).status).toBe("pending");
  });

  test.each([
    "src/CODEOWNERS",
    "x/.countersign.yml",
    "x/countersign.yml",
    ".github/dependabot.yml",
    "workflows/ci.yml",
    "x/.github/workflows/ci.yml",
    "gitattributes",
    "docs/.gitlab-ci.yml",
  ])("%s is not one", (path) => {
    expect(decideOn(files(path), all, null).status).toBe("approved");
  });

  describe.each([".github", ".github/workflows", ".github/actions", ".gitlab", "docs"])("below %s", (path) => {
    const at = (more: Partial<ChangedFile>) => ({ files: { complete: true, items: [file(path, more)] } });

    test.each<readonly [string, Partial<ChangedFile>]>([
      ["a link", { mode: "120000" }],
      ["a submodule", { mode: "160000" }],
      ["nobody knows what", { mode: "" }],
      ["a link that is gone", { mode: "120000", status: "removed" }],
      ["a file where a link was", { mode: "100644", status: "modified", previousMode: "120000" }],
      ["a link that came from elsewhere", { mode: "120000", status: "renamed", previousPath: "x" }],
    ])("they could be: %s", (_, more) => {
      expect(decideOn({ ...at(more), ...byBen }, all, null).status).toBe("pending");
      const decision = decideOn({ ...at(more), reviews: [approval({ by: cleo })] }, all);
      expect(decision.tree.children.find(({ name }) => name === "protected files")).toMatchObject({
        status: "pending",
        reason: expect.stringContaining(`\`${path}\``),
      });
      expect(decideOn({ ...at(more), ...byBen }, all).status).toBe("approved");
    });

    test("they cannot be: an ordinary file", () => {
      expect(decideOn(at({}), all, null).status).toBe("approved");
    });
  });

  test("where a link was that stands elsewhere now", () => {
    const items = [file("x", { mode: "120000", status: "renamed", previousPath: ".github" })];
    expect(decideOn({ files: { complete: true, items } }, all, null).status).toBe("pending");
  });

  test("a link elsewhere is none of them", () => {
    const items = ["x", ".githu", "docs/x", ".github/ISSUE_TEMPLATE"].map((path) => file(path, { mode: "120000" }));
    expect(decideOn({ files: { complete: true, items } }, all, null).status).toBe("approved");
  });

  test("under either path of a rename", () => {
    const items = [file("docs/old.md", { previousPath: ".gitlab-ci.yml", status: "renamed" })];
    expect(decideOn({ files: { complete: true, items } }, all, null).status).toBe("pending");
  });

  test.each<readonly [string, Partial<ChangeRequest>]>([
    ["opened it", { author: ben }],
    [
      "wrote a commit",
      {
        commits: {
          complete: true,
          items: [
            { ...(jobRequest.commits.items[0] as ChangeRequest["commits"]["items"][number]), coAuthors: [person(ben)] },
          ],
        },
      },
    ],
    ["pushed", { pushers: [person(ada), person(ben)] }],
  ])("who %s does not count, whatever `counting` says", (_, more) => {
    expect(decideOn({ ...files("jobs/a.yml"), ...byBen, ...more }, all).status).toBe("approved");
    const decision = decideOn({ ...files(".gitattributes"), ...byBen, ...more }, all);
    expect(decision.status).toBe("pending");
    expect(decision.tree.children.find(({ name }) => name === "protected files")?.reason).toContain(
      "the approval of ben does not count: they contributed to the change",
    );
  });

  test("nor an approval of an older head", () => {
    const old = { reviews: [approval({ by: ben, sha: "x" })] };
    expect(decideOn({ ...files(".gitattributes"), ...old }, all).tree.children[1]).toMatchObject({
      name: "protected files",
      status: "pending",
    });
  });

  test("nor who asked for the run", () => {
    expect(decideOn({ ...files(".gitattributes"), ...byBen, requester: person(ben) }, all).status).toBe("pending");
  });

  test("unknown pushers fail it, though contributors are allowed", () => {
    expect(decideOn({ ...files("jobs/a.yml"), ...byBen, pushers: null }, all).status).toBe("approved");
    expect(decideOn({ ...files(".gitattributes"), ...byBen, pushers: null }, all).status).toBe("failed");
  });

  test("the files are named", () => {
    expect(decideOn(files(".gitattributes", "jobs/a.yml"), all).tree.children[1]?.reason).toBe(
      "it changes `.gitattributes`: it needs 1 approval from node controllers",
    );
  });
});

describe("without a policy", () => {
  const absent: PolicySource = { state: "absent" };

  test("nothing is approved, and the reason says how to add one", () => {
    const decision = decideOn(byBen, absent);
    expect(decision.tree.children[0]).toMatchObject({ name: "policy", status: "pending" });
    expect(decision).toMatchObject({ status: "pending", policy: { sha256: "", name: "no policy" } });
    expect(decision.summary).toContain("add `.countersign.yml`");
    expect(decideOn(byBen, absent, null).status).toBe("pending");
  });

  test.each([".countersign.yml", ".github/countersign.yml", ".gitlab/countersign.yml"])(
    "a change that only adds %s is for a controller of the node",
    (path) => {
      expect(decideOn(files(path), absent).status).toBe("pending");
      expect(decideOn({ ...files(path), ...byBen }, absent).status).toBe("approved");
      expect(decideOn({ ...files(path), reviews: [approval({ by: cleo })] }, absent).status).toBe("pending");
      expect(decideOn({ ...files(path), ...byBen, pushers: [person(ben)] }, absent).status).toBe("pending");
      expect(decideOn({ ...files(path), ...byBen }, absent, null).status).toBe("pending");
      expect(decideOn({ ...files(path, "jobs/a.yml"), ...byBen }, absent).status).toBe("pending");
    },
  );

  test("a change that edits a policy, or touches no file, is not one that only adds the first", () => {
    expect(
      decideOn(
        { files: { complete: true, items: [file(".countersign.yml", { status: "modified" })] }, ...byBen },
        absent,
      ).status,
    ).toBe("pending");
    expect(decideOn({ ...files(), ...byBen }, absent).status).toBe("pending");
  });

  test("controllers can object and hold, and facts must be known", () => {
    const first = { ...files(".countersign.yml"), ...byBen };
    const node = nodeOf(ben, cleo);
    expect(
      decideOn({ ...first, comments: [comment({ by: cleo, body: "/countersign reject" })] }, absent, node).status,
    ).toBe("rejected");
    expect(
      decideOn({ ...first, comments: [comment({ by: cleo, body: "/countersign hold" })] }, absent, node).status,
    ).toBe("pending");
    expect(
      decideOn({ ...first, comments: [comment({ by: eve, body: "/countersign reject" })] }, absent, node).status,
    ).toBe("approved");
    expect(decideOn({ ...first, pushers: null }, absent, node).status).toBe("failed");
  });
});

describe("a policy that cannot be read", () => {
  const problem = (line: number) => ({ path: ".countersign.yml", line, column: 3, message: "Unknown key `x`." });
  const invalid = (count: number): PolicySource => ({
    state: "invalid",
    problems: Array.from({ length: count }, (_, index) => problem(index + 1)),
    sha256: "f".repeat(64),
    name: "bad",
  });

  test("approves nothing, and says where it is wrong", () => {
    expect(decideOn(byBen, invalid(1))).toMatchObject({
      status: "failed",
      summary:
        "No decision is possible: the policy of the base branch cannot be read: .countersign.yml:1:3: Unknown key `x`.",
      policy: { sha256: "f".repeat(64), name: "bad" },
      approvals: [{ counted: false, why: "the policy cannot be read" }],
    });
  });

  test("tells each place on its own", () => {
    expect(decideOn(byBen, invalid(2)).tree.children).toMatchObject([
      {
        name: "policy",
        reason:
          "the policy of the base branch cannot be read: .countersign.yml:1:3: Unknown key `x`. .countersign.yml:2:3: Unknown key `x`.",
      },
    ]);
  });

  test("tells three places at most", () => {
    const { reason } = decideOn(byBen, invalid(5)).tree.children[0] ?? { reason: "" };
    expect(reason).toContain(".countersign.yml:3:3");
    expect(reason).not.toContain(".countersign.yml:4:3");
    expect(reason).toContain("(and 2 more)");
  });
});

test("`mode: observe` changes nothing of the status", () => {
  const source = policy(
    "mode: observe\n    people: { a: { users: { login: ben, id: 2 } } }\n    otherwise: { require: { count: 1, from: a } }".replace(
      "mode",
      "    mode",
    ),
  );
  expect(decideOn({}, source, null).status).toBe("pending");
  expect(
    decideOn({ comments: [comment({ by: ben, body: `/countersign approve ${head}` })] }, source, null).status,
  ).toBe("approved");
});
