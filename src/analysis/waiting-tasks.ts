import type { AskForFiles } from "./files-beside.ts";
import type { FileOutcome, FileTask } from "./worker-messages.ts";

/** A file that waits for its outcome. */
export interface Waiting {
  readonly id: number;
  readonly task: FileTask;
  readonly ask: AskForFiles;
  readonly settle: (outcome: FileOutcome) => void;
  readonly fail: (error: unknown) => void;
  /** Whether one of those that it went with was too much for a thread: it may have been this one. */
  readonly isSuspect: boolean;
}

/** Text that takes a thread about thirty milliseconds. In bytes. */
const mostBytes = 64 * 1024;

/**
 * Takes files out of a queue that go to a thread together: to wake a thread, and to be woken by it, takes up to a millisecond, in which a
 * quarter of a file is checked. A suspect goes alone, so that nobody else is blamed.
 */
export function takeTogether(queue: Waiting[], threads: number): readonly Waiting[] {
  const most = Math.ceil(queue.length / threads); // so that no thread is left without
  const [first] = queue;
  let [count, bytes] = [0, 0];
  for (const { task, isSuspect } of queue) {
    bytes += task.file.content.length;
    const isOne = count === 0 || (count < most && bytes <= mostBytes && !isSuspect && !first?.isSuspect);
    if (!isOne || task.shared !== first?.task.shared) break;
    count += 1;
  }
  return queue.splice(0, count);
}
