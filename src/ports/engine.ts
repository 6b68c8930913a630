import type { Run, RunState } from "../domain/run.ts";

export interface EngineStatus {
  readonly state: RunState;
  readonly detail: string;
}

/** Launches runs and follows them. Launching the same run twice starts it once; one that was cancelled is never launched. */
export interface Engine {
  readonly kind: "inbox";
  launch(run: Run): Promise<void>;
  /** Asks for the end of a run, as often as one likes; `readStatus` says when it has ended. */
  cancel(run: Run): Promise<void>;
  /** `null`: the engine does not know this run. */
  readStatus(run: Run): Promise<EngineStatus | null>;
  /** Absolute path of the directory in which the run left its outputs. */
  outputDirectory(run: Run): string;
}
