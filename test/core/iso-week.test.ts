import { expect, test } from "vitest";
import { isoWeek } from "../../src/core/iso-week.ts";

// From the table of ISO 8601's tricky dates: https://en.wikipedia.org/wiki/ISO_week_date
test.each([
  ["2026-11-20T12:00:00Z", "2026-W47"],
  ["2026-11-22T23:59:59Z", "2026-W47"],
  ["2026-11-23T00:00:00Z", "2026-W48"],
  ["2026-11-23T00:30:00+01:00", "2026-W47"],
  ["2005-01-01T00:00:00Z", "2004-W53"],
  ["2007-12-31T00:00:00Z", "2008-W01"],
  ["2008-12-29T00:00:00Z", "2009-W01"],
  ["2010-01-03T00:00:00Z", "2009-W53"],
])("%s is in %s", (at, week) => {
  expect(isoWeek(at)).toBe(week);
});
