import type { Policy, PolicyOrigin, RuleSetting } from "../domain/policy.ts";
import { quoteName } from "../formats/did-you-mean.ts";
import { type FormatProblem, problemAt } from "../formats/format-problem.ts";
import type { YamlPath } from "../formats/yaml-document.ts";
import { type Enforcement, stricterAfterLanding, stricterCounting, stricterRule, weakensOther } from "./enforcement.ts";
import { countingIn, mergeAfterLanding, mergePeople, mergeRules } from "./merge-layers.ts";
import type { PolicyLayer } from "./read-layer.ts";

interface Weakening {
  readonly at: YamlPath;
  readonly part?: "value";
  /** What is wrong, as the beginning of a sentence that goes on with who enforces it. */
  readonly what: string;
  readonly by: PolicyOrigin;
  readonly remedy?: string;
}

/** Where a layer would weaken what higher ones enforce, each in its line. */
export function findWeakening(layer: PolicyLayer, enforcement: Enforcement): readonly FormatProblem[] {
  const found = [
    ...weakenPeople(layer, enforcement),
    ...weakenMode(layer, enforcement),
    ...weakenCounting(layer, enforcement),
    ...weakenOtherwise(layer, enforcement),
    ...weakenSay(layer, enforcement),
    ...weakenRules(layer, enforcement),
    ...weakenAfterLanding(layer, enforcement),
  ];
  const { document } = layer.decoding;
  return found.map(({ at, part, what, by, remedy }) =>
    problemAt(
      document.path,
      document.spanOf(at, part ?? "key"),
      `${what} \`${by.layer}\` enforces (line ${by.line}). ${remedy ?? "Leave it out."}`,
    ),
  );
}

function weakenPeople({ file }: PolicyLayer, { groups }: Enforcement): readonly Weakening[] {
  return mergePeople([file]).flatMap(({ name }) => {
    const kept = groups.get(name);
    if (kept === undefined) return [];
    const what = `The group ${quoteName(name)} cannot be defined anew: it is named by what`;
    return [{ at: ["people", name], what, by: kept.by, remedy: "Leave it out, or give yours another name." }];
  });
}

function weakenMode({ file }: PolicyLayer, { mode }: Enforcement): readonly Weakening[] {
  if (file.mode !== "observe" || mode?.value !== "enforce") return [];
  return [{ at: ["mode"], part: "value", what: "Only to observe would lift what", by: mode.by }];
}

const countingKeys = {
  methods: "methods",
  author: "author",
  contributors: "contributors",
  "update-merges": "updateMerges",
  "expire-after": "expireAfterMs",
} as const satisfies Record<string, keyof Policy["counting"]>;

function weakenCounting({ file }: PolicyLayer, { counting }: Enforcement): readonly Weakening[] {
  const { counting: own } = file;
  if (own === undefined || counting === null) return [];
  const wanted = { ...counting.value, ...countingIn(own) };
  const strict = stricterCounting(counting.value, wanted);
  return Object.entries(countingKeys).flatMap(([key, field]) => {
    if (!Object.hasOwn(own, key) || strict[field] === wanted[field]) return [];
    const what = `This \`${key}\` would count approvals that do not count for what`;
    return [{ at: ["counting", key], what, by: counting.by }];
  });
}

function weakenOtherwise({ otherwise }: PolicyLayer, kept: Enforcement): readonly Weakening[] {
  if (otherwise === null || kept.otherwise === null) return [];
  const what = "`otherwise` cannot be said anew: it is what";
  const remedy = "Leave it out; requirements of your own add to it.";
  return [{ at: ["otherwise"], what, by: kept.otherwise.by, remedy }];
}

/** Who may object, hold and command. */
function weakenSay({ file }: PolicyLayer, { objectors, commands }: Enforcement): readonly Weakening[] {
  const objections =
    file.objections === undefined || objectors === null
      ? []
      : [
          {
            at: ["objections"],
            what: "`objections` would take their say from those who may object to what",
            by: objectors.by,
          },
        ];
  const granted = [...commands].flatMap(([command, { by }]) => {
    if (file.commands?.[command] === undefined) return [];
    return [
      { at: ["commands", command], what: `Who may use \`${command}\` cannot be said anew: it is part of what`, by },
    ];
  });
  return [...objections, ...granted];
}

function weakenRules({ file }: PolicyLayer, { rules, allRules }: Enforcement): readonly Weakening[] {
  return Object.entries(mergeRules([file])).flatMap(([id, setting]): readonly Weakening[] => {
    if (allRules !== null) {
      const what = `The rule ${quoteName(id)} cannot be set: it matters what the rules find for what`;
      return [{ at: ["rules", id], what, by: allRules.by }];
    }
    const same = rules.get(id);
    const weaker = same !== undefined && stricterRule(same.value, setting) === null ? same : null;
    const kept = weaker ?? [...rules].find(([key, { value }]) => weakensOther(key, value, id, setting))?.[1];
    if (kept === undefined) return [];
    const what = `The rule ${quoteName(id)} cannot be ${describe(setting)}: it is set by what`;
    return [{ at: ["rules", id], what, by: kept.by }];
  });
}

function describe(setting: RuleSetting): string {
  return setting === "off" ? "turned off" : "lowered, or get other options";
}

function weakenAfterLanding({ file }: PolicyLayer, { afterLanding }: Enforcement): readonly Weakening[] {
  const wanted = mergeAfterLanding([file]).afterLanding;
  if (wanted === undefined || afterLanding === null) return [];
  const strict = stricterAfterLanding(afterLanding.value, wanted);
  const keys = { "on-withdrawal": "onWithdrawal", "on-expiry": "onExpiry" } as const;
  return Object.entries(keys).flatMap(([key, field]) => {
    if (file["after-landing"]?.[key as keyof typeof keys] === undefined || strict[field] === wanted[field]) return []; // one of the keys above
    return [{ at: ["after-landing", key], what: `This \`${key}\` asks for less than what`, by: afterLanding.by }];
  });
}
