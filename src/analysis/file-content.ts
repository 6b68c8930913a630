import type { FileToInspect } from "./inspector.ts";

/** What a file has, or how it is read when its turn comes, so that a large tree is never in memory as a whole. */
export type FileContent = Uint8Array | LateContent;

export interface LateContent {
  /** In bytes, when the file was found. */
  readonly length: number;
  /** Never rejects: why it cannot be read any more is `unread`. */
  readonly read: () => Promise<ReadContent>;
}

export type ReadContent = { readonly content: Uint8Array } | { readonly unread: string };

/** A file whose content is at hand. */
export type HeldFile = FileToInspect & { readonly content: Uint8Array };

export function isHeld(file: FileToInspect): file is HeldFile {
  return file.content instanceof Uint8Array;
}

export function readContent(content: FileContent): Promise<ReadContent> {
  return content instanceof Uint8Array ? Promise.resolve({ content }) : content.read();
}
