import { createHash } from "node:crypto";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { AcceptancePredicate, ReleasePredicate } from "../../../src/domain/attestation.ts";
import { writeControllerStatement } from "../../../src/formats/controller-statement.ts";
import type { SignedBy } from "../../../src/targets/dag-directory/compare-signed.ts";
import { recomputeTree } from "../../../src/targets/dag-directory/recompute-tree.ts";
import { releaseStatement } from "../../evidence/statements.ts";
import { makeRepository, type TestRepository, temporaryDirectory } from "../../git/repository.ts";

type Landed = ReleasePredicate["landed"];

let repository: TestRepository;
let [base, before, head, merged, tree] = ["", "", "", "", ""];
beforeEach(() => {
  repository = makeRepository(join(temporaryDirectory(), "work"));
  base = repository.commit({ "a.py": "one", "b.py": "one" });
  repository.git("checkout", "--quiet", "-b", "change");
  head = repository.commit({ "a.py": "two" });
  repository.git("checkout", "--quiet", "main");
  before = repository.commit({ "b.py": "two" });
  repository.git("merge", "--quiet", "--no-ff", "--no-edit", "change");
  merged = repository.git("rev-parse", "HEAD");
  tree = repository.git("rev-parse", "HEAD^{tree}");
});

const clone = () => ({ directory: join(repository.directory, ".git") });
const change = (): Landed => ({ commit: merged, tree, before, basis: { kind: "change", number: 7, head } });

function recompute(landed: Landed, mergeBase = base) {
  return recomputeTree(clone(), { release: releaseStatement({ landed, mergeBase }), acceptance: null });
}

async function flawOf(landed: Landed, mergeBase = base): Promise<string> {
  const { flaws, proof } = await recompute(landed, mergeBase);
  expect(proof).toEqual([]);
  return flaws.map(({ code, message }) => `${code}: ${message}`).join("\n");
}

describe("what a service signed", () => {
  test("the clean merge of the approved head into what it landed on is computed again, also of a squash", async () => {
    const proof = [`git computes the tree ${tree} as well: it is the clean merge of ${head} into ${before}`];
    expect(await recompute(change())).toEqual({ flaws: [], proof });
    const squash = repository.git("commit-tree", tree, "-p", before, "-m", "squash");
    expect(await recompute({ ...change(), commit: squash })).toEqual({ flaws: [], proof });
  });

  test("a tree that was altered while it landed is another one, whoever signed it", async () => {
    const evil = repository.commit({ "c.py": "evil" });
    const altered = { ...change(), commit: evil, tree: repository.git("rev-parse", `${evil}^{tree}`) };
    expect(await flawOf(altered)).toMatch(
      new RegExp(`^other-tree: The merge of ${head} into ${before} is the tree ${tree}, not`),
    );
  });

  test("a commit that has not the signed tree is told", async () => {
    expect(await flawOf({ ...change(), commit: before })).toMatch(
      new RegExp(`^other-tree: The commit ${before} has the tree`),
    );
  });

  test("what it is said to have landed on must be below it on the branch, not beside", async () => {
    const twin = repository.git("commit-tree", `${before}^{tree}`, "-p", `${before}^`, "-m", "a twin");
    expect(await flawOf({ ...change(), before: twin })).toBe(
      `other-tree: ${merged} did not land on ${twin}, as was signed.`,
    );
    expect(await flawOf({ ...change(), before: merged }, head)).toBe(
      `other-tree: ${merged} did not land on ${merged}, as was signed.`,
    );
  });

  test("a head that conflicts was merged by somebody's hand", async () => {
    repository.git("checkout", "--quiet", "-B", "other", `${before}^`);
    const other = repository.commit({ "b.py": "three" });
    expect(await flawOf({ ...change(), basis: { kind: "change", number: 7, head: other } })).toBe(
      `other-tree: The head ${other} does not merge cleanly into ${before}.`,
    );
  });

  test("what the clone lacks, or the statement does not say, is not computed, and is no proof", async () => {
    const gone = "e".repeat(40);
    for (const landed of [
      { ...change(), before: gone },
      { ...change(), commit: gone },
    ]) {
      expect(await flawOf(landed)).toMatch(new RegExp(`^not-computed: .* There is no commit ${gone} in .*Fetch it`));
    }
    const { before: _, ...old } = change();
    expect(await flawOf(old)).toBe(
      "not-computed: The tree was not computed again. The evidence does not say on which commit the change landed.",
    );
  });

  test("what was adopted, countersigned or restored is the tree of its commits", async () => {
    const proof = [`git has the tree ${tree} for it, too`];
    const by = { id: 3, login: "cleo", kind: "user" } as const;
    expect(await recompute({ ...change(), basis: { kind: "adopted", by } })).toEqual({ flaws: [], proof });
    expect(await recompute({ ...change(), basis: { kind: "restores", release: merged } })).toEqual({
      flaws: [],
      proof,
    });
    expect(await flawOf({ ...change(), basis: { kind: "restores", release: before } })).toMatch(
      /^other-tree: The commit/,
    );
  });
});

