import { z } from "zod";
import { longestGlob, objectToGlob } from "./glob.ts";

declare module "zod" {
  interface GlobalMeta {
    /** For editors: the schema of what may stand there, where one decodes it itself. */
    writtenAs?: unknown;
    /** Of a list among a rule's options: none is a wish as well, and no slip. */
    mayBeEmpty?: boolean;
  }
}

/** A list that is not empty, or a single value in its place. Problems stand on the entry, or on the single value. */
export function listOf<T>(item: z.ZodType<T>): z.ZodType<readonly T[]> {
  const list = z.array(item).min(1).max(1000);
  const decoded = z.unknown().transform((value, context): readonly T[] => {
    const parsed = Array.isArray(value) ? list.safeParse(value) : item.safeParse(value);
    if (parsed.success) return Array.isArray(parsed.data) ? parsed.data : [parsed.data as T]; // `item` gave it, and items are no lists
    // an issue with its input is what the raw form of an issue is
    for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
    return z.NEVER;
  });
  return decoded.meta({ writtenAs: z.union([item, list]) });
}

export const name = z.string().min(1).max(200);

export const glob = z
  .string()
  .min(1)
  .max(longestGlob)
  .superRefine((value, context) => {
    const objection = value.length > longestGlob ? null : objectToGlob(value);
    if (objection !== null) context.addIssue({ code: "custom", message: `The glob \`${value}\` ${objection}.` });
  });
