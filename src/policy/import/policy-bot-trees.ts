import type { DraftRequirement } from "./draft.ts";

/** A rule: when it applies as far as that can be said (`null`: always), whether more than that decides it, and what it asks. */
export interface Rule {
  readonly name: string;
  readonly known: unknown;
  readonly isUncertain: boolean;
  readonly demand: unknown;
}

export type Tree =
  | { readonly form: "rule"; readonly rule: Rule }
  | { readonly form: "and" | "or"; readonly of: readonly Tree[] };

const deepest = 20;

/** Reads one entry of `policy.approval`; `null`: something was reported. */
export function readTree(
  item: unknown,
  rules: ReadonlyMap<string, Rule>,
  report: (message: string) => void,
  depth = 0,
): Tree | null {
  if (typeof item === "string") {
    const rule = rules.get(item);
    if (rule === undefined) report(`No rule is called ${JSON.stringify(item)}.`);
    return rule === undefined ? null : { form: "rule", rule };
  }
  const [entry, ...others] = typeof item === "object" && item !== null ? Object.entries(item) : [];
  const [form, list] = entry ?? [];
  if ((form !== "and" && form !== "or") || others.length > 0 || !Array.isArray(list) || depth > deepest) {
    report("An entry is a rule's name, `and: […]` or `or: […]`.");
    return null;
  }
  const of = list.map((one: unknown) => readTree(one, rules, report, depth + 1));
  return of.every((one) => one !== null) ? { form, of } : null;
}

/** So many conditions under one `or` make as many requirements as there are ways in which they hold. */
const mostConditions = 6;
const mostUncertain = 6;

/**
 * The requirements that one entry of `policy.approval` comes to. A rule that does not apply is as if it were not there, so an
 * `or` of rules with conditions asks something else for each way in which these hold; each way is a requirement of its own.
 * Where it cannot be told whether a rule applies, what is asked in both cases is asked.
 */
export function requirementsOf(
  tree: Tree,
): { readonly requirements: readonly DraftRequirement[] } | { readonly problem: string } {
  if (tree.form === "and") {
    const parts = tree.of.map(requirementsOf);
    const bad = parts.find((one) => "problem" in one);
    return bad ?? { requirements: parts.flatMap((one) => ("requirements" in one ? one.requirements : [])) };
  }
  const rules = rulesIn(tree);
  const conditions = [
    ...new Map(
      rules.filter(({ known }) => known !== null).map(({ known }) => [JSON.stringify(known), known]),
    ).entries(),
  ];
  const uncertain = [...new Set(rules.filter(({ isUncertain }) => isUncertain).map(({ name }) => name))];
  if (conditions.length > mostConditions || uncertain.length > mostUncertain)
    return {
      problem: `An \`or\` joins rules with ${conditions.length} conditions; at most ${mostConditions} can be carried over. Split it.`,
    };

  const name = rules
    .map((rule) => rule.name)
    .join(" or ")
    .slice(0, 150);
  const requirements = subsetsOf(conditions).flatMap((holding): readonly DraftRequirement[] => {
    const require = askedWhen(tree, new Set(holding.map(([key]) => key)), uncertain);
    if (require === null) return [];
    const when = whenOnly(conditions, holding);
    return [
      {
        name: conditions.length < 2 ? name : `${name} (${holding.length} of ${conditions.length} apply)`,
        ...(when === null ? {} : { when }),
        require,
      },
    ];
  });
  return { requirements: withUniqueNames(requirements) };
}

function rulesIn(tree: Tree): readonly Rule[] {
  return tree.form === "rule" ? [tree.rule] : tree.of.flatMap(rulesIn);
}

/** What is asked when exactly these conditions hold, whatever the uncertain ones do; `null`: nothing. */
function askedWhen(tree: Tree, holding: ReadonlySet<string>, uncertain: readonly string[]): unknown {
  const applies = (rule: Rule, certain: ReadonlySet<string>) =>
    (rule.known === null || holding.has(JSON.stringify(rule.known))) && (!rule.isUncertain || certain.has(rule.name));
  const demands = subsetsOf(uncertain)
    .map((certain) => askedOf(tree, (rule) => applies(rule, new Set(certain))))
    .filter((demand) => demand !== null);
  return join("all", demands);
}

/** What is left of a tree without the rules that do not apply. */
function askedOf(tree: Tree, applies: (rule: Rule) => boolean): unknown {
  if (tree.form === "rule") return applies(tree.rule) ? tree.rule.demand : null;
  const parts = tree.of.map((one) => askedOf(one, applies)).filter((one) => one !== null);
  return join(tree.form === "and" ? "all" : "any", parts);
}

function join(form: "all" | "any", parts: readonly unknown[]): unknown {
  const distinct = [...new Map(parts.map((one) => [JSON.stringify(one), one])).values()];
  if (distinct.length === 0) return null;
  return distinct.length === 1 ? distinct[0] : { [form]: distinct };
}

function whenOnly(
  all: readonly (readonly [string, unknown])[],
  holding: readonly (readonly [string, unknown])[],
): unknown {
  const held = new Set(holding.map(([key]) => key));
  const parts = all.map(([key, condition]) => (held.has(key) ? condition : { not: condition }));
  return parts.length === 0 ? null : parts.length === 1 ? parts[0] : { all: parts };
}

function subsetsOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  return items.reduce<readonly (readonly T[])[]>((sets, item) => sets.flatMap((set) => [set, [...set, item]]), [[]]);
}

function withUniqueNames(requirements: readonly DraftRequirement[]): readonly DraftRequirement[] {
  const seen = new Map<string, number>();
  return requirements.map((one) => {
    const count = (seen.get(one.name) ?? 0) + 1;
    seen.set(one.name, count);
    return count === 1 ? one : { ...one, name: `${one.name}, ${count}` };
  });
}
