import { describe, expect, test } from "vitest";
import { type CommandName, commandNames, findCommands } from "../../../src/core/commands.ts";
import { answerCommand, type CommandSituation } from "../../../src/core/render/answer-command.ts";
import type { ApprovalRecord, Decision } from "../../../src/domain/decision.ts";

const head = "a".repeat(40);
const decision: Decision = {
  version: 1,
  status: "pending",
  summary: "Waiting for 1 approval from data-controllers.",
  tree: { name: "decision", status: "pending", reason: "it needs 1 approval", waitingFor: [], children: [] },
  approvals: [],
  policy: { sha256: "", name: "" },
};
const waiting: CommandSituation = {
  speakerId: 2,
  head,
  state: "open",
  isValid: true,
  decision,
  isHeldBack: true,
  mayUse: { allowed: true, by: "members of data-controllers" },
  forWhom: (name) => {
    if (name === "recheck" || name === "explain" || name === "help") return "everybody who can read this";
    return name === "adopt" ? "controllers of the node" : "members of data-controllers";
  },
  afterLanding: null,
};

function answer(text: string, situation: Partial<CommandSituation> = {}) {
  const [command] = findCommands(`/countersign ${text}`);
  if (command === undefined) throw new Error("no command");
  return answerCommand(command, { ...waiting, ...situation });
}

function given(counted: boolean, why: string): Partial<CommandSituation> {
  const approval: ApprovalRecord = { account: { id: 2, login: "ben" }, sha: head, counted, why, source: "command" };
  return { decision: { ...decision, approvals: [approval] } };
}

describe("approve", () => {
  test("is answered with what became of the command, not of a label that the same person set", () => {
    const { decision: said } = given(true, "given on aaaaaaa");
    const labelled: ApprovalRecord = {
      account: { id: 2, login: "ben" },
      sha: null,
      counted: false,
      why: "the label `x`: it has expired",
      source: "label",
      label: "x",
    };
    const both = { ...decision, approvals: [...(said?.approvals ?? []), labelled] };
    expect(answer(`approve ${head}`, { decision: both }).text).toContain("Your approval counts.");
  });
});

describe("merge", () => {
  test.each([
    ["approved", { isHeldBack: false }, "merge", /Merged/],
    ["not approved", {}, "none", /Not merged: Waiting for 1 approval/],
    ["with findings", { isHeldBack: false, isValid: false }, "none", /Not merged: the validation/],
    ["already merged", { state: "merged" }, "none", /It is merged/],
    ["closed", { state: "closed", isHeldBack: false }, "none", /Reopen/],
    [
      "by somebody else",
      { isHeldBack: false, mayUse: { allowed: false, by: "members of x" } },
      "none",
      /is for members of x/,
    ],
  ] as const)("a change that is %s", (_, situation, act, text) => {
    const { act: done, text: said } = answer("merge", situation);
    expect(done).toBe(act);
    expect(said).toMatch(text);
  });
});

describe("approve", () => {
  test.each([
    ["another sha", `approve ${"b".repeat(40)}`, {}, /is not the head/],
    ["a short sha", "approve aaaaaaa", {}, /names the full sha/],
    ["one that counts", `approve ${head}`, given(true, ""), /Your approval counts/],
    ["one in capitals, which counts, too", `approve ${head.toUpperCase()}`, given(true, ""), /Your approval counts/],
    [
      "one that does not",
      `approve ${head}`,
      given(false, "they opened the change"),
      /does not count: they opened the change/,
    ],
  ] as const)("%s", (_, text, situation, expected) => {
    expect(answer(text, situation)).toMatchObject({ act: "none", text: expect.stringMatching(expected) });
  });
});

test("deploy has the branch looked at", () => {
  expect(answer("deploy").act).toBe("deploy");
});

test("a command that is none is answered with what was meant", () => {
  expect(answer("aprove").text).toMatch(/Did you mean `\/countersign approve`/);
});

