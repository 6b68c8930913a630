import { z } from "zod";
import type { Condition } from "../../domain/policy.ts";

/** A predicate, or the contrary of one. */
export interface Literal {
  readonly predicate: Condition & { readonly form: "predicate" };
  readonly isDenied: boolean;
}

const names = z.array(z.string());

/** Whether two never hold together, as far as that is easily seen. */
export function contradict(one: Literal, other: Literal): boolean {
  if (one.predicate.key !== other.predicate.key) return false;
  const [a, b] = [one.predicate.wanted, other.predicate.wanted];
  if (typeof a === "boolean" && typeof b === "boolean") return (a !== one.isDenied) !== (b !== other.isDenied);
  if (one.isDenied === other.isDenied) return !one.isDenied && areApart(one.predicate.key, a, b);
  const [held, denied] = one.isDenied ? [b, a] : [a, b];
  return implies(one.predicate.key, held, denied);
}

/** Whether a predicate with one wish always holds where the same with another does. */
function implies(key: string, held: unknown, denied: unknown): boolean {
  const lists = names.array().safeParse([held, denied]);
  const [first, second] = lists.data ?? [];
  if (first === undefined || second === undefined) return JSON.stringify(held) === JSON.stringify(denied);
  const [fewer, more] = key === "labels" ? [second, first] : [first, second]; // all of the labels, one of the others
  return fewer.every((name) => more.includes(name));
}

function areApart(key: string, one: unknown, other: unknown): boolean {
  if (key === "base") return fullNames(one).isDisjointFrom(fullNames(other));
  if (key !== "size") return false;
  const [first, second] = [sizes.parse(one), sizes.parse(other)];
  return (["files", "lines"] as const).some((what) => {
    const [a, b] = [rangeOf(first[what]), rangeOf(second[what])];
    return Math.max(a.from, b.from) > Math.min(a.to, b.to);
  });
}

function fullNames(wanted: unknown): ReadonlySet<string> {
  return new Set(names.parse(wanted).map((name) => (name.startsWith("refs/") ? name : `refs/heads/${name}`)));
}

const sizes = z.object({ files: z.string().optional(), lines: z.string().optional() });

/** Whole numbers that a comparison takes, both ends included. */
function rangeOf(comparison = ">=0"): { readonly from: number; readonly to: number } {
  const limit = Number(comparison.replace(/[<>=]+/, ""));
  if (comparison.startsWith(">"))
    return { from: comparison.startsWith(">=") ? limit : limit + 1, to: Number.POSITIVE_INFINITY };
  if (comparison.startsWith("<")) return { from: 0, to: comparison.startsWith("<=") ? limit : limit - 1 };
  return { from: limit, to: limit };
}
