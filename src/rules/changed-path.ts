import type { ChangedFile } from "../domain/change.ts";

/** What a file is by its bytes. `what` names a program in words, such as `an ELF program`; `null` for all else. */
export interface ContentLooks {
  readonly form: "text" | "picture" | "archive" | "program" | "binary";
  readonly what: string | null;
}

/** One path that a change touches, removed ones included. */
export interface ChangedPath extends Pick<ChangedFile, "path" | "previousPath" | "status" | "mode"> {
  /** In bytes, after the change; `null` for what has no content of its own (removed, a submodule). */
  readonly size: number | null;
  readonly kind: string;
  /** Where a symbolic link points to; absent where it is none, or was not read. */
  readonly link?: string;
  /** Absent where it was not read. */
  readonly looks?: ContentLooks;
  /** It is an archive among the DAGs, though its name does not say so. */
  readonly isHiddenArchive?: true;
}
