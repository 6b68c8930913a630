import type { FileBeside, FilesBeside, GivenFiles } from "./files-beside.ts";
import type { FileOutcome, FileTask } from "./worker-messages.ts";

/** What one file may make others read. More is withheld, and said so. */
const mostRounds = 20;
const mostFiles = 300;
const mostBytes = 8 * 1024 * 1024;

/** Runs a task, hands it the files that it asks for, and runs it again, until it has all. */
export interface AskingRun {
  readonly run: (task: AskingTask, beside: FilesBeside) => Promise<FileOutcome>;
}

export type AskingTask = Omit<FileTask, "given">;

export function answerWants(pool: { readonly run: (task: FileTask) => Promise<FileOutcome> }): AskingRun {
  return {
    async run(task, beside) {
      const given = new Map<string, FileBeside | null>();
      for (let round = 1; ; round += 1) {
        const outcome = await pool.run({ ...task, given });
        if (outcome.wants.length === 0) return outcome;
        for (const path of outcome.wants) given.set(path, await answer(path, given, round, beside));
      }
    },
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
