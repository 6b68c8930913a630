import { z } from "zod";
import type { ChangeRequest } from "../domain/change.ts";
import type { Decision, DecisionNode } from "../domain/decision.ts";
import type { FileProblem } from "../domain/file-problem.ts";
import { optionalFacts } from "../domain/optional-facts.ts";
import { decodeYaml } from "../formats/decode-yaml.ts";
import { isMap } from "../formats/is-map.ts";
import { readYaml, type YamlDocument } from "../formats/yaml-document.ts";
import { listOf } from "../predicates/accepts.ts";
import { baseChange, withApprovals, withFiles } from "./base-change.ts";
import { decodeChange } from "./read-change.ts";

const person = z.strictObject({ login: z.string().min(1), id: z.int().min(1) });

const casesSchema = z.strictObject({
  version: z.literal(1),
  policy: z.string().min(1).optional(),
  organisation: z.string().min(1).optional(),
  node: z.string().min(1).optional(),
  change: z.looseObject({}).optional(),
  cases: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        files: listOf(z.string().min(1)).optional(),
        approvals: listOf(person).optional(),
        change: z.looseObject({}).optional(),
        expect: z.strictObject({
          status: z.enum(["approved", "pending", "rejected", "failed"]),
          reasons: listOf(z.string().min(1)).optional(),
        }),
      }),
    )
    .min(1),
});

/** Of the built-in change, what is known before a table says anything: nobody has spoken, and the rest the policy must not take for granted. */
const told = Object.fromEntries(
  Object.entries(baseChange).filter(([key]) => isSpoken(key) || !optionalFacts.some((fact) => fact === key)),
);

function isSpoken(key: string): boolean {
  return key === "reviews" || key === "comments" || key === "earlierHeads";
}

export interface PolicyCase {
  readonly name: string;
  readonly change: ChangeRequest;
  readonly expected: { readonly status: Decision["status"]; readonly reasons: readonly string[] };
}

/** A table of cases beside a policy. The paths are as they are written, relative to the table; `null` where not given. */
export interface PolicyCases {
  readonly policy: string | null;
  /** The organisation's file, which applies above it. */
  readonly organisation: string | null;
  readonly node: string | null;
  readonly cases: readonly PolicyCase[];
}

export type PolicyCasesReading = { readonly table: PolicyCases } | { readonly problems: readonly FileProblem[] };

/** Reads a table of cases. Each case is the base change with its own differences: maps are merged, lists replaced. */
export function readPolicyCases(text: string, path: string): PolicyCasesReading {
  const reading = readYaml(text, path);
  if ("problems" in reading) return { problems: reading.problems.map(withoutEnd) };
  const decoded = decodeYaml(reading.document, casesSchema);
  if ("problems" in decoded) return { problems: decoded.problems.map(withoutEnd) };

  const problems: FileProblem[] = [];
  const cases = decoded.value.cases.flatMap((wire, index): readonly PolicyCase[] => {
    const merged = [decoded.value.change ?? {}, wire.change ?? {}].reduce<unknown>(merge, told);
    const built = decodeChange(placeCase(reading.document, merged, index));
    if ("problems" in built) {
      problems.push(...built.problems);
      return [];
    }
    const change = withApprovals(withFiles(built.change, wire.files ?? null), wire.approvals ?? []);
    return [{ name: wire.name, change, expected: { status: wire.expect.status, reasons: wire.expect.reasons ?? [] } }];
  });
  if (problems.length > 0) return { problems: uniqueProblems(problems) };
  const { policy, organisation, node } = decoded.value;
  return { table: { policy: policy ?? null, organisation: organisation ?? null, node: node ?? null, cases } };
}

/** What of a case was not as expected, in sentences; nothing when all was. */
export function compareCase({ expected }: PolicyCase, decision: Decision): readonly string[] {
  const said = [decision.summary, ...reasonsIn(decision.tree), ...decision.approvals.map(({ why }) => why)];
  const status =
    decision.status === expected.status
      ? []
      : [`expected ${expected.status}, got ${decision.status}: ${decision.summary}`];
  const missing = expected.reasons
    .filter((reason) => !said.some((sentence) => sentence.includes(reason)))
    .map((reason) => `expected a reason with "${reason}", but no sentence has it`);
  return [...status, ...missing];
}

/** The sentences of a tree, each with the name of its node. */
export function reasonsIn(node: DecisionNode): readonly string[] {
  return [`${node.name}: ${node.reason}`, ...node.children.flatMap(reasonsIn)];
}

function merge(below: unknown, above: unknown): unknown {
  if (!isMap(below) || !isMap(above)) return above;
  const keys = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries(
    [...keys].map((key) => [key, Object.hasOwn(above, key) ? merge(below[key], above[key]) : below[key]]),
  );
}

/** Places of a merged change: those of the case where it says something, else those of the table's own change. */
function placeCase(document: YamlDocument, value: unknown, index: number): YamlDocument {
  return {
    path: document.path,
    value,
    spanOf(at, part) {
      const own = ["cases", index, "change"];
      const first = at[0];
      const cases =
        isMap(document.value) && Array.isArray(document.value.cases) ? (document.value.cases as unknown[]) : [];
      const one = cases[index];
      const saysIt = isMap(one) && isMap(one.change) && typeof first === "string" && Object.hasOwn(one.change, first);
      return document.spanOf([...(saysIt ? own : ["change"]), ...at], part);
    },
  };
}

function uniqueProblems(problems: readonly FileProblem[]): readonly FileProblem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function withoutEnd({ path, line, column, message }: FileProblem): FileProblem {
  return { path, line, column, message };
}
