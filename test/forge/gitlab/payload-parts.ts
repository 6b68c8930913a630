import type { ForgeCore } from "../face.ts";
import { accountOf } from "../model/model.ts";

/** A user as webhooks show one. */
export function hookUser(core: ForgeCore, accountId: number) {
  const account = accountOf(core.model, accountId);
  return { id: account.id, name: account.name, username: account.login, avatar_url: null, email: "[REDACTED]" };
}

/** Webhooks tell times as `2026-11-20 12:00:00 UTC`. */
export function hookTime(at: string): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
