import { sha256Hex } from "../formats/sha256.ts";

/** Other files of the repository than those that are checked, for those who may look at the disk or at git. Workers ask for them by path. */
export interface FilesBeside {
  /** What tells the content of a file from all others, such as git's id of it; `null` where there is no such file. */
  identify(path: string): Promise<string | null>;
  /** Of a file that is there. Never rejects for what the file is. */
  read(path: string): Promise<FileBeside>;
}

/** A file's content, or why it is not handed out, in words that follow on its name. */
export type FileBeside = { readonly content: Uint8Array } | { readonly withheld: string };

/** What a worker was told of the paths that it asked for; `null`: there is no such file. */
export type GivenFiles = ReadonlyMap<string, FileBeside | null>;

/** Asks for what a file needs beside itself: all that it is told is kept until it is read. */
export type AskForFiles = (paths: readonly string[]) => Promise<GivenFiles>;

/** Some files, and no others. */
export function filesAtHand(files: readonly { readonly path: string; readonly content: Uint8Array }[]): FilesBeside {
  const none: FilesBeside = {
    identify: () => Promise.resolve(null),
    read: () => Promise.resolve({ withheld: "is not there" }),
  };
  return withOthers(none, new Map(files.map(({ path, content }) => [path, content])));
}

/** The same files, but for some that have another content, or (`null`) are not there. */
export function withOthers(files: FilesBeside, others: ReadonlyMap<string, Uint8Array | null>): FilesBeside {
  return {
    identify(path) {
      const content = others.get(path);
      if (content === undefined) return files.identify(path);
      return Promise.resolve(content === null ? null : sha256Hex(content));
    },
    read(path) {
      const content = others.get(path);
      return content == null ? files.read(path) : Promise.resolve({ content });
    },
  };
}
