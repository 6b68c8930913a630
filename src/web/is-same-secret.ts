import { createHash, timingSafeEqual } from "node:crypto";

/** Whether two secrets are equal. How long it takes tells nothing of where they differ, nor of how long they are. */
export function isSameSecret(given: string, secret: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
