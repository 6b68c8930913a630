import type { Readable } from "node:stream";

/** A DVC remote's storage: a directory or a bucket's prefix. Keys are relative, with `/`. */
export interface ObjectStorage {
  /** For people: the URL or path, without credentials. */
  readonly location: string;
  has(key: string): Promise<boolean>;
  /** Throws when there is none. */
  read(key: string): Promise<Readable>;
  /** Writes whole or not at all; an object that is already there is left as it is. `size` in bytes. */
  write(key: string, body: Readable, size: number): Promise<void>;
  list(prefix: string): Promise<readonly string[]>;
}
