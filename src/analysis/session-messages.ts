import type { Inspection } from "../domain/finding.ts";
import type { FileBeside } from "./files-beside.ts";

/** What the thread of a single inspection tells: which file it reads now, what it asks of other files, and in the end what all rules said. */
export type SessionMessage =
  | { readonly reads: string }
  | { readonly id: number; readonly asks: "identify" | "read"; readonly path: string }
  | { readonly inspection: Inspection };

/** What it is told of a file that it asked for. */
export interface SessionAnswer {
  readonly id: number;
  readonly answer: string | null | FileBeside;
}
