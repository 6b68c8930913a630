import { DeployError, type DeployErrorCode, GitError } from "../../domain/errors.ts";
import type { RefusedPath } from "./check-tree.ts";

/** What the file system says when there is no room, no permission, or no disk. */
const diskCodes = new Set([
  "ENOSPC",
  "EDQUOT",
  "EROFS",
  "EIO",
  "EACCES",
  "EPERM",
  "EMFILE",
  "ENFILE",
  "ENODEV",
  "ESTALE",
  "EBUSY",
]);

/** The error of a deployment that failed at a step, for the causes that the outside world has; bugs stay as they are. */
export function toDeployError(error: unknown, target: string, step: string): unknown {
  if (error instanceof DeployError) return error;
  if (error instanceof GitError) {
    return new DeployError(error.code, error.message, { target, step, retryable: error.retryable }, { cause: error });
  }
  if (error instanceof Error && "code" in error && diskCodes.has(String(error.code))) {
    const message = `Could not write to ${target} (${step}): ${error.message}. Make room, or allow writing; the live tree is as it was.`;
    return new DeployError("disk", message, { target, step, retryable: true }, { cause: error });
  }
  return error;
}

export function refusal(path: RefusedPath, target: string): DeployError {
  return plainError("path-refused", `\`${path.path}\` is not deployed: ${path.reason}`, target, "plan");
}

export function foreignThing(link: string, target: string): DeployError {
  const message = `${link} is there already, and is not a link of Countersign. Move it away, or choose another namespace.`;
  return plainError("foreign", message, target, "plan");
}

function plainError(code: DeployErrorCode, message: string, target: string, step: string): DeployError {
  return new DeployError(code, message, { target, step, retryable: false });
}
