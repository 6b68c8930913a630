import type { DatasetTouched } from "../../domain/change.ts";

const most = 3;

/** Owners of datasets, as people who are awaited: `the owners of patients (team:acme/patients-owners)`. */
export function describeOwners(datasets: readonly DatasetTouched[]): string {
  const shown = datasets.slice(0, most).map(({ name, owners }) => `the owners of ${name} (${listOwners(owners)})`);
  const more = datasets.length - shown.length;
  return [...shown, ...(more > 0 ? [`the owners of ${more} more`] : [])].join(" or ");
}

function listOwners(owners: readonly string[]): string {
  return owners.length === 0 ? "nobody is named" : owners.join(", ");
}

/** Whether owners of datasets are among those who are awaited. Names of groups have no space. */
export function areOwners(awaited: string): boolean {
  return /^(\S+ or )*the owners of /.test(awaited);
}
