import { z } from "zod";
import type { Actors } from "./policy-bot-schema.ts";

/** A condition of ours; `unknown`: whether it holds cannot be told from our facts. */
export type Carried = { readonly when: unknown } | { readonly unknown: string };

export interface ConditionContext {
  /** The name of a group with these people. */
  readonly groupOf: (actors: Actors) => string;
  readonly note: (sentence: string) => void;
}

const strings = z.array(z.string()).min(1);
const paths = z.looseObject({ paths: strings, ignore: z.array(z.string()).nullish() });
const actors = z.looseObject({
  users: z.array(z.string()).nullish(),
  organizations: z.array(z.string()).nullish(),
  teams: z.array(z.string()).nullish(),
  permissions: z.array(z.string()).nullish(),
});
const patterns = z.looseObject({ matches: z.array(z.string()).nullish(), not_matches: z.array(z.string()).nullish() });

type Carry = (value: unknown, context: ConditionContext) => unknown;

/** How each predicate of policy-bot is said in our words; `null` where its value is of a form that we cannot say. */
const carriers: Readonly<Record<string, Carry>> = {
  changed_files(value) {
    const { paths: match, ignore } = paths.parse(value);
    return {
      files: { patterns: match, ...(ignore == null || ignore.length === 0 ? {} : { "except-patterns": ignore }) },
    };
  },
  only_changed_files(value) {
    const others = { files: { patterns: [".*"], "except-patterns": paths.parse(value).paths } };
    return { all: [{ size: { files: ">0" } }, { not: others }] };
  },
  no_changed_files(value) {
    return { not: { files: { patterns: paths.parse(value).paths } } };
  },
  has_author_in: (value, { groupOf }) => ({ author: groupOf(actors.parse(value)) }),
  has_contributor_in(value, { groupOf, note }) {
    note("`contributor` also sees who pushed, who opened the change and co-authors; `has_contributor_in` does not.");
    return { contributor: groupOf(actors.parse(value)) };
  },
  targets_branch(value) {
    const branches = branchesIn(z.looseObject({ pattern: z.string() }).parse(value).pattern);
    return branches === null ? null : { base: branches };
  },
  has_labels: (value) => ({ labels: strings.parse(value) }),
  modified_lines(value) {
    const { total, additions, deletions } = z.record(z.string(), z.string()).parse(value);
    if (total === undefined || additions !== undefined || deletions !== undefined) return null;
    return { size: { lines: total.replaceAll(" ", "") } };
  },
  title(value) {
    const { matches, not_matches } = patterns.parse(value);
    const found = (matches ?? []).map((pattern) => ({ title: pattern }));
    const missed = (not_matches ?? []).map((pattern) => ({ title: pattern }));
    const parts = [...found, ...(missed.length === 0 ? [] : [{ not: { any: missed } }])];
    return parts.length === 0 ? null : parts.length === 1 ? parts[0] : { any: parts };
  },
};

/** Carries one predicate over. */
export function carryCondition(key: string, value: unknown, context: ConditionContext): Carried {
  const carry = Object.hasOwn(carriers, key) ? carriers[key] : undefined;
  if (carry === undefined) return { unknown: `\`${key}\` has no equal` };
  try {
    const when = carry(value, context);
    return when === null || when === undefined ? { unknown: `this \`${key}\` cannot be said exactly` } : { when };
  } catch (error) {
    if (error instanceof z.ZodError) return { unknown: `\`${key}\` is not of the form that its documentation gives` };
    throw error;
  }
}

/** `^(main|release)$` names branches; any other expression could match more than it seems. */
function branchesIn(pattern: string): readonly string[] | null {
  const inner = /^\^(?:\(([^()]*)\)|([^()|]*))\$$/.exec(pattern);
  const names = (inner?.[1] ?? inner?.[2])
    ?.split("|")
    .map((name) => name.replaceAll("\\.", ".").replaceAll("\\/", "/"));
  const raw = (inner?.[1] ?? inner?.[2])?.split("|") ?? [];
  const isPlain = raw.length > 0 && raw.every((name) => /^(?:[A-Za-z0-9_/-]|\\[./-])+$/.test(name));
  return isPlain && names !== undefined ? names.map((name) => name.replaceAll("\\-", "-")) : null;
}
