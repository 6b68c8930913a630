import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type PullStage, setPullStage } from "./stage.ts";

/** The node has accepted main's beginning. */
async function begun(): Promise<PullStage> {
  const stage = await setPullStage();
  await stage.adopt(stage.keys.ben, stage.remote.git("rev-parse", "main"));
  expect(await stage.pull()).toMatchObject({
    status: "deployed",
    accepted: { basis: "controller-signatures", by: ["ben"] },
  });
  return stage;
}

const dag = "dags/b.py";
const reasons = (line: { readonly why: readonly string[] }): string => line.why.join("\n");

test("nothing goes live before a controller signed a baseline, and the line says how", async () => {
  const stage = await setPullStage();
  const line = await stage.pull();
  expect(line).toMatchObject({ status: "waiting", commit: null, accepted: null, error: { code: "not-approved" } });
  expect(reasons(line)).toContain(`countersign sign --adopt ${stage.remote.git("rev-parse", "main")}`);
  expect(stage.read("README.md")).toBeNull();
});

test.each(["merge", "squash", "rebase"])("a signed change goes live: %s", async (how) => {
  const stage = await begun();
  const { remote, keys } = stage;
  remote.commit({ "other.md": "x\n" }, "moves on"); // so that a rebase changes the commits
  await stage.signLanding(keys.cleo, remote.git("rev-parse", "main"), null);
  const head = stage.propose(1, { [dag]: "two\n" }, "main~1");
  await stage.signChange(keys.ben, head);
  if (how === "merge") stage.merge(head);
  if (how === "squash") {
    remote.git("merge", "--quiet", "--squash", head);
    remote.git("commit", "--quiet", "-m", "squashed");
  }
  if (how === "rebase") remote.git("cherry-pick", head);
  const line = await stage.pull();
  expect(line).toMatchObject({ status: "deployed", why: [], error: null, commit: remote.git("rev-parse", "main") });
  expect(line.accepted).toMatchObject({ basis: "controller-signatures", by: ["ben"] });
  expect(line.accepted?.reason).toMatch(/^it is change 1 at [0-9a-f]{7}, which ben signed$/);
  expect(stage.read(dag)).toBe("two\n");
  expect(await stage.pull()).toMatchObject({ status: "unchanged", why: [] });
});

test("what landed without a signature waits, and goes live when the landed tree is signed", async () => {
  const stage = await begun();
  const before = stage.remote.git("rev-parse", "main");
  stage.remote.commit({ [dag]: "two\n" });
  const tip = stage.remote.commit({ "dags/c.py": "three\n" });
  const line = await stage.pull();
  expect(line).toMatchObject({ status: "waiting", commit: before, wanted: tip });
  expect(reasons(line)).toContain(`countersign sign --landed ${tip} --since ${before}`);
  expect(stage.read(dag)).toBeNull();
  await stage.signLanding(stage.keys.ben, tip, before);
  expect(await stage.pull()).toMatchObject({ status: "deployed", commit: tip });
  expect(stage.read("dags/c.py")).toBe("three\n");
});

test("a landing that restores what was accepted needs nothing, and what was between never goes live", async () => {
  const stage = await begun();
  stage.remote.commit({ [dag]: "two\n" });
  await stage.pull();
  stage.remote.git("revert", "--no-edit", "HEAD");
  expect(await stage.pull()).toMatchObject({
    status: "deployed",
    accepted: { basis: "restores" },
    changed: { added: 0 },
  });
  expect(stage.read(dag)).toBeNull();
});

test("as many people as the node's file says must sign; one person is one, however many signatures", async () => {
  const stage = await begun();
  stage.signatures = 2;
  const head = stage.propose(1, { [dag]: "two\n" });
  await stage.signChange(stage.keys.ben, head);
  stage.now = new Date("2026-11-20T13:00:00Z");
  await stage.signChange(stage.keys.ben, head);
  const tip = stage.remote.git("rev-parse", "main");
  stage.merge(head);
  expect(reasons(await stage.pull())).toContain("Of 2 signatures that change 1 needs, it has 1.");
  await stage.signChange(stage.keys.cleo, head, { tip });
  expect(await stage.pull()).toMatchObject({ status: "deployed", accepted: { by: ["ben", "cleo"] } });
});

test("a signature holds when the branch moved on in between, for the clean merge with what is there now", async () => {
  const stage = await begun();
  const head = stage.propose(1, { [dag]: "two\n" });
  await stage.signChange(stage.keys.ben, head);
  const other = stage.propose(2, { "dags/c.py": "three\n" });
  await stage.signChange(stage.keys.cleo, other, { change: 2 });
  stage.merge(other);
  stage.merge(head);
  expect(await stage.pull()).toMatchObject({ status: "deployed", accepted: { by: ["ben"] } });
  expect([stage.read(dag), stage.read("dags/c.py")]).toEqual(["two\n", "three\n"]);
});

