import type { Condition } from "../../domain/policy.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import type { FormatProblem } from "../../formats/format-problem.ts";
import { predicatesIn } from "../rests-on.ts";
import { askedFor, isMet } from "./asked-for.ts";
import { implies } from "./implies.ts";
import { type NoteSubject, noteOn } from "./note-subject.ts";

/** What the author of a change can bring about, whatever its paths are. */
const ways: ReadonlySet<string> = new Set(["draft", "findings", "from-fork", "labels", "size", "title"]);

/** Requirements for every path that an author can make apply, and that ask for less than `otherwise`, which they keep from being asked. */
export function findWaysRound(subject: NoteSubject): readonly FormatProblem[] {
  const { otherwise, people } = subject.policy;
  if (otherwise === null || isMet(otherwise)) return [];
  return askedFor(subject).flatMap(({ layer, when, demand, isOtherwise }) => {
    const key = when === null ? null : wayRound(when);
    if (key === null || isOtherwise || isMet(demand) || implies(demand, otherwise, people)) return [];
    const message = `The author of a change can make ${quoteName(key)} hold, and this covers all paths then, so that \`otherwise\` is not asked for any, which asks for more. Add what it asks for, in an \`all\` with what stands here.`;
    return [noteOn(layer, demand, message)];
  });
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
