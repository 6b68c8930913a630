import { quoteName } from "../../../formats/did-you-mean.ts";
import { type Flaw, perhaps, surely } from "./flaw.ts";

/** What the files of time zones are called: `Europe/Berlin`, `America/North_Dakota/New_Salem`, `Etc/GMT+1`. */
const usual =
  /^(UTC|utc|GMT|CET|EET|MET|WET|EST|MST|HST|Etc\/(UTC|GMT([+-]\d{1,2})?)|US\/[A-Z][a-z]+|[A-Z][a-z]+\/[A-Z][a-z]+([_-](of|es|au|[A-Z][a-z]+))*(\/[A-Z][a-z]+(_[A-Z][a-z]+)*)?)$/;

/** What is wrong with the name of a time zone, of which Python's `zoneinfo` reads a file by that name, capitals included. */
export function zoneFlaw(zone: string, what: string): readonly Flaw[] {
  if (zone === "") return [];
  const shown = `the time zone ${quoteName(zone)}`;
  if (isKnown(zone)) return usual.test(zone) ? [] : perhaps(shown);
  return /^(posix|right)\/|^(localtime|posixrules|Factory)$/.test(zone)
    ? perhaps(shown)
    : surely(`${what} has ${shown}, which does not exist`);
}

/** Whether there is such a zone, whatever its capitals. */
function isKnown(zone: string): boolean {
  if (zone.length > 60) return false;
  try {
    return !/^[+-]/.test(zone) && new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