type Attack = readonly [name: string, play: (stage: PullStage) => Promise<void>, why: RegExp];

/** Each ends with something on main that must not go live. */
const attacks: readonly Attack[] = [
  [
    "nobody signed",
    async (stage) => void stage.merge(stage.propose(1, { [dag]: "evil\n" })),
    /landed on .* and is not accepted/,
  ],
  [
    "somebody signed whom the node's file does not name",
    async (stage) => {
      const head = stage.propose(1, { [dag]: "evil\n" });
      await stage.signChange(stage.keys.eve, head);
      stage.merge(head);
    },
    /by the key SHA256:\S+, which no controller has/,
  ],
  [
    "the key was removed from the node's file",
    async (stage) => {
      const head = stage.propose(1, { [dag]: "evil\n" });
      await stage.signChange(stage.keys.ben, head);
      stage.controllers = stage.controllers.slice(1);
      stage.merge(head);
    },
    /which no controller has/,
  ],
  [
    "the same key stands with two controllers",
    async (stage) => {
      const head = stage.propose(1, { [dag]: "evil\n" });
      await stage.signChange(stage.keys.ben, head);
      const [ben, cleo] = stage.controllers;
      if (ben === undefined || cleo === undefined) throw new Error("there are two");
      stage.controllers = [ben, { ...cleo, sshKeys: [...cleo.sshKeys, ...ben.sshKeys] }];
      stage.merge(head);
    },
    /stands with two controllers/,
  ],
  [
    "the signature was made for another namespace, such as git's",
    async (stage) => {
      const head = stage.propose(1, { [dag]: "evil\n" });
      await stage.signChange(stage.keys.eve, head);
      const [text = ""] = stage.comments.pop()?.split("\n").slice(1, 2) ?? [];
      const signature = stage.ssh.sign(stage.keys.ben, `${text}\n`, "git");
      stage.comments.push(`\`\`\`countersign-signature\n${text}\n${signature}\`\`\`\n`);
      stage.merge(head);
    },
    /namespace "git"/,
  ],
  ["it is for another repository", signed({ repository: "github.com/acme/other" }), /is for the repository github/],
  ["it is for another branch", signed({ baseRef: "refs/heads/next" }), /is for refs\/heads\/next/],
  ["it is for another node", signed({ node: "paris" }), /is for the node paris/],
  ["it expired", signed({ expires: "2026-11-20T12:00:00.000Z" }), /expired at 2026-11-20T12:00:00.000Z/],
  ["it names another tree", signed({ tree: "a".repeat(40) }), /names another tree/],
  ["it was given on another merge base", signed({ mergeBase: "a".repeat(40) }), /stood on another commit/],
  ["it was given under another policy", signed({ policy: "a".repeat(64) }), /under another policy/],
  ["it was given when there was no policy", signed({ policy: null }), /under another policy/],
  [
    "it is of an older head",
    async (stage) => {
      await stage.signChange(stage.keys.ben, stage.propose(1, { [dag]: "good\n" }));
      stage.merge(stage.propose(1, { [dag]: "evil\n" }, "change-1"));
    },
    /What landed is not the clean merge/,
  ],
  [
    "it is of another change",
    async (stage) => {
      await stage.signChange(stage.keys.ben, stage.propose(2, { "dags/c.py": "good\n" }), { change: 2 });
      stage.merge(stage.propose(1, { [dag]: "evil\n" }));
    },
    /What landed is not the clean merge/,
  ],
  [
    "the merge holds more than the signed head",
    async (stage) => {
      const head = stage.propose(1, { "dags/c.py": "good\n" });
      await stage.signChange(stage.keys.ben, head);
      stage.merge(head);
      stage.remote.commit({ [dag]: "evil\n" });
      stage.remote.git("reset", "--soft", "HEAD~1");
      stage.remote.git("commit", "--quiet", "--amend", "--no-edit");
    },
    /What landed is not the clean merge/,
  ],
  [
    "a conflict was resolved by hand",
    async (stage) => {
      const head = stage.propose(1, { "dags/a.py": "mine\n" });
      const other = stage.propose(2, { "dags/a.py": "theirs\n" });
      await stage.signChange(stage.keys.ben, head);
      await stage.signChange(stage.keys.cleo, other, { change: 2 });
      stage.merge(other);
      await stage.pull();
      const { remote } = stage;
      expect(() => remote.git("merge", "--no-ff", head)).toThrow();
      remote.commit({ "dags/a.py": "theirs\n", [dag]: "evil\n" }, "resolved");
    },
    /does not merge cleanly .* signed by nobody/,
  ],
  [
    "the controller wrote the commit, by an address of the node's file",
    async (stage) => {
      stage.controllers = stage.controllers.map((one) => ({ ...one, emails: ["ADA@example.org"] }));
      const head = stage.propose(1, { [dag]: "evil\n" });
      await stage.signChange(stage.keys.ben, head);
      stage.merge(head);
    },
    /is of a change with a commit by ben/,
  ],
  [
    "the controller is a co-author, by the address that GitHub gives them",
    async (stage) => {
      stage.propose(1, { [dag]: "evil\n" });
      stage.remote.git("checkout", "--quiet", "change-1");
      const trailer = "Co-authored-by: Ben <2+ben@users.noreply.github.com>";
      stage.remote.git("commit", "--quiet", "--amend", "-m", `evil\n\n${trailer}`);
      const head = stage.remote.git("rev-parse", "HEAD");
      stage.remote.git("update-ref", "refs/pull/1/head", head);
      stage.remote.git("checkout", "--quiet", "main");
      await stage.signChange(stage.keys.ben, head);
      stage.merge(head);
    },
    /is of a change with a commit by ben/,
  ],
  [
    "a landed tree was signed in comparison with something else",
    async (stage) => {
      stage.remote.commit({ [dag]: "evil\n" });
      const tip = stage.remote.commit({ "dags/c.py": "good\n" });
      await stage.signLanding(stage.keys.ben, tip, null);
    },
    /compares \S+ with \S+, and this node accepted \S+ last/,
  ],
  [
    "a baseline was signed for a node that has none",
    async (stage) => {
      await stage.adopt(stage.keys.ben, stage.remote.commit({ [dag]: "evil\n" }));
    },
    /landed on .* and is not accepted/,
  ],
];

