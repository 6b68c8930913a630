import type { AskForFiles, FileBeside, FilesBeside, GivenFiles } from "./files-beside.ts";
import type { FileOutcome, FileTask } from "./worker-messages.ts";

/** What one file may make others read. More is withheld, and said so. */
const mostRounds = 20;
const mostFiles = 300;
const mostBytes = 8 * 1024 * 1024;

/** Reads a file with what it asks for of the others. */
export interface AskingRun {
  readonly run: (task: FileTask, beside: FilesBeside) => Promise<FileOutcome>;
}

export function answerWants(pool: {
  readonly run: (task: FileTask, ask: AskForFiles) => Promise<FileOutcome>;
}): AskingRun {
  return { run: (task, beside) => pool.run(task, askOf(beside)) };
}

/** What one file asks for, within the bounds. */
function askOf(beside: FilesBeside): AskForFiles {
  const given = new Map<string, FileBeside | null>();
  let round = 0;
  return async (paths) => {
    round += 1;
    for (const path of paths) given.set(path, await answer(path, given, round, beside));
    return new Map(paths.map((path) => [path, given.get(path) ?? null]));
  };
}

async function answer(path: string, given: GivenFiles, round: number, beside: FilesBeside): Promise<FileBeside | null> {
  if ((await beside.identify(path)) === null) return null;
  const contents = [...given.values()].flatMap((one) => (one !== null && "content" in one ? [one.content] : []));
  if (round >= mostRounds || contents.length >= mostFiles) return { withheld: "is one too many to be looked into" };
  const read = await beside.read(path);
  const bytes = contents.reduce((sum, { length }) => sum + length, "content" in read ? read.content.length : 0);
  return bytes > mostBytes ? { withheld: "is too much to be looked into with the others" } : read;
}
