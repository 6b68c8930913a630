import type { FileProblem } from "../../domain/file-problem.ts";
import { decodeYaml } from "../../formats/decode-yaml.ts";
import { readYaml } from "../../formats/yaml-document.ts";
import { type DraftRequirement, emptyGroup, type ImportedPolicy, type Logins, writePolicy } from "./draft.ts";
import { createGroupNames, type GroupNames } from "./group-names.ts";
import { carryCondition } from "./policy-bot-conditions.ts";
import { carryRequires } from "./policy-bot-requires.ts";
import { type Actors, type PolicyBotRule, policyBotSchema } from "./policy-bot-schema.ts";
import { type Rule, readTree, requirementsOf, type Tree } from "./policy-bot-trees.ts";

export type PolicyBotReading = { readonly file: PolicyBotFile } | { readonly problems: readonly FileProblem[] };

/** A file of policy-bot that can be carried over, at least to something stricter. */
export interface PolicyBotFile {
  readonly logins: readonly string[];
  write(logins: Logins): ImportedPolicy;
}

function notPolicyBot(path: string): FileProblem {
  return {
    path,
    line: 1,
    column: 1,
    message: "This looks like CODEOWNERS, not like policy-bot's: use --from codeowners.",
  };
}

/** Every line is a pattern with owners. */
function looksLikeCodeowners(text: string): boolean {
  const lines = text.split("\n").filter((line) => !/^\s*(?:#.*)?$/.test(line));
  return lines.length > 0 && lines.every((line) => /^\S+\s.*@/.test(line) && !/^[\w-]+:/.test(line));
}

/** Reads a `.policy.yml`. Problems are what can be carried over to nothing, not even to something stricter. */
export function readPolicyBot(text: string, path: string): PolicyBotReading {
  const reading = readYaml(text, path);
  if ("problems" in reading) return { problems: looksLikeCodeowners(text) ? [notPolicyBot(path)] : reading.problems };
  if (looksLikeCodeowners(text)) return { problems: [notPolicyBot(path)] };
  const decoded = decodeYaml(reading.document, policyBotSchema, () => null);
  if ("problems" in decoded) return { problems: decoded.problems };

  const problems: FileProblem[] = [];
  const report = (message: string, at: readonly (string | number)[] = []) => {
    const { line, column } = reading.document.spanOf(at).start;
    problems.push({ path, line, column, message });
  };
  const { policy, approval_rules, remote } = decoded.value;
  if (remote !== undefined)
    report(
      `The policy is that of ${remote}: give that file as well, after this one. policy-bot follows one such step, and no second.`,
      ["remote"],
    );
  const state: State = { names: createGroupNames(), notes: new Set(), report };
  const rules = new Map((approval_rules ?? []).map((rule, index) => [rule.name, carryRule(rule, index, state)]));
  const trees = (policy?.approval ?? []).map((item, index) =>
    readTree(item, rules, (message) => report(message, ["policy", "approval", index])),
  );
  if (trees.length === 0 && remote === undefined)
    report("`policy.approval` names no rules, so nothing can be carried over.", ["policy"]);
  const requirements = [
    ...trees.flatMap((tree) => carryTree(tree, report)),
    ...carryDisapproval(policy?.disapproval?.if ?? {}, state),
  ];
  const objectors = policy?.disapproval?.requires ?? null;
  const objections = objectors === null || isNobody(objectors) ? null : groupOf(state, objectors);
  if (objections === null) state.notes.add("No `disapproval` is enabled; here, whoever may approve may also object.");
  if (problems.length > 0) return { problems };

  const used = (approval_rules ?? []).filter(({ requires }) => (requires?.count ?? 0) > 0);
  const counting = carryCounting(used, state);
  const logins = [...new Set([...state.names.all.values()].flatMap(({ users }) => users))];
  const draft = { groups: state.names.all, counting, requirements, otherwise: null, objections };
  const notes = [...general(requirements), ...state.notes];
  return { file: { logins, write: (known) => writePolicy({ ...draft, notes }, "a policy of policy-bot", known) } };
}

interface State {
  readonly names: GroupNames;
  readonly notes: Set<string>;
  readonly report: (message: string, at?: readonly (string | number)[]) => void;
}

function general(requirements: readonly DraftRequirement[]): readonly string[] {
  const always = requirements.some(({ when }) => when === undefined);
  return [
    "An approval counts for one commit only, whatever `invalidate_on_push` says, and as a review or as `/countersign approve <full sha>`: other comments approve nothing.",
    "A renamed file counts under both of its paths.",
    ...(always
      ? []
      : ["Files that no requirement covers keep a change pending: say in `otherwise` who approves those."]),
  ];
}

function carryTree(tree: Tree | null, report: State["report"]): readonly DraftRequirement[] {
  if (tree === null) return [];
  const made = requirementsOf(tree);
  if ("problem" in made) {
    report(made.problem, ["policy", "approval"]);
    return [];
  }
  return made.requirements;
}

function carryRule(rule: PolicyBotRule, index: number, state: State): Rule {
  const unknown: string[] = [];
  const known = Object.entries(rule.if ?? {}).flatMap(([key, value]) => {
    const carried = carryCondition(key, value, contextOf(state));
    if ("when" in carried) return [carried.when];
    unknown.push(carried.unknown);
    return [];
  });
  if (unknown.length > 0)
    state.notes.add(
      `Of the rule ${JSON.stringify(rule.name)}, ${unknown.join(" and ")}: what it asks is asked whether or not that holds, where it makes anything stricter.`,
    );
  const demand = carryRequires(rule, {
    groupOf: (actors) => groupOf(state, actors),
    note: (sentence) => void state.notes.add(sentence),
    refuse: (message) => state.report(message, ["approval_rules", index, "requires"]),
  });
  return {
    name: rule.name,
    known: known.length === 0 ? null : known.length === 1 ? known[0] : { all: known },
    isUncertain: unknown.length > 0,
    demand,
  };
}

function contextOf(state: State) {
  return {
    groupOf: (actors: Actors) => groupOf(state, actors),
    note: (sentence: string) => void state.notes.add(sentence),
  };
}

function groupOf(
  { names }: State,
  { users, organizations, teams, permissions, admins, write_collaborators }: Actors,
): string {
  return names.nameOf({
    ...emptyGroup,
    users: users ?? [],
    organizations: organizations ?? [],
    teams: teams ?? [],
    permissions: [
      ...(permissions ?? []),
      ...(admins === true ? ["admin"] : []),
      ...(write_collaborators === true ? ["write"] : []),
    ],
  });
}

function isNobody(actors: Actors): boolean {
  return Object.values(actors).every(
    (value) => value == null || value === false || (Array.isArray(value) && value.length === 0),
  );
}

/** Whatever disapproves by itself keeps a change pending: nobody can approve it away. */
function carryDisapproval(conditions: Readonly<Record<string, unknown>>, state: State): readonly DraftRequirement[] {
  return Object.entries(conditions).flatMap(([key, value]): readonly DraftRequirement[] => {
    const carried = carryCondition(key, value, contextOf(state));
    if ("unknown" in carried) {
      state.report(
        `\`disapproval.if\`: ${carried.unknown}, and nothing stricter but holding back everything says the same. Take it out, and say it in another way.`,
        ["policy", "disapproval", "if", key],
      );
      return [];
    }
    const nobody = state.names.nameOf(emptyGroup);
    state.notes.add("What `disapproval.if` rejects by itself stays pending here: it asks for an approval by nobody.");
    return [{ name: `held back by ${key}`, when: carried.when, require: { count: 1, from: nobody } }];
  });
}

/** Counting is one for all of our requirements, so it is as strict as the strictest rule. */
function carryCounting(rules: readonly PolicyBotRule[], { notes }: State): Readonly<Record<string, unknown>> {
  const options = rules.map((rule) => rule.options ?? {});
  const all = (isSo: (one: (typeof options)[number]) => boolean) => options.length > 0 && options.every(isSo);
  const authors = options.filter(
    ({ allow_author, allow_contributor }) => allow_author === true || allow_contributor === true,
  );
  const contributors = options.filter(
    (one) => one.allow_contributor === true || one.allow_non_author_contributor === true,
  );
  const reviews = options.filter(
    ({ methods }) => methods?.github_review === false || (methods?.github_review_comment_patterns ?? []).length > 0,
  );
  if (authors.length > 0 && authors.length < options.length)
    notes.add("Only some rules let the author approve; here the author never counts.");
  if (contributors.length > 0 && contributors.length < options.length)
    notes.add("Only some rules let contributors approve; here they never count.");
  if (reviews.length > 0)
    notes.add("A rule takes no reviews, or only some: here only the command approves, for every requirement.");
  if (options.some(({ ignore_commits_by }) => ignore_commits_by != null))
    notes.add("`ignore_commits_by` is not carried over: whoever made those commits is a contributor.");
  return {
    ...(reviews.length > 0 ? { methods: ["command"] } : {}),
    ...(authors.length > 0 && authors.length === options.length ? { author: "allow" } : {}),
    ...(contributors.length > 0 && contributors.length === options.length ? { contributors: "allow" } : {}),
    ...(all((one) => one.invalidate_on_push !== true || one.ignore_update_merges === true)
      ? { "update-merges": "keep" }
      : {}),
  };
}
