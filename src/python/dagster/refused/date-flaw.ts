import { quoteName } from "../../../formats/did-you-mean.ts";
import { isDay } from "../../../formats/instant.ts";
import { type Flaw, perhaps, surely } from "./flaw.ts";

/** As `_strptime` in Python's library reads them, in the order in which it tries. */
const directives: Readonly<Record<string, string>> = {
  __proto__: null as never,
  "%Y": "(?<year>\\d{4})",
  "%m": "(?<month>1[0-2]|0[1-9]|[1-9])",
  "%d": "(?<day>3[01]|[12]\\d|0[1-9]|[1-9])",
  "%H": "(?:2[0-3]|[01]\\d|\\d)",
  "%M": "(?:[0-5]\\d|\\d)",
  "%S": "(?:6[01]|[0-5]\\d|\\d)",
};

/** Dagster tries once more with an offset behind it (`dst_safe_strptime` in dagster/_time). */
const offset = /^(?:[+-]\d\d:?[0-5]\d(?::?[0-5]\d)?|Z)$/;

/** What is wrong with a date that is given as text in a form of `strptime`. */
export function dateFlaw(date: string, form: string, what: string): readonly Flaw[] {
  const shown = `the date ${quoteName(date)}`;
  if (date.length > 60 || !/^(?:%[YmdHMS]|[-\w.:/]){1,40}$/.test(form)) return perhaps(shown);
  const found = patternOf(form)?.exec(date) ?? undefined;
  if (found === undefined && patternOf(form) === null) return perhaps(shown);
  const rest = found === undefined ? null : date.slice(found[0].length);
  if (found === undefined || rest === null || (rest !== "" && !offset.test(rest)))
    return surely(`${what} has ${shown}, which does not have the form ${quoteName(form)}`);
  const { year = "1904", month = "1", day = "1" } = found.groups ?? {};
  return isDay(Number(year), Number(month), Number(day))
    ? []
    : surely(`${what} has ${shown}, a day that does not exist`);
}

/** `null` where the form has a part twice. */
function patternOf(form: string): RegExp | null {
  const parts = form.match(/%[YmdHMS]/g) ?? [];
  if (new Set(parts).size < parts.length) return null;
  const source = form.replaceAll(/%[YmdHMS]|[.]/g, (part) => directives[part] ?? `\\${part}`);
  return new RegExp(`^${source}`, "i");
}
