import { quoteName } from "./did-you-mean.ts";
import { objectToPath } from "./relative-path.ts";

/** What is wrong with the listing of a directory that DVC keeps, and where: an offset into its text. */
export interface ListingFlaw {
  readonly at: number;
  readonly length: number;
  readonly message: string;
}

const mostEntries = 1_000_000;
const mostFlaws = 20;

/** Checks the listing of a directory (`<md5>.dir`): a JSON list of `{ "md5", "relpath" }`. DVC makes paths of both. Never throws. */
export function checkDvcDirectory(text: string): readonly ListingFlaw[] {
  const whole = (message: string): readonly ListingFlaw[] => [{ at: 0, length: 1, message }];
  let listing: unknown;
  try {
    listing = JSON.parse(text);
  } catch {
    return whole("The listing of a DVC directory must be JSON.");
  }
  if (!Array.isArray(listing)) return whole("The listing of a DVC directory must be a list.");
  if (listing.length > mostEntries) return whole(`The listing has more than ${mostEntries} entries.`);

  const flaws: ListingFlaw[] = [];
  const seen = new Map<string, string>();
  for (const entry of listing) {
    const { md5, relpath } = membersOf(entry);
    const message = objectToEntry(md5, relpath) ?? objectToTwin(String(relpath), seen);
    if (message === null) continue;
    const shown = JSON.stringify(relpath ?? md5) ?? "";
    const at = text.indexOf(shown);
    flaws.push(at === -1 ? { at: 0, length: 1, message } : { at, length: Math.max(shown.length, 1), message });
    if (flaws.length >= mostFlaws) break;
  }
  return flaws;
}

function membersOf(entry: unknown): { md5: unknown; relpath: unknown } {
  if (typeof entry !== "object" || entry === null) return { md5: undefined, relpath: undefined };
  return { md5: "md5" in entry ? entry.md5 : undefined, relpath: "relpath" in entry ? entry.relpath : undefined };
}

function objectToEntry(md5: unknown, relpath: unknown): string | null {
  if (typeof relpath !== "string") return "An entry of the listing has no `relpath`.";
  if (typeof md5 !== "string" || !/^[0-9a-f]{32}$/.test(md5))
    return `The entry ${quoteName(relpath)} must have an \`md5\` of 32 hex digits in lower case.`;
  const objection = objectToPath(relpath);
  return objection === null ? null : `The path ${quoteName(relpath)} ${objection}; it must stay inside the directory.`;
}

/** Two names that are one where capitals or accents are not told apart. */
function objectToTwin(relpath: string, seen: Map<string, string>): string | null {
  const folded = relpath.normalize("NFC").toLowerCase();
  const other = seen.get(folded);
  seen.set(folded, relpath);
  if (other === undefined) return null;
  return other === relpath
    ? `The path ${quoteName(relpath)} is listed twice.`
    : `The paths ${quoteName(other)} and ${quoteName(relpath)} are one where capitals are not told apart.`;
}
