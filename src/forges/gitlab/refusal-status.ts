import { ForgeError } from "../../domain/errors.ts";

/** Answers `null` instead of throwing when GitLab says one of these statuses. */
export async function orNull<T>(statuses: readonly number[], call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ForgeError && error.status !== null && statuses.includes(error.status)) return null;
    throw error;
  }
}
