import type { Person } from "../../domain/identity.ts";
import { quoteName } from "../../formats/did-you-mean.ts";

/** A label that stands for an approval, and whose it is: the id, as a login may change hands. */
export function describeLabelSet(label: string, { login, id }: Person): string {
  return `the label ${quoteName(label)} set by ${login} (${id})`;
}
