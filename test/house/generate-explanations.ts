import { decide } from "../../src/core/decide.ts";
import { modeOf } from "../../src/core/held-back.ts";
import { whomToMention } from "../../src/core/render/mentions.ts";
import { openSummary } from "../../src/core/render/open-summary.ts";
import { landedSummary, type Progress } from "../../src/core/render/summary.ts";
import type { ChangeRequest } from "../../src/domain/change.ts";
import type { Inspection } from "../../src/domain/finding.ts";
import type { PolicySource } from "../../src/domain/policy.ts";
import type { Recall, RecallCause } from "../../src/domain/recall.ts";
import type { Release } from "../../src/domain/release.ts";
import {
  approval,
  ben,
  cleo,
  comment,
  commit,
  formerHead,
  head,
  jobRequest,
  oneController,
  policy,
} from "../core/decide/facts.ts";

const clean: Inspection = { findings: [], unread: [], indeterminate: [], filesInspected: 1 };
const base = "0a1b2c3".padEnd(40, "4");
const landedAs = "5d6e7f8".padEnd(40, "9");
const approved = { reviews: [approval({ by: ben })] };

const bothKinds = policy(`
  people: { data-controllers: { teams: acme/data-controllers } }
  requirements:
    - name: a data controller countersigns job requests
      when: { changes: job }
      require: { count: 1, from: data-controllers }
    - name: two look at results
      when: { changes: result }
      require: { count: 2, from: data-controllers }
  otherwise: { require: { count: 1, from: data-controllers } }
`);
const observing = policy(`
  mode: observe
  people: { data-controllers: { teams: acme/data-controllers } }
  otherwise: { require: { count: 1, from: data-controllers } }
`);

/** Each state of a change with the comment that it has, made as the service makes it. Markdown. */
export function renderExplanations(): string {
  const older = commit({ sha: formerHead });
  const pushed = { complete: true, items: [older, commit({ parents: [formerHead] })] };
  return [
    section(
      "Waiting for approval",
      "The people and teams who are awaited are called with an `@` once; later looks leave their names.",
      open(bothKinds, {}),
    ),
    section(
      "An approval that does not count any more",
      "It is of an older commit. The link shows what came since on the forge's compare page.",
      open(
        bothKinds,
        { commits: pushed, reviews: [approval({ by: ben, sha: formerHead, at: "2026-11-20T09:00:00Z" })] },
        true,
      ),
    ),
    section("Approved", "", open(bothKinds, approved)),
    section("Rejected", "", open(oneController, { comments: [comment({ by: cleo, body: "/countersign reject" })] })),
    section(
      "Held",
      "",
      open(oneController, { ...approved, comments: [comment({ by: cleo, body: "/countersign hold" })] }),
    ),
    section(
      "No decision",
      "Something could not be known: here the members of the team. What cannot be known is never approved.",
      open(oneController, { groups: {} }),
    ),
    section(
      "A draft",
      "It is validated, and nobody is called. An approval that is given on it counts as on any other change.",
      open(oneController, { isDraft: true }),
    ),
    section("Observing", "With `mode: observe` everything is told, and nothing is held back.", open(observing, {})),
    section("Landed", "", landed(null)),
    section(
      "Landed past a failed validation",
      "It was approved, and an administrator merged it although its validation was red.",
      landedInvalid(),
    ),
    section(
      "Rolled back",
      "Somebody for whom `rollback` is asked for the release before it.",
      landed({ kind: "rollback", by: ben, to: base, tip: landedAs }),
    ),
    section(
      "Taken back after the landing",
      "Ben withdrew, and the policy says `after-landing: { on-withdrawal: rollback }`.",
      landed({
        kind: "taken-back",
        acts: [{ kind: "withdrawal", by: { id: ben.id, login: ben.login } }],
        rollsBack: true,
      }),
    ),
    section(
      "Taken back, and still live",
      "The same where the policy says nothing of it.",
      landed({
        kind: "taken-back",
        acts: [{ kind: "withdrawal", by: { id: ben.id, login: ben.login } }],
        rollsBack: false,
      }),
    ),
  ].join("\n\n");
}

function open(source: PolicySource, more: Partial<ChangeRequest>, wasCalled = false): string {
  const change = { ...jobRequest, ...more };
  const decision = decide(change, { policy: source, node: null });
  const asked = whomToMention(decision, source, null, change);
  const webUrl = "https://github.com/acme/study/pull/7";
  const mentioned = wasCalled ? asked : [];
  return openSummary({ change, webUrl, inspection: clean, decision, mode: modeOf(source), asked, mentioned });
}

function landed(cause: RecallCause | null): string {
  const decision = decide({ ...jobRequest, ...approved }, { policy: oneController, node: null });
  const place = { repositoryKey: "github:5", ref: "refs/heads/main" } as const;
  const at = "2026-11-20T13:00:00Z";
  const basis = { kind: "change", number: 7, head } as const;
  const release: Release = {
    ...place,
    id: "release",
    repositoryName: "acme/study",
    namespace: "study",
    target: "airflow",
    commit: landedAs,
    tree: "",
    basis,
    state: cause !== null && (cause.kind === "rollback" || cause.rollsBack) ? "superseded" : "live",
    at,
    previous: base,
  };
  const recall: Recall | null =
    cause !== null ? { ...place, id: "recall", sha: landedAs, change: 7, cause, at, ended: null, isTold: true } : null;
  const verdict = { status: "approved", basis, decision, reason: "it is change 7, which is approved" } as const;
  const takenBack = recall === null ? null : { recall, wanted: base, isOwn: true };
  const progress: Progress = { verdict, releases: [release], runs: [], publications: [], takenBack };
  return landedSummary(7, head, progress);
}

function landedInvalid(): string {
  const decision = decide({ ...jobRequest, ...approved }, { policy: oneController, node: null });
  const invalid = "its validation has 1 error (SEC-001 in `dags/cohort.py` on line 12)";
  const reason = `it is change 7, which is approved, but ${invalid}`;
  const verdict = { status: "unapproved", change: 7, decision, reason, invalid } as const;
  return landedSummary(7, head, { verdict, releases: [], runs: [], publications: [] });
}

function section(title: string, words: string, text: string): string {
  const quoted = text.split("\n").map((line) => (line === "" ? ">" : `> ${line}`));
  return [`### ${title}`, ...(words === "" ? [] : [words]), quoted.join("\n")].join("\n\n");
}
