import { statSync } from "node:fs";
import { ConfigError } from "../domain/errors.ts";

/**
 * Throws `ConfigError` where a path is a named pipe: whoever opens one waits until somebody writes to it. Those of the shell
 * (`<(…)`, `/dev/stdin`) have their writer, and may be read.
 */
export function refusePipe(absolute: string): void {
  if (/^\/(?:dev|proc)\//.test(absolute)) return;
  if (statSync(absolute, { throwIfNoEntry: false })?.isFIFO() !== true) return;
  throw new ConfigError(absolute, `${absolute} is a pipe, not a file: nobody may ever write to it. Put a file there.`);
}