/** ben signs change 1 as it is, but for what is written into the statement; then it is merged. */
function signed(edit: Readonly<Record<string, unknown>>): Attack[1] {
  return async (stage) => {
    const head = stage.propose(1, { [dag]: "evil\n" });
    await stage.signChange(stage.keys.ben, head, edit);
    stage.merge(head);
  };
}

test.each(attacks)("nothing goes live when %s", async (_, play, why) => {
  const stage = await begun();
  await play(stage);
  const line = await stage.pull();
  expect(line).toMatchObject({ status: "waiting", error: { code: "not-approved" } });
  expect(reasons(line)).toMatch(why);
  expect(line.commit).not.toBe(line.wanted);
  expect(stage.read(dag)).toBeNull();
});

test("what was accepted before an unsigned commit goes live all the same", async () => {
  const stage = await begun();
  const head = stage.propose(1, { "dags/c.py": "good\n" });
  await stage.signChange(stage.keys.ben, head);
  const merged = stage.merge(head);
  stage.remote.commit({ [dag]: "evil\n" });
  expect(await stage.pull()).toMatchObject({ status: "waiting", commit: merged, changed: { added: 1 } });
  expect([stage.read("dags/c.py"), stage.read(dag)]).toEqual(["good\n", null]);
});

test("a branch that was set back stays as it is on the node, until a baseline says in place of what", async () => {
  const stage = await begun();
  const beginning = stage.remote.git("rev-parse", "main");
  const head = stage.propose(1, { [dag]: "two\n" });
  await stage.signChange(stage.keys.ben, head);
  const merged = stage.merge(head);
  await stage.pull();
  stage.remote.git("reset", "--quiet", "--hard", beginning);
  const line = await stage.pull();
  expect(line).toMatchObject({ status: "refused", commit: merged, wanted: beginning });
  expect(reasons(line)).toContain(`countersign sign --adopt ${beginning} --replaces ${merged}`);
  expect(reasons(line)).toMatch(/ben's signature replaces nothing, and this node accepted \S+ last/);
  expect(stage.read(dag)).toBe("two\n");

  await stage.adopt(stage.keys.cleo, beginning, merged);
  expect(await stage.pull()).toMatchObject({ status: "deployed", commit: beginning, accepted: { by: ["cleo"] } });
  expect(stage.read(dag)).toBeNull();

  stage.remote.git("reset", "--quiet", "--hard", merged);
  expect(await stage.pull()).toMatchObject({ status: "waiting", commit: beginning });
  expect(stage.read(dag)).toBeNull();
});

test("a change that was taken back cannot land again on its old signatures", async () => {
  const stage = await begun();
  const { remote, keys } = stage;
  const head = stage.propose(1, { [dag]: "two\n" });
  await stage.signChange(keys.ben, head);
  remote.git("merge", "--quiet", "--squash", head);
  remote.git("commit", "--quiet", "-m", "squashed");
  await stage.pull();
  const back = remote.commit({ [dag]: null });
  await stage.signLanding(keys.cleo, back, null);
  expect(await stage.pull()).toMatchObject({ status: "deployed", commit: back });
  remote.git("revert", "--no-edit", "HEAD");
  expect(await stage.pull()).toMatchObject({ status: "waiting", commit: back });
  expect(stage.read(dag)).toBeNull();
});

test("nor when it was the landed tree that somebody signed the first time", async () => {
  const stage = await begun();
  const { remote, keys } = stage;
  const before = remote.git("rev-parse", "main");
  const head = stage.propose(1, { [dag]: "two\n" });
  await stage.signChange(keys.ben, head);
  remote.git("merge", "--quiet", "--squash", head);
  remote.git("commit", "--quiet", "-m", "squashed");
  await stage.signLanding(keys.cleo, remote.git("rev-parse", "main"), before);
  expect(await stage.pull()).toMatchObject({ status: "deployed", accepted: { by: ["cleo"] } });
  const back = remote.commit({ [dag]: null });
  await stage.signLanding(keys.cleo, back, null);
  expect(await stage.pull()).toMatchObject({ status: "deployed", commit: back });
  remote.git("revert", "--no-edit", "HEAD");
  const line = await stage.pull();
  expect(line).toMatchObject({ status: "waiting", commit: back });
  expect(line.why.join("\n")).toContain("landed before and was taken back");
  expect(stage.read(dag)).toBeNull();
});

test("a head that moved on after it was signed is fetched by its id", async () => {
  const stage = await begun();
  const head = stage.propose(1, { [dag]: "two\n" });
  await stage.signChange(stage.keys.ben, head);
  stage.propose(1, { [dag]: "later\n" }, "change-1");
  stage.remote.git("merge", "--quiet", "--squash", head);
  stage.remote.git("commit", "--quiet", "-m", "squashed");
  expect(await stage.pull()).toMatchObject({ status: "deployed" });
  expect(stage.read(dag)).toBe("two\n");
});

test("a head that is not to be had is named", async () => {
  const stage = await begun();
  stage.sign(stage.keys.ben, {
    statement: {
      ...{ version: 1, purpose: "countersign approval", forge: "github", change: 9, baseRef: "refs/heads/main" },
      ...{ head: "f".repeat(40), tree: "f".repeat(40), mergeBase: "f".repeat(40), policy: null, node: null },
      ...{ repository: stage.facts().repository, signedAt: "2026-11-20T12:00:00Z", expires: null },
    } as never, // parts of one statement
    from: null,
    to: "",
  });
  stage.remote.commit({ [dag]: "evil\n" });
  expect(reasons(await stage.pull())).toContain("The head fffffff of change 9 cannot be fetched.");
});

test("a baseline that is not on the branch is refused", async () => {
  const stage = await setPullStage();
  const head = stage.propose(1, { [dag]: "two\n" });
  stage.sign(stage.keys.ben, {
    statement: {
      ...{ version: 1, purpose: "countersign baseline", baseRef: "refs/heads/main", node: null, replaces: null },
      ...{ commit: head, tree: stage.remote.git("rev-parse", `${head}^{tree}`), expires: null },
      ...{ repository: stage.facts().repository, signedAt: "2026-11-20T12:00:00Z" },
    } as never, // parts of one statement
    from: null,
    to: "",
  });
  const line = await stage.pull();
  expect(line).toMatchObject({ status: "waiting", commit: null });
  expect(reasons(line)).toContain("which is not on this branch");
});

test("whoever floods one place with signatures hides none that stands elsewhere", async () => {
  const stage = await begun();
  const head = stage.propose(1, { [dag]: "two\n" });
  await stage.signChange(stage.keys.ben, head);
  stage.merge(head);
  const block = (number: number) =>
    `\`\`\`countersign-signature\n{"number":${number}}\n-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n\`\`\`\n`;
  const page = (number: number) => Array.from({ length: 100 }, (_, index) => block(number * 100 + index)).join("");
  const flood = Array.from({ length: 21 }, (_, number) => page(number));
  const line = await stage.pull({ sources: [async () => flood, async () => stage.comments] });
  expect(line).toMatchObject({ status: "deployed", accepted: { by: ["ben"] } });
});

test("what was accepted last and cannot be read is told, and holds up no other repository", async () => {
  const stage = await begun();
  const live = await stage.pull();
  const stateDirectory = mkdtempSync(join(tmpdir(), "countersign-accepted-"));
  mkdirSync(join(stateDirectory, "accepted"));
  writeFileSync(join(stateDirectory, "accepted", "study.json"), '{"version":');
  const line = await stage.pull({ stateDirectory });
  rmSync(stateDirectory, { recursive: true });
  expect(line).toMatchObject({ status: "failed", commit: live.commit, error: { code: "corrupt", retryable: false } });
  expect(line.error?.message).toContain("study.json says what this node accepted last, and cannot be read");
});