describe("what lies between a landing and the commit that it is said to have landed on", () => {
  const put = (parent: string, files: Readonly<Record<string, string>>) => {
    repository.git("checkout", "--quiet", "--detach", parent);
    return repository.commit(files);
  };

  test("what landed meanwhile is named, though the tree is the merge into the older commit", async () => {
    const mended = put(before, { "fix.py": "mended" });
    const squash = repository.git("commit-tree", tree, "-p", mended, "-m", "undoes it");
    expect(await flawOf({ ...change(), commit: squash })).toBe(
      `passed-over: ${squash} did not land on ${before} itself, as was signed: ${mended} lies between, which is no step of what was approved. No attestation is known that covers it.`,
    );
    const [second] = [put(mended, { "fix.py": "mended again" })];
    const both = repository.git("commit-tree", tree, "-p", second, "-m", "undoes both");
    expect(await flawOf({ ...change(), commit: both })).toContain(`${mended} and ${second} lie between`);
  });

  test("the steps of a rebase are those of the change, and are named", async () => {
    const last = put(head, { "c.py": "three" });
    const first = put(before, { "a.py": "two" });
    const landed = put(first, { "c.py": "three" });
    const rebased = (commit: string): Landed => ({
      ...change(),
      commit,
      tree: repository.git("rev-parse", `${commit}^{tree}`),
      basis: { kind: "change", number: 7, head: last },
    });
    expect(await recompute(rebased(landed))).toMatchObject({
      flaws: [],
      proof: [expect.stringContaining("clean merge"), `it landed in 2 steps of the change: ${first} and ${landed}`],
    });

    const evil = put(before, { "evil.py": "evil" });
    const undone = repository.git("commit-tree", rebased(landed).tree, "-p", evil, "-m", "the rest");
    expect(await flawOf(rebased(undone))).toContain(`passed-over: ${undone} did not land on`);
  });

  test("a head that the branch was moved to had what it landed on merged into it", async () => {
    repository.git("checkout", "--quiet", "--detach", head);
    repository.git("merge", "--quiet", "--no-edit", before);
    const moved = repository.git("rev-parse", "HEAD");
    const landed = { ...change(), commit: moved, basis: { kind: "change", number: 7, head: moved } } as const;
    expect(await recompute(landed, before)).toMatchObject({ flaws: [], proof: { length: 2 } });
  });

  test("a head that was approved as a change of another commit brings what nobody was shown", async () => {
    const pushed = put(before, { "evil.py": "evil" });
    const onTop = put(pushed, { "c.py": "three" });
    const landed: Landed = {
      commit: onTop,
      tree: repository.git("rev-parse", `${onTop}^{tree}`),
      before,
      basis: { kind: "change", number: 7, head: onTop },
    };
    expect(await flawOf(landed, pushed)).toBe(
      `passed-over: The head ${onTop} was approved for what it changes since ${pushed}, and on ${before} it also brings what came before that.`,
    );
  });
});

