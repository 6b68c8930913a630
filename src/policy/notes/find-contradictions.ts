import type { Condition } from "../../domain/policy.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import type { FormatProblem } from "../../formats/format-problem.ts";
import type { StackedLayer } from "../stack-layers.ts";
import { contradict, type Literal } from "./contradict.ts";
import { type NoteSubject, noteOn, writtenIn } from "./note-subject.ts";

/** Conditions that never hold, or always, since one part is the contrary of another. */
export function findContradictions(subject: NoteSubject): readonly FormatProblem[] {
  return writtenIn(subject).flatMap((layer) =>
    layer.requirements.flatMap(({ when }) => (when === null ? [] : findIn(layer, when, false))),
  );
}

/** Parts that are joined in the same way, `not` carried down to the predicates. */
interface Joined {
  readonly literals: readonly Literal[];
  /** What is joined in the other way. */
  readonly others: readonly { readonly condition: Condition; readonly isDenied: boolean }[];
}

function findIn(layer: StackedLayer, condition: Condition, isDenied: boolean): readonly FormatProblem[] {
  if (condition.form === "not") return findIn(layer, condition.of, !isDenied);
  if (condition.form === "predicate") return [];
  const isAll = joinsAll(condition.form, isDenied);
  const { literals, others } = join(condition, isDenied, isAll);
  const pairs = literals.flatMap((second, index) => {
    const first = literals
      .slice(0, index)
      .find((one) => contradict(isAll ? one : contraryOf(one), isAll ? second : contraryOf(second)));
    return first === undefined ? [] : [noteOn(layer, second.predicate, describe(layer, first, second, isAll))];
  });
  return [...pairs, ...others.flatMap((other) => findIn(layer, other.condition, other.isDenied))];
}

function joinsAll(form: "all" | "any", isDenied: boolean): boolean {
  return (form === "all") !== isDenied;
}

function join(condition: Condition, isDenied: boolean, isAll: boolean): Joined {
  if (condition.form === "predicate") return { literals: [{ predicate: condition, isDenied }], others: [] };
  if (condition.form === "not") return join(condition.of, !isDenied, isAll);
  if (joinsAll(condition.form, isDenied) !== isAll) return { literals: [], others: [{ condition, isDenied }] };
  const parts = condition.of.map((part) => join(part, isDenied, isAll));
  return { literals: parts.flatMap(({ literals }) => literals), others: parts.flatMap(({ others }) => others) };
}

function contraryOf({ predicate, isDenied }: Literal): Literal {
  return { predicate, isDenied: !isDenied };
}

function describe({ decoding }: StackedLayer, first: Literal, second: Literal, isAll: boolean): string {
  const { line } = decoding.document.spanOf(decoding.places.get(first.predicate) ?? []).start;
  const [one, other] = [nameOf(second), `${nameOf(first)} (line ${line})`];
  return isAll
    ? `${one} and ${other} never hold together, and both must: this never applies. Take one away, or join them with \`any\`.`
    : `One of ${one} and ${other} always holds, and one is enough: this always applies. Take one away, or join them with \`all\`.`;
}

function nameOf({ predicate: { key, wanted }, isDenied }: Literal): string {
  const text = Array.isArray(wanted)
    ? `[${wanted.join(", ")}]`
    : typeof wanted === "object"
      ? JSON.stringify(wanted)
      : String(wanted);
  return quoteName(isDenied ? `not: { ${key}: ${text} }` : `${key}: ${text}`);
}
