import { listNames, quoteName } from "../formats/did-you-mean.ts";

/** Names joined by "or", as people read them. */
export function anyOf(names: readonly string[]): string {
  return names.map((one) => quoteName(one)).join(" or ");
}

/** A few paths as people read them, cut short with a count. */
export function somePaths(paths: readonly string[]): string {
  return listNames(paths, 3);
}
