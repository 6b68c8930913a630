/** 0 good, 1 the answer is "no", 2 wrong usage or unreadable configuration, 3 the outside world failed. */
export type ExitCode = 0 | 1 | 2 | 3;

/** What a command gets of its surroundings. Only `main.ts` reads the environment and ends the process. */
export interface Cli {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Standard output: the answer, and nothing else. */
  print(text: string): void;
  /** Standard error: everything for people. */
  tell(text: string): void;
  /** Asks for yes or no at the terminal; `null` where there is none to ask at. */
  ask(question: string): Promise<boolean | null>;
  /** Settles at SIGTERM or SIGINT. */
  untilAskedToStop(): Promise<void>;
  /** Calls `act` at each SIGHUP. */
  onHangUp(act: () => void): void;
  /** Makes a commander action of a function whose answer is the exit code. */
  action<A extends unknown[]>(run: (...args: A) => Promise<ExitCode>): (...args: A) => Promise<void>;
}
