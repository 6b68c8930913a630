import type { Condition, Demand } from "../../domain/policy.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import type { FormatProblem } from "../../formats/format-problem.ts";
import { predicatesIn } from "../rests-on.ts";
import { askedFor, isMet } from "./asked-for.ts";
import { implies } from "./implies.ts";
import { type NoteSubject, noteOn } from "./note-subject.ts";

/** What the author of a change can bring about, whatever its paths are. */
const ways: ReadonlySet<string> = new Set(["draft", "findings", "from-fork", "labels", "size", "title"]);

/** Requirements for every path that apply to each change, or that an author can make apply, and that ask for less than `otherwise`, which they keep from being asked. */
export function findWaysRound(subject: NoteSubject): readonly FormatProblem[] {
  const { otherwise, people } = subject.policy;
  if (otherwise === null || isMet(otherwise)) return [];
  const asked = askedFor(subject).filter(({ isOtherwise }) => !isOtherwise);
  const always = asked.filter(({ when, demand }) => when === null && asksForAll(demand));
  if (always.some(({ demand }) => implies(demand, otherwise, people))) return []; // it is asked, by another name
  const [first] = always;
  return asked.flatMap(({ layer, when, demand }) => {
    const key = when === null ? null : wayRound(when);
    if (when === null ? demand !== first?.demand : key === null) return [];
    if (isMet(demand) || !asksForAll(demand) || implies(demand, otherwise, people)) return [];
    const applies =
      key === null
        ? "This applies to every change, and covers all paths"
        : `The author of a change can make ${quoteName(key)} hold, and this covers all paths then`;
    const message = `${applies}, so that \`otherwise\` is not asked for any, which asks for more. Add what it asks for, in an \`all\` with what stands here.`;
    return [noteOn(layer, demand, message)];
  });
}

/** Whether a demand asks something for every path, and not only for those of datasets or job requests. */
function asksForAll(demand: Demand): boolean {
  if (demand.form === "all" || demand.form === "any") return demand.of.some(asksForAll);
  return demand.form !== "agreement" && (demand.form !== "count" || demand.each === null);
}

/** The predicate by which the author of a change makes a condition hold for all of its paths; `null`: none. */
function wayRound(condition: Condition): string | null {
  switch (condition.form) {
    case "any":
      return condition.of.map(wayRound).find((one) => one !== null) ?? null;
    case "all": {
      const all = condition.of.map(wayRound);
      return all.includes(null) ? null : (all[0] ?? null);
    }
    case "not": {
      const keys = predicatesIn(condition).map(({ key }) => key);
      return keys.every((key) => ways.has(key)) ? (keys[0] ?? null) : null;
    }
    case "predicate":
      return ways.has(condition.key) ? condition.key : null;
    default:
      return condition satisfies never;
  }
}
