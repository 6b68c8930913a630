import { keyOf, shownKey } from "../asset-keys.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { nameOf, opNameOf } from "../names-of-definitions.ts";

/** A resource that must be there before Dagster loads what asks for it. */
export interface Requirement {
  readonly key: string;
  /** Whether it must be one that stores or loads data. */
  readonly isManager: boolean;
  /** What asks for it, as a message shows it. */
  readonly of: string;
}

export interface Requirements {
  readonly all: readonly Requirement[];
  /** Why more may be required. */
  readonly unclear: string | null;
}

export const noRequirements: Requirements = { all: [], unclear: null };

export function unclearly(unclear: string): Requirements {
  return { all: [], unclear };
}

export function joinRequirements(parts: readonly Requirements[]): Requirements {
  return {
    all: parts.flatMap(({ all }) => all),
    unclear: parts.find(({ unclear }) => unclear !== null)?.unclear ?? null,
  };
}

/** A definition as a message names it. */
export function shownDefinition(value: DagsterValue): string {
  const key = value.symbol === "SourceAsset" ? keyOf(value) : null;
  const name = key === null ? (opNameOf(value) ?? nameOf(value) ?? value.text) : shownKey(key);
  return `\`${name.slice(0, 100)}\``;
}
