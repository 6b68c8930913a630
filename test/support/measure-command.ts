import { runCommand } from "./run-command.ts";

/** What a program took, with all that it started. */
export interface Costs {
  readonly wallMs: number;
  /** Of all its threads and children together. */
  readonly cpuMs: number;
  /** The most memory that one process had at once. In bytes. */
  readonly peakBytes: number;
  readonly code: number;
}

/** Python knows what a child took; Node does not. */
const program = `
import json, resource, subprocess, sys, time
begin = time.monotonic()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
wall = time.monotonic() - begin
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"wallMs": wall * 1000, "cpuMs": (used.ru_utime + used.ru_stime) * 1000, "peakBytes": used.ru_maxrss * 1024, "code": code}))
`;

/** Runs a program to its end, and measures it. Throws when it ends otherwise than with 0 or 1, as a check does that found something. */
export async function measureCommand(command: readonly string[]): Promise<Costs> {
  const { code, stdout, stderr } = await runCommand("python3", ["-c", program, ...command], { cwd: "/" });
  if (code !== 0) throw new Error(`${command[0]} could not be measured: ${stderr.slice(-500)}`);
  const costs = JSON.parse(stdout) as Costs; // as the program prints it
  if (costs.code > 1) throw new Error(`${command.join(" ")} ended with ${costs.code}`);
  return costs;
}