describe("what a node says that accepted it by itself", () => {
  const accepted = (evidence: Partial<AcceptancePredicate["evidence"]>, signedBy?: SignedBy) => {
    const { predicate: _, ...rest } = releaseStatement();
    const facts = { commit: merged, before, basis: "controller-signatures", signatures: [], review: null } as const;
    const predicate = {
      landed: { commit: merged, tree },
      evidence: { ...facts, ...evidence },
    } as unknown as AcceptancePredicate; // the rest is not looked at
    const stated = { release: null, acceptance: { ...rest, predicate } };
    return recomputeTree(clone(), signedBy === undefined ? stated : { ...stated, signedBy });
  };
  const signed = (signedHead: string, policy: string | null = null) => ({
    signature: "",
    text: writeControllerStatement({
      version: 1,
      purpose: "countersign approval",
      repository: "github.com/acme/study",
      baseRef: "refs/heads/main",
      node: null,
      signedAt: "2026-11-20T12:00:00Z",
      expires: null,
      forge: "github",
      change: 7,
      head: signedHead,
      tree,
      mergeBase: base,
      policy,
    }),
  });
  const signedLanding = (commit: string) => ({
    signature: "",
    text: writeControllerStatement({
      version: 1,
      purpose: "countersign landing",
      repository: "github.com/acme/study",
      baseRef: "refs/heads/main",
      node: null,
      signedAt: "2026-11-20T12:00:00Z",
      expires: null,
      commit,
      tree,
      before,
      policy: null,
    }),
  });
  const signer = (login: string, email: string) => ({ login, accounts: [], emails: [email] });
  const committer = () => repository.git("show", "--no-patch", "--format=%ce", head);

  test("that the tree is the clean merge of the head that controllers signed", async () => {
    expect((await accepted({ signatures: [signed(head)] })).proof).toEqual([
      expect.stringContaining(`clean merge of ${head}`),
    ]);
    const { flaws } = await accepted({ signatures: [signed(before)] });
    expect(flaws).toMatchObject([{ code: "other-tree" }]);
  });

  test("that enough of those who signed wrote none of it", async () => {
    const ben = signer("ben", committer().toUpperCase());
    const cleo = signer("cleo", "cleo@example.org");
    const own = [
      {
        code: "own-change",
        path: null,
        message: `ben signed what has a commit of their own between ${before} and ${head}: of 1 signature that the node's file asks for, too few are by others.`,
      },
    ];
    const signatures = [signed(head)];
    expect(await accepted({ signatures }, { signers: [ben], needed: 1 })).toEqual({ flaws: own, proof: [] });
    expect((await accepted({ signatures }, { signers: [ben, cleo], needed: 2 })).flaws).toHaveLength(1);
    expect((await accepted({ signatures }, { signers: [ben, cleo], needed: 1 })).proof).toEqual([
      expect.stringContaining("clean merge"),
      `enough who signed it did not write a commit of it, and it was signed under the policy of ${before}`,
    ]);
    expect((await accepted({ signatures }, { signers: [cleo], needed: 1 })).proof[1]).toMatch(/^nobody who signed it/);
    const ofLanding = await accepted({ signatures: [signedLanding(merged)] }, { signers: [ben], needed: 1 });
    expect(ofLanding.flaws).toMatchObject([{ code: "own-change" }]);
  });

  test("that it was signed under the policy of the commit before it", async () => {
    const signedBy = { signers: [signer("cleo", "cleo@example.org")], needed: 1 };
    const { flaws } = await accepted({ signatures: [signed(head, "d".repeat(64))] }, signedBy);
    expect(flaws).toEqual([
      {
        code: "other-policy",
        path: null,
        message: `It was signed under the policy ${"d".repeat(64)}, and ${before} has no policy.`,
      },
    ]);
    const text = "version: 1\n";
    repository.git("checkout", "--quiet", "--detach", before);
    before = repository.commit({ ".countersign.yml": text });
    repository.git("merge", "--quiet", "--no-ff", "--no-edit", head);
    merged = repository.git("rev-parse", "HEAD");
    tree = repository.git("rev-parse", "HEAD^{tree}");
    const sha256 = createHash("sha256").update(text).digest("hex");
    expect((await accepted({ signatures: [signed(head, sha256)] }, signedBy)).flaws).toEqual([]);
    expect((await accepted({ signatures: [signed(head)] }, signedBy)).flaws).toMatchObject([{ code: "other-policy" }]);
  });

  test("that it is the clean merge of the head that was reviewed", async () => {
    const { predicate } = releaseStatement({ head, mergeBase: base });
    expect((await accepted({ basis: "reviews", review: predicate })).proof).toHaveLength(1);
    expect((await accepted({ basis: "reviews", review: { ...predicate, head: before } })).flaws).toHaveLength(1);
    const adopted = { ...predicate, change: null, head: merged };
    expect((await accepted({ basis: "reviews", before: null, review: adopted })).proof).toEqual([
      `git has the tree ${tree} for it, too`,
    ]);
  });
});

test("where nothing is proved there is nothing to compute", async () => {
  expect(await recomputeTree(clone(), { release: null, acceptance: null })).toEqual({ flaws: [], proof: [] });
});
