import { existsSync, lstatSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { syncDirectory } from "./durable.ts";
import { type Layout, linkTextOf } from "./layout.ts";

export type LinkState =
  | { readonly kind: "none" }
  | { readonly kind: "slot"; readonly slot: string }
  /** Something that we did not make. */
  | { readonly kind: "foreign" };

/** What stands where the live tree should be. */
export function readLink(layout: Layout): LinkState {
  const stats = lstatSync(layout.link, { throwIfNoEntry: false });
  if (stats === undefined) return { kind: "none" };
  if (!stats.isSymbolicLink()) return { kind: "foreign" };
  const place = resolve(layout.target, readlinkSync(layout.link));
  const slot = place.slice(layout.slots.length + 1);
  return dirname(place) === layout.slots && /^\d+$/.test(slot) ? { kind: "slot", slot } : { kind: "foreign" };
}

/** Makes a slot live, in one step for every reader, and durably. */
export function switchLink(layout: Layout, slot: string): void {
  const temporary = join(layout.staging, "link");
  rmSync(temporary, { force: true });
  symlinkSync(linkTextOf(layout, slot), temporary);
  renameSync(temporary, layout.link);
  syncDirectory(layout.target);
}

export function slotExists(layout: Layout, slot: string): boolean {
  return existsSync(join(layout.slots, slot));
}
