import type { Inspection } from "../domain/finding.ts";

/** What the thread of a single inspection tells: which file it reads now, and in the end what all rules said. */
export type SessionMessage = { readonly reads: string } | { readonly inspection: Inspection };
