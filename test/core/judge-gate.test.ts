import { describe, expect, test } from "vitest";
import { judgeGate } from "../../src/core/judge-gate.ts";
import { gateNote } from "../../src/core/render/gate-note.ts";
import type { BotMergesGate, GateRules, RequiredChecksGate } from "../../src/domain/gate.ts";

const app = 12;
const checks = ["countersign/validation: main", "countersign/approval: main"].map((name) => ({ name, app }));
const good: GateRules = {
  name: "countersign",
  checks,
  requiresChange: true,
  forbidsForcePush: true,
  forbidsDeletion: true,
  bypass: [],
};
const gate = (...rules: readonly Partial<GateRules>[]): RequiredChecksGate => ({
  kind: "required-checks",
  branch: "main",
  app,
  rules: rules.map((one) => ({ ...good, ...one })),
});
const none: Partial<GateRules> = { checks: [], requiresChange: false, forbidsForcePush: false, forbidsDeletion: false };

describe("required checks", () => {
  test("everything asked for, and nobody may bypass it", () => {
    expect(judgeGate(gate({}))).toEqual({ state: "enforced", reasons: [] });
  });

  test("several rulesets may ask for it together", () => {
    const parts = gate(
      { ...none, checks },
      { ...none, name: "organisation", requiresChange: true },
      {
        ...none,
        forbidsForcePush: true,
        forbidsDeletion: true,
      },
    );
    expect(judgeGate(parts).state).toBe("enforced");
  });

  test.each<[string, Partial<GateRules>, string]>([
    ["no checks", { checks: [] }, "`countersign/validation: main`"],
    ["one check", { checks: checks.slice(0, 1) }, "`countersign/approval: main` is not required"],
    ["a check of any app", { checks: checks.map((one) => ({ ...one, app: null })) }, "from this app (number 12)"],
    ["a check of another app", { checks: checks.map((one) => ({ ...one, app: 15368 })) }, "from this app (number 12)"],
    ["direct pushes", { requiresChange: false }, "a pull request is not required"],
    ["force pushes", { forbidsForcePush: false }, "force pushes are not blocked"],
    ["deletion", { forbidsDeletion: false }, "deletion is not blocked"],
    ["a bypass", { bypass: ["the role admin"] }, "`countersign` may be bypassed by `the role admin`"],
  ])("%s: open", (_, rules, reason) => {
    const verdict = judgeGate(gate(rules));
    expect(verdict.state).toBe("open");
    expect(verdict.reasons.join("; ")).toContain(reason);
  });

  test("no ruleset at all: open, and all that is missing is told", () => {
    expect(judgeGate(gate())).toMatchObject({ state: "open", reasons: { length: 5 } });
  });

  test("a bypass list that cannot be seen is neither good nor bad", () => {
    expect(judgeGate(gate({ bypass: null }))).toEqual({
      state: "unseen",
      reasons: ["who may bypass the ruleset `countersign` is shown only to those who may change it"],
    });
    expect(judgeGate(gate({ bypass: null, requiresChange: false })).state).toBe("open");
  });

  test("what two rulesets ask for holds for those who may pass one of them", () => {
    expect(judgeGate(gate({ bypass: ["the role admin"] }, { name: "strict" })).state).toBe("enforced");
    expect(judgeGate(gate({ bypass: null }, { name: "strict" })).state).toBe("enforced");
    expect(judgeGate(gate({ bypass: null }, { name: "lax", bypass: ["the role admin"] })).state).toBe("unseen");
  });
});

describe("only the bot merges", () => {
  const us = { who: "Countersign", isUs: true };
  const eve = { who: "the account number 4", isUs: false };
  const protectedMain: BotMergesGate = {
    kind: "bot-merges",
    branch: "main",
    isProtected: true,
    mergers: [us],
    pushers: [],
    allowsForcePush: false,
  };

  test("and nobody pushes", () => {
    expect(judgeGate(protectedMain)).toEqual({ state: "enforced", reasons: [] });
  });

  test.each<[string, Partial<BotMergesGate>, string]>([
    ["no protection", { isProtected: false }, "the branch `main` is not protected"],
    ["somebody else merges", { mergers: [us, eve] }, "merging is allowed to the account number 4"],
    ["somebody pushes, and so merges too", { pushers: [eve] }, "pushing is allowed to the account number 4"],
    ["force pushes", { allowsForcePush: true }, "force pushes are allowed"],
    ["we may not merge", { mergers: [] }, "own account is not allowed to merge"],
  ])("%s: open", (_, facts, reason) => {
    const verdict = judgeGate({ ...protectedMain, ...facts });
    expect(verdict).toMatchObject({ state: "open", reasons: [expect.stringContaining(reason)] });
  });
});

describe("what a change says of the gate", () => {
  const study = { forge: "github", name: "acme/study" } as const;
  test("is one sentence with the command, where the gate is open", () => {
    const verdict = { state: "open", reasons: ["force pushes are not blocked", "a <b> is @here"] } as const;
    expect(gateNote(study, verdict)).toBe(
      "⚠️ The gate of this repository is not enforced: force pushes are not blocked; a \\<b\\> is @\u200bhere. Run `countersign setup github acme/study`.",
    );
  });

  test("is nothing otherwise", () => {
    for (const state of ["enforced", "unseen", "unknown"] as const)
      expect(gateNote(study, { state, reasons: ["x"] })).toBe("");
    expect(gateNote(study, null)).toBe("");
  });
});
