import {
  ConfigError,
  DeployError,
  EngineError,
  ForgeError,
  GitError,
  ServiceError,
  StorageError,
} from "../domain/errors.ts";
import { PolicyError } from "../domain/file-problem.ts";
import type { ExitCode } from "./cli.ts";

/** The exit code of a command that threw, or `null` for a bug, whose stack should be shown. */
export function exitCodeOf(error: unknown): ExitCode | null {
  if (error instanceof PolicyError || error instanceof ConfigError) return 2;
  if (error instanceof ForgeError) return error.status === 401 ? 2 : 3; // wrong credentials are a wrong setting
  if (error instanceof GitError || error instanceof DeployError) return 3;
  if (error instanceof EngineError || error instanceof StorageError || error instanceof ServiceError) return 3;
  if (error instanceof Error && "syscall" in error) return 3;
  return null;
}
