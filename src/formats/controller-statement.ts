import { z } from "zod";
import type { ControllerStatement } from "../domain/countersignature.ts";
import { forgeNames } from "../domain/identity.ts";
import { writeCanonicalJson } from "./canonical-json.ts";

const maxTextLength = 4 * 1024;

const objectId = z.string().regex(/^[0-9a-f]{40}$/);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const instant = z.iso.datetime();

const facts = {
  version: z.literal(1),
  repository: z.string().regex(/^[^\s]{1,512}$/),
  baseRef: z.string().regex(/^refs\/heads\/[^\s]{1,255}$/),
  node: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/)
    .nullable(),
  signedAt: instant,
  expires: instant.nullable(),
};

const statement = z.discriminatedUnion("purpose", [
  z.strictObject({
    ...facts,
    purpose: z.literal("countersign approval"),
    forge: z.enum(forgeNames),
    change: z.int().min(1),
    head: objectId,
    tree: objectId,
    mergeBase: objectId,
    policy: digest.nullable(),
  }),
  z.strictObject({
    ...facts,
    purpose: z.literal("countersign landing"),
    commit: objectId,
    tree: objectId,
    before: objectId,
    policy: digest.nullable(),
  }),
  z.strictObject({
    ...facts,
    purpose: z.literal("countersign baseline"),
    commit: objectId,
    tree: objectId,
    replaces: objectId.nullable(),
  }),
]);

/** The text that is signed: canonical JSON on one line, and its end. */
export function writeControllerStatement(content: ControllerStatement): string {
  return `${writeCanonicalJson(content)}\n`;
}

/** The statement of a text that says exactly one, in its one form; `null` for anything else. */
export function readControllerStatement(text: string): ControllerStatement | null {
  if (text.length > maxTextLength) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const read = statement.safeParse(value);
  return read.success && writeControllerStatement(read.data) === text ? read.data : null;
}