test("help says for whom each command is", () => {
  const { text } = answer("help");
  const [, named, controllers, everybody] = text.split(/^(?=For )/m);
  expect(named).toMatch(/^For members of data-controllers:\n\n- `approve <full sha>`[\s\S]*\n- `merge`/);
  expect(controllers).toMatch(/^For controllers of the node:\n\n- `adopt <full sha>`/);
  expect(everybody).toMatch(/^For everybody who can read this:\n\n- `recheck`[\s\S]*\n- `help`/);
  expect(text).toContain("the policy's `commands`");
});

test("a group's name in the help is shown, not obeyed", () => {
  expect(answer("help", { forWhom: () => "members of <b>@ada" }).text).toContain("For members of \\<b\\>@\u200bada:");
});

test.each(commandNames)("%s is answered, and help tells of it", (name: CommandName) => {
  expect(answer(name === "approve" || name === "adopt" ? `${name} ${head}` : name).text).not.toBe("");
  expect(answer("help").text).toContain(`\`${name}`);
});

const landed = { state: "merged", afterLanding: "It landed already, and stays as it is." } as const;
const closed = { state: "closed" } as const;
const counts = given(true, "");

/** What somebody entitled is told, by the state of the change. */
const table: Readonly<Record<CommandName, readonly [open: RegExp, merged: RegExp, closed: RegExp]>> = {
  approve: [
    /^Your approval counts\. Waiting for 1 approval from data-controllers\.$/,
    /^Your approval counts\. .* It landed already, and stays as it is\.$/,
    /^Your approval counts\. .* The change is closed; this counts when it is reopened\.$/,
  ],
  reject: [/^Noted\. Waiting for .*\.$/, /^Noted\. .* stays as it is\.$/, /^Noted\. .* when it is reopened\.$/],
  withdraw: [/^Noted\. Waiting for .*\.$/, /^Noted\. .* stays as it is\.$/, /^Noted\. .* when it is reopened\.$/],
  hold: [/^Noted\. Waiting for .*\.$/, /^Noted\. .* stays as it is\.$/, /^Noted\. .* when it is reopened\.$/],
  unhold: [/^Noted\. Waiting for .*\.$/, /^Noted\. .* stays as it is\.$/, /^Noted\. .* when it is reopened\.$/],
  merge: [/^Not merged: Waiting for/, /^It is merged\.$/, /^It is closed\. Reopen it first\.$/],
  deploy: [/looked at again now/, /looked at again now/, /looked at again now/],
  rollback: [/^It has not landed/, /^It is rolled back\.$/, /^It has not landed/],
  adopt: [/not on a change\.$/, /not on a change\.$/, /not on a change\.$/],
  recheck: [/^Looked at again: Waiting/, /^Looked at again: Waiting/, /^Looked at again: Waiting/],
  explain: [/^Waiting for 1 approval/, /^Waiting for 1 approval/, /^Waiting for 1 approval/],
  help: [/^Commands stand at/, /^Commands stand at/, /^Commands stand at/],
};
const acts: Readonly<Partial<Record<CommandName, readonly [string, string, string]>>> = {
  deploy: ["deploy", "deploy", "deploy"],
  rollback: ["none", "rollback", "none"],
};

describe.each(commandNames)("%s", (name) => {
  const text = name === "approve" || name === "adopt" ? `${name} ${head}` : name;
  const states = [{}, landed, closed] as const;

  test.each([
    [0, "open"],
    [1, "merged"],
    [2, "closed"],
  ] as const)("by somebody entitled, state %i (%s)", (state, _) => {
    const { text: said, act } = answer(text, { ...counts, ...states[state] });
    expect(said).toMatch(table[name][state]);
    expect(act).toBe(acts[name]?.[state] ?? "none");
  });

  test.each(states)("by somebody who may not: %o", (state) => {
    const said = answer(text, { ...counts, ...state, mayUse: { allowed: false, by: "members of x" } });
    expect(said).toEqual({ act: "none", text: `\`${name}\` is for members of x. Nothing was changed.` });
  });
});
