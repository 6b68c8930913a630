import type { z } from "zod";
import { kindNames } from "./describe-value.ts";
import { findNearest, quoteName } from "./did-you-mean.ts";

/** What to do about a value that a schema refuses; `undefined`: its message says it. A schema's own check may say it, as `params: { remedy }`. */
export function remedyOf(issue: z.core.$ZodIssue, actual: unknown, hasSample: boolean): string | undefined {
  switch (issue.code) {
    case "custom":
      return typeof issue.params?.remedy === "string" ? issue.params.remedy : undefined;
    case "invalid_value":
      return chooseOne(issue.values.map(String), actual);
    case "invalid_format":
      return "Write it in that form.";
    case "invalid_type":
      return hasSample ? "Write it like the example." : `Write ${kindNames[issue.expected] ?? issue.expected} there.`;
    case "too_small":
      if (hasSample) return "Write it like the example.";
      return issue.origin === "string" || issue.origin === "array" ? "Write what it is." : "Write a larger number.";
    case "too_big":
      if (issue.origin === "string") return "Shorten it.";
      return issue.origin === "array" ? "Take some of its entries out." : "Write a smaller number.";
    default:
      return undefined;
  }
}

function chooseOne(values: readonly string[], actual: unknown): string {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return `Write ${quoteName(only)}.`;
  const nearest = typeof actual === "string" ? findNearest(actual, values) : null;
  return nearest === null ? "Write one of those." : `Write ${quoteName(nearest)}.`;
}
