import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Layout } from "./layout.ts";
import { readLink, slotExists, switchLink } from "./live-link.ts";
import type { DirectoryState } from "./state-file.ts";

/**
 * What is true after a crash at any moment. The link is what readers see, so it decides whether a switch that was about to
 * happen did happen. A link that was turned elsewhere since is turned back. `now` in milliseconds.
 */
export function recoverState(layout: Layout, recorded: DirectoryState, now: number): DirectoryState {
  for (const name of readdirSync(layout.staging)) rmSync(join(layout.staging, name), { recursive: true, force: true });
  const link = readLink(layout);
  const shown = link.kind === "slot" ? link.slot : null;
  const numbers = readdirSync(layout.slots).map(Number).filter(Number.isInteger);
  const state = {
    ...finishPending(recorded, shown, now),
    nextSlot: Math.max(recorded.nextSlot, ...numbers.map((number) => number + 1)),
  };
  const { live } = state;
  if (live === null || !slotExists(layout, live.slot)) return { ...state, live: null };
  if (link.kind !== "foreign" && shown !== live.slot) switchLink(layout, live.slot);
  return state;
}

function finishPending(state: DirectoryState, shown: string | null, now: number): DirectoryState {
  const { pending, live } = state;
  if (pending === null) return state;
  if (shown !== pending.slot) return { ...state, pending: null };
  return {
    ...state,
    live: pending,
    pending: null,
    retired: live === null ? state.retired : [...state.retired, { slot: live.slot, commit: live.commit, at: now }],
  };
}
